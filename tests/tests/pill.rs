//! The sync pill through all its states, with its details: what a person is told, and what they can do about it.
#![cfg(target_os = "linux")]

use model::text;
use serde_json::json;
use tests::find::{at, of, within};
use tests::{App, Cloud, Desktop, Failure, Network, Person, Result, Way, expect, until};

/// More than one commit takes, which is 500.
const SEASON: u64 = 700;

#[tokio::test]
async fn is_calm_without_an_account_and_paused_when_one_likes() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for way in Way::BOTH {
        let mut desktop = Desktop::start_with(&way.called("pill"), &cloud)?;
        let _network = way.lead(&mut desktop, &cloud)?;
        let app = App::open(&desktop).await?;
        app.pill("sync-local", 0).await?;
        app.open_sync().await?;
        app.read(&at("sync-details"), &text::get("sync-local-why")).await?;
        app.see(&at("sync-sign-up")).await?;
        app.portrait_of_sync("local-only").await?;
        app.close_sync().await?;

        let ada = Person::called("Ada");
        app.sign_up(&ada).await?;
        let uid = cloud.uid(&ada)?;
        app.pill("sync-synced", 0).await?;
        app.open_sync().await?;
        app.read(&at("sync-details"), &text::get("sync-fact-synced")).await?;
        app.portrait_of_sync("synced").await?;
        app.choose_in_sync("sync-sync-pause").await?;
        app.pill("sync-paused", 0).await?;
        app.see(&at("sync-sync-resume")).await?;
        app.portrait_of_sync("paused").await?;
        app.close_sync().await?;

        app.new_workout("Push day").await?;
        app.pill("sync-paused", 1).await?;
        let id = desktop.workout_called("Push day")?;
        let badge = within(&of("workout-row", &id), "unsent-badge");
        app.see(&badge).await?;
        app.picture("badge").await?;
        expect("what is paused is sent", &cloud.workout(&uid, &id)?.is_some(), &false)?;
        app.close().await?;

        // The next day it is paused still.
        let app = App::open(&desktop).await?;
        app.pill("sync-paused", 1).await?;
        app.resume_sync().await?;
        cloud.gets_workout(&uid, &id, "Push day").await?;
        app.pill("sync-synced", 0).await?;
        app.see_no(&badge).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

#[tokio::test]
async fn tells_calmly_of_a_network_that_is_gone_slow_or_silent() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("pill-network", &cloud)?;
    let network = Network::start(&mut desktop, &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    app.pill("sync-synced", 0).await?;
    works_offline(&app, &desktop, &network, &cloud, &cloud.uid(&ada)?).await?;
    shows_progress(&app, &desktop, &network).await?;
    app.close().await?;

    network.fall_silent()?;
    let app = App::open(&desktop).await?;
    app.pill("sync-connecting", 0).await?;
    app.open_sync().await?;
    app.read(&at("sync-details"), &text::get("sync-connecting-why")).await?;
    app.portrait_of_sync("connecting").await?;
    network.recover()?;
    app.choose_in_sync("sync-sync-now").await?;
    app.pill("sync-synced", 0).await?;
    app.close().await?;
    desktop.end(&cloud)
}

/// Without a network one goes on, sees what waits, and has it sent at once when there is one again.
async fn works_offline(
    app: &App<'_>,
    desktop: &Desktop,
    network: &Network,
    cloud: &Cloud,
    uid: &str,
) -> Result {
    network.break_down()?;
    app.pill("sync-offline", 0).await?;
    app.new_workout("Last set").await?;
    app.pill("sync-offline", 1).await?;
    let id = desktop.workout_called("Last set")?;
    let badge = within(&of("workout-row", &id), "unsent-badge");
    app.see(&badge).await?;
    app.open_sync_that_says(&text::get("sync-fact-next")).await?;
    app.read(&at("sync-details"), &text::get("sync-fact-pending")).await?;
    app.portrait_of_sync("offline").await?;
    network.recover()?;
    app.choose_in_sync("sync-sync-now").await?;
    cloud.gets_workout(uid, &id, "Last set").await?;
    app.pill("sync-synced", 0).await?;
    app.see_no(&badge).await?;
    app.close_sync().await
}

/// Of many changes it is seen how many are sent.
async fn shows_progress(app: &App<'_>, desktop: &Desktop, network: &Network) -> Result {
    let file = desktop.home().join("season.json");
    let workouts: Vec<_> = (0..SEASON)
        .map(|n| json!({ "id": format!("workout-{n:08x}"), "name": format!("Day {n}"), "exercise_groups": [] }))
        .collect();
    std::fs::write(&file, json!({ "workouts": workouts }).to_string()).map_err(Failure::file("a season"))?;
    network.lose_the_second_commit()?;
    desktop.cli(&["import", &file.to_string_lossy()])?;
    let progress = async || Ok(counted(&app.text(&at("sync-pill")).await?));
    let under_way = |seen: &Option<(u64, u64)>| seen.is_some_and(|(done, total)| 0 < done && done < total);
    until("progress", progress, under_way).await?;
    app.open_sync().await?;
    app.read(&at("sync-details"), &text::get("sync-syncing-why")).await?;
    app.portrait_of_sync("syncing").await?;
    app.close_sync().await?;
    // Whoever waits for an answer hears that there will be none, and asks again.
    network.cut()?;
    app.pill("sync-synced", 0).await?;
    expect("workouts and programs", &desktop.counts()?, &(SEASON + 1, 0))
}

/// "Syncing 500 of 1,200", in numbers.
fn counted(said: &str) -> Option<(u64, u64)> {
    let numbers = said.split_whitespace().filter_map(|word| word.replace(',', "").parse().ok());
    match numbers.collect::<Vec<u64>>()[..] {
        [done, total] => Some((done, total)),
        _ => None,
    }
}

#[tokio::test]
async fn asks_to_sign_in_again_and_goes_on_from_there() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for way in Way::BOTH {
        let mut desktop = Desktop::start_with(&way.called("pill-session"), &cloud)?;
        let _network = way.lead(&mut desktop, &cloud)?;
        let ada = Person::called("Ada");
        let app = App::open(&desktop).await?;
        app.sign_up(&ada).await?;
        app.pill("sync-synced", 0).await?;
        cloud.disable(&ada, true)?;
        // Opening the menu asks the cloud.
        app.click(&at("account-button")).await?;
        app.read("body", &text::get("auth-disabled")).await?;
        app.press_until_gone("Escape", &at("account-menu")).await?;
        app.pill("sync-sign-in", 0).await?;
        app.new_workout("Hers, later").await?;
        app.pill("sync-sign-in", 1).await?;
        app.open_sync().await?;
        app.read(&at("sync-details"), &text::get("sync-sign-in-why")).await?;
        app.portrait_of_sync("needs-sign-in").await?;
        app.close_sync().await?;

        cloud.disable(&ada, false)?;
        app.choose_in_sync("sync-sign-in").await?;
        app.see(&at("sign-in-dialog")).await?;
        app.send_credentials(&ada.email, &ada.password).await?;
        app.signed_in(&ada).await?;
        let id = desktop.workout_called("Hers, later")?;
        cloud.gets_workout(&cloud.uid(&ada)?, &id, "Hers, later").await?;
        app.pill("sync-synced", 0).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

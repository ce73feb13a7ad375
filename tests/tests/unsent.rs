//! What is not in the cloud: changes that the cloud refused, each with its reason and the ways on, and leaving with
//! changes that wait.
#![cfg(target_os = "linux")]

use model::text;
use serde_json::{Value, json};
use tests::find::{at, of, within};
use tests::{App, Cloud, Desktop, Failure, Network, Person, Result, expect, fixture, until};

/// Its name is longer than the rules of the cloud take.
const LONG: &str = "workout-0000aaaa";
/// The server can't store it, for a while.
const ODD: &str = "workout-0000bbbb";
/// Its description is longer than the rules take.
const WORDY: &str = "workout-0000cccc";
/// Nothing is wrong with it.
const FINE: &str = "workout-0000dddd";

#[tokio::test]
async fn what_the_cloud_refuses_is_told_and_decided_one_by_one() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("refused", &cloud)?;
    let network = Network::start(&mut desktop, &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    app.pill("sync-synced", 0).await?;
    network.find_invalid(ODD)?;
    bring(&desktop)?;
    app.pill("sync-refused", 3).await?;
    // The rest goes on.
    cloud.gets_workout(&uid, FINE, "Goes through").await?;
    for id in [LONG, ODD, WORDY] {
        app.see(&format!("{} .row-refused", of("workout-row", id))).await?;
    }
    app.see_no(&within(&of("workout-row", FINE), "unsent-badge")).await?;
    app.open_sync().await?;
    app.read(&at("sync-details"), &text::get("sync-fact-refused")).await?;
    app.portrait_of_sync("refused").await?;
    app.close_sync().await?;

    app.choose_in_sync("sync-unsent").await?;
    app.see_count(&at("unsent-row"), 3).await?;
    for (id, why) in [(LONG, "refusal-denied"), (ODD, "refusal-invalid"), (WORDY, "refusal-denied")] {
        app.read(&of("unsent-row", id), &text::get(why)).await?;
    }
    app.portrait("unsent").await?;

    // Tried again, once the server takes it.
    network.recover()?;
    app.click(&of_row(ODD, "unsent-retry")).await?;
    app.read(".toasts", &text::with("unsent-retried", &[("name", "Odd one".into())])).await?;
    app.see_no(&of("unsent-row", ODD)).await?;
    cloud.gets_workout(&uid, ODD, "Odd one").await?;

    // Edited, until the rules allow it.
    app.click(&of_row(LONG, "unsent-edit")).await?;
    app.see(&at("workout-sheet")).await?;
    app.fill(&at("sheet-name"), "Short enough").await?;
    app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
    app.press_until_gone("Escape", &at("workout-sheet")).await?;
    cloud.gets_workout(&uid, LONG, "Short enough").await?;
    app.pill("sync-refused", 1).await?;

    saves_and_discards(&app, &desktop).await?;
    expect("what was given up is in the cloud", &cloud.workout(&uid, WORDY)?.is_some(), &false)?;
    app.close().await?;
    desktop.end(&cloud)
}

/// Exports the last one, gives it up, takes that back, and gives it up for good.
async fn saves_and_discards(app: &App<'_>, desktop: &Desktop) -> Result {
    app.choose_in_sync("sync-unsent").await?;
    app.click(&of_row(WORDY, "unsent-export")).await?;
    let file = desktop.home().join("Documents/refused.json");
    app.choose_file(&text::get("shell-export-title"), &file.to_string_lossy()).await?;
    let exported = until("the export", async || fixture::json(&file), |_| true).await?;
    let workouts = exported["workouts"].as_array().cloned().unwrap_or_default();
    let ids: Vec<_> = workouts.iter().map(|workout| &workout["id"]).collect();
    expect("exported", &ids, &vec![WORDY])?;

    app.click(&of_row(WORDY, "unsent-discard")).await?;
    app.see(&within(&at("unsent"), "empty")).await?;
    app.press_until_gone("Escape", &at("unsent")).await?;
    app.see_no(&of("workout-row", WORDY)).await?;
    app.pill("sync-synced", 0).await?;
    app.press(&["ctrl", "z"]).await?;
    app.see(&of("workout-row", WORDY)).await?;
    app.pill("sync-refused", 1).await?;
    // The terminal can do it, too, and the window shows that.
    desktop.cli(&["queue", "discard", WORDY])?;
    app.see_no(&of("workout-row", WORDY)).await?;
    app.pill("sync-synced", 0).await
}

/// Imports what the cloud will refuse, and one workout that it will not. Files may hold what nobody can type.
fn bring(desktop: &Desktop) -> Result {
    let workouts = [
        workout(LONG, &"long ".repeat(250), ""),
        workout(ODD, "Odd one", ""),
        workout(WORDY, "Many words", &"word ".repeat(5_000)),
        workout(FINE, "Goes through", ""),
    ];
    let file = desktop.home().join("refused.json");
    std::fs::write(&file, json!({ "workouts": workouts }).to_string())
        .map_err(Failure::file("what is refused"))?;
    desktop.cli(&["import", &file.to_string_lossy()]).map(drop)
}

fn workout(id: &str, name: &str, description: &str) -> Value {
    json!({ "id": id, "name": name, "description": description, "exercise_groups": [] })
}

fn of_row(id: &str, way: &str) -> String {
    within(&of("unsent-row", id), way)
}

#[tokio::test]
async fn signing_out_sends_first_or_stays() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("sync-first", &cloud)?;
    let network = Network::start(&mut desktop, &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    app.pill("sync-synced", 0).await?;
    network.break_down()?;
    app.pill("sync-offline", 0).await?;
    app.new_workout("Last set").await?;
    app.pill("sync-offline", 1).await?;
    let id = desktop.workout_called("Last set")?;

    app.account_menu("account-sign-out").await?;
    let asked = text::with("sign-out-about", &[("n", 1.into())]);
    app.read(&at("sign-out-dialog"), &asked).await?;
    app.portrait("sign-out").await?;
    app.click(&at("sign-out-sync")).await?;
    app.read(&at("sign-out-unsent"), &text::get("sync-unreachable")).await?;
    app.portrait("sign-out-in-vain").await?;
    desktop.standing("signed_in", Some(&ada)).await?;

    network.recover()?;
    app.click(&at("sign-out-sync")).await?;
    app.see_no(&at("sign-out-dialog")).await?;
    desktop.standing("signed_out", None).await?;
    app.nobody_signed_in().await?;
    app.pill("sync-local", 0).await?;
    cloud.gets_workout(&uid, &id, "Last set").await?;
    app.see_no(&of("workout-row", &id)).await?;
    app.close().await?;
    desktop.end(&cloud)
}

//! Another device of the same person at work while the window is open: what it does is shown, what both did is merged,
//! and what gave way is told and can be had back.
#![cfg(target_os = "linux")]

use model::{limits, text};
use serde_json::{Value, json};
use tests::find::{at, of};
use tests::{App, Cloud, Desktop, Device, Person, Result, Way, expect, until};

const HEAVIER: &str = "Push day, heavier";
const LIGHTER: &str = "Push day, lighter";

#[tokio::test]
async fn what_gave_way_in_a_merge_is_told_once_and_can_be_had_back() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for way in Way::BOTH {
        let mut desktop = Desktop::start_with(&way.called("conflict"), &cloud)?;
        let _network = way.lead(&mut desktop, &cloud)?;
        let app = App::open(&desktop).await?;
        let (tablet, id) = begin(&app, &desktop, &cloud).await?;

        // Both change the same, and neither knows of the other.
        app.pause_sync().await?;
        app.click(&of("workout-row", &id)).await?;
        app.fill(&at("sheet-name"), HEAVIER).await?;
        app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        app.press_until_gone("Escape", &at("workout-sheet")).await?;
        app.pill("sync-paused", 1).await?;
        tablet.change("workout", &id, &json!({ "name": LIGHTER, "description": "Slowly" }))?;
        app.resume_sync().await?;
        app.see(&at("conflict-notice")).await?;
        app.pill("sync-synced", 0).await?;
        let merged = desktop.workout(&id)?;
        expect("what only the tablet changed", &merged["description"], "Slowly")?;
        let (won, lost) = if merged["name"] == HEAVIER { (HEAVIER, LIGHTER) } else { (LIGHTER, HEAVIER) };
        expect("the name", &merged["name"], won)?;
        app.read(&at("conflict-notice"), &text::with("conflicts-one", &[("name", won.into())])).await?;
        app.portrait("conflict-notice").await?;

        app.click(&at("conflict-see")).await?;
        app.see_count(&at("conflict-row"), 1).await?;
        app.read(&at("conflict-row"), lost).await?;
        app.portrait("conflicts").await?;
        app.click("[data-testid=conflict-row] [data-testid^=restore-]").await?;
        app.see_no(&at("conflict-row")).await?;
        app.press_until_gone("Escape", &at("conflicts")).await?;
        app.see_no(&at("conflict-notice")).await?;
        app.read(&of("workout-row", &id), lost).await?;
        expect("what was not in dispute", &desktop.workout(&id)?["description"], "Slowly")?;
        let history = desktop.cli(&["history", &id])?.to_string();
        expect("both names in the history", &(history.contains(won), history.contains(lost)), &(true, true))?;

        settled(&desktop, &tablet, &id, lost).await?;
        app.close().await?;

        // It was told once.
        let app = App::open(&desktop).await?;
        app.pill("sync-synced", 0).await?;
        app.see_no(&at("conflict-notice")).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

#[tokio::test]
async fn what_another_device_changes_in_the_open_workout_is_merged_with_what_is_typed() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for way in Way::BOTH {
        let mut desktop = Desktop::start_with(&way.called("dialog"), &cloud)?;
        let _network = way.lead(&mut desktop, &cloud)?;
        let app = App::open(&desktop).await?;
        let (tablet, id) = begin(&app, &desktop, &cloud).await?;
        app.click(&of("workout-row", &id)).await?;
        app.see(&at("workout-sheet")).await?;
        // Too long to be saved: it is only typed, and stays so.
        let typed = "n".repeat(limits::NAME + 1);
        app.fill(&at("sheet-name"), &typed).await?;
        app.read(&at("saving"), &text::get("sheet-status-held-back")).await?;
        tablet.change("workout", &id, &json!({ "description": "From the tablet", "tags": ["heavy"] }))?;
        app.read(&at("sheet-news"), &text::get("sheet-news")).await?;
        expect("the description", &app.value(&at("sheet-description")).await?, "From the tablet")?;
        expect("what is typed", &app.value(&at("sheet-name")).await?, typed.as_str())?;
        app.portrait("merging").await?;
        app.fill(&at("sheet-name"), "From here").await?;
        app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        let merged = settled(&desktop, &tablet, &id, "From here").await?;
        expect("the description", &merged["description"], "From the tablet")?;
        expect("the tags", &merged["tags"], &json!(["heavy"]))?;

        // Deleted over there, it is still here, and can be kept.
        tablet.delete_workout(&id)?;
        app.read(&at("sheet-trouble"), &text::get("sheet-gone")).await?;
        app.portrait("deleted-elsewhere").await?;
        app.click(&at("sheet-anew")).await?;
        app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        app.press_until_gone("Escape", &at("workout-sheet")).await?;
        app.see_no(&of("workout-row", &id)).await?;
        app.read(&at("workout-row"), "From here").await?;
        app.see_no(&at("conflict-notice")).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_open_program_says_that_another_device_has_changed_it() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for way in Way::BOTH {
        let mut desktop = Desktop::start_with(&way.called("program-news"), &cloud)?;
        let _network = way.lead(&mut desktop, &cloud)?;
        let app = App::open(&desktop).await?;
        let (tablet, _) = begin(&app, &desktop, &cloud).await?;
        app.click(&at("new-program")).await?;
        app.fill(&at("program-name"), "Autumn").await?;
        app.press(&["Enter"]).await?;
        app.read(&at("program-row"), "Autumn").await?;
        let id = desktop.program_called("Autumn")?;
        let there = async || {
            tablet.sync()?;
            tablet.program(&id)
        };
        until("the program on the tablet", there, |program| program["name"] == "Autumn").await?;

        tablet.change("program", &id, &json!({ "description": "Twice a week", "duration_weeks": 6 }))?;
        app.read(&at("program-news"), &text::get("program-news")).await?;
        expect("the description", &app.value(&at("program-description")).await?, "Twice a week")?;
        app.portrait("program-news").await?;
        app.click(&at("program-news-close")).await?;
        app.see_no(&at("program-news")).await?;
        // What is done here is no news.
        app.fill(&at("program-name"), "Winter").await?;
        app.press(&["Enter"]).await?;
        let named = async || {
            tablet.sync()?;
            tablet.program(&id)
        };
        let merged = |program: &Value| program["name"] == "Winter" && program["duration_weeks"] == 6;
        until("the new name on the tablet", named, merged).await?;
        app.see_no(&at("program-news")).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

/// Somebody has a workout called "Push day", and a tablet that has it, too.
async fn begin<'desktop>(
    app: &App<'_>,
    desktop: &'desktop Desktop,
    cloud: &Cloud,
) -> Result<(Device<'desktop>, String)> {
    let ada = Person::called("Ada");
    app.sign_up(&ada).await?;
    app.new_workout("Push day").await?;
    let id = desktop.workout_called("Push day")?;
    cloud.gets_workout(&cloud.uid(&ada)?, &id, "Push day").await?;
    app.pill("sync-synced", 0).await?;
    let tablet = desktop.device("tablet", cloud);
    tablet.sign_in(&ada)?;
    expect("on the tablet", &tablet.workout(&id)?["name"], "Push day")?;
    Ok((tablet, id))
}

/// Waits until both devices have the same document, called `name`, and answers it.
async fn settled(desktop: &Desktop, tablet: &Device<'_>, id: &str, name: &str) -> Result<Value> {
    let both = async || {
        tablet.sync()?;
        Ok((desktop.workout(id)?, tablet.workout(id)?))
    };
    let same = |(here, there): &(Value, Value)| here == there && here["name"] == name;
    until("the same on both devices", both, same).await.map(|(_, there)| there)
}

//! The pictures of the README: a new person's window, then one that has been planned in for a while.
#![cfg(target_os = "linux")]

use serde_json::json;
use tests::find::{at, of};
use tests::{App, Cloud, Desktop, Person, Result, fixture};

#[tokio::test]
async fn shows_itself() -> Result {
    let desktop = Desktop::start("pictures")?;
    let app = App::open(&desktop).await?;
    app.see(&at("starter")).await?;
    dress(&app, "theme-light").await?;
    app.picture("welcome-light").await?;
    app.close().await?;

    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    app.click(&of("program-row", "program-autumn")).await?;
    app.see(&at("entry-row")).await?;
    app.click(&of("workout-row", "workout-upper-heavy")).await?;
    app.see(&at("workout-sheet")).await?;
    app.picture("workout-light").await?;
    app.click(&at("sheet-close")).await?;
    app.see_no(&at("workout-sheet")).await?;

    dress(&app, "theme-dark").await?;
    app.picture("program-dark").await?;
    app.press(&["ctrl", "k"]).await?;
    app.focused(&at("palette-input")).await?;
    app.type_text("pu").await?;
    app.see(&at("palette-row")).await?;
    app.picture("palette-dark").await?;
    app.press_until_gone("Escape", &at("palette-input")).await?;
    app.click(&at("menu")).await?;
    app.click(&at("menu-stats")).await?;
    app.see(&at("stats")).await?;
    app.picture("stats-dark").await?;
    app.close().await
}

/// Two devices of one person have changed the same.
#[tokio::test]
async fn shows_two_devices() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("pictures-sync", &cloud)?;
    let app = App::open(&desktop).await?;
    let ada = Person::called("Ada");
    app.sign_up(&ada).await?;
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    app.click(&of("program-row", "program-autumn")).await?;
    app.see(&at("entry-row")).await?;
    dress(&app, "theme-dark").await?;
    app.pill("sync-synced", 0).await?;
    let tablet = desktop.device("tablet", &cloud);
    tablet.sign_in(&ada)?;
    tablet.sync()?;

    let workout = "workout-upper-heavy";
    app.pause_sync().await?;
    app.click(&of("workout-row", workout)).await?;
    app.fill(&at("sheet-name"), "Upper body, heavy sets").await?;
    app.press_until_gone("Escape", &at("workout-sheet")).await?;
    app.pill("sync-paused", 1).await?;
    tablet.change("workout", workout, &json!({ "name": "Upper body on Mondays" }))?;
    app.resume_sync().await?;
    app.see(&at("conflict-notice")).await?;
    app.pill("sync-synced", 0).await?;
    app.see_no(&at("toast")).await?;
    app.open_sync().await?;
    app.picture("sync-dark").await?;
    app.close_sync().await?;
    dress(&app, "theme-light").await?;
    app.click(&at("conflict-see")).await?;
    app.see_count(&at("conflict-row"), 1).await?;
    app.picture("conflicts-light").await?;
    app.close().await?;
    desktop.end(&cloud)
}

async fn dress(app: &App<'_>, theme: &str) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at(&format!("menu-{theme}"))).await?;
    app.see_no("[role=menu]").await
}

//! The pictures of the README: a new person's window, then one that has been planned in for a while.
#![cfg(target_os = "linux")]

use tests::find::{at, of};
use tests::{App, Desktop, Result, fixture};

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

async fn dress(app: &App<'_>, theme: &str) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at(&format!("menu-{theme}"))).await?;
    app.see_no("[role=menu]").await
}

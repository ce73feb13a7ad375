//! How it looks: dark and light, as narrow as it gets, and the pictures of all of it.
#![cfg(target_os = "linux")]

use serde_json::json;
use tests::find::{at, of};
use tests::{App, Desktop, Result, expect, fixture, until};

#[tokio::test]
async fn is_dark_or_light_as_one_likes_and_remembers() -> Result {
    let desktop = Desktop::start("themes")?;
    desktop.cli(&["import", &fixture::workouts().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    open_a_starter(&app).await?;
    let dark = choose(&app, "theme-dark").await?;
    app.picture("dark").await?;
    let light = choose(&app, "theme-light").await?;
    app.picture("light").await?;
    expect("the canvas is another colour", &(dark != light), &true)?;
    choose(&app, "theme-dark").await?;
    app.close().await?;
    let app = App::open(&desktop).await?;
    until("the dark canvas the next day", async || canvas(&app).await, |colour| *colour == dark).await?;
    app.close().await
}

/// At the least width the library is a drawer, and nothing sticks out.
#[tokio::test]
async fn fits_into_800_pixels() -> Result {
    let desktop = Desktop::start("narrow")?;
    desktop.cli(&["import", &fixture::workouts().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    open_a_starter(&app).await?;
    app.resize(800, 560).await?;
    app.picture("narrow").await?;
    expect("sticking out", &app.sticking_out().await?, &json!([]))?;
    app.click(&at("drawer")).await?;
    app.see(&at("library")).await?;
    app.picture("narrow-drawer").await?;
    app.click(&at("workout-row")).await?;
    app.see(&at("workout-sheet")).await?;
    app.picture("narrow-sheet").await?;
    expect("sticking out with a sheet", &app.sticking_out().await?, &json!([]))?;
    app.close().await
}

async fn open_a_starter(app: &App<'_>) -> Result {
    app.click(&at("starter")).await?;
    app.see(&at("entry-row")).await?;
    let id = app.attributes(&at("program-row"), "data-id").await?;
    app.see(&of("program-row", &id[0])).await.map(drop)
}

async fn choose(app: &App<'_>, theme: &str) -> Result<String> {
    app.click(&at("menu")).await?;
    app.click(&at(&format!("menu-{theme}"))).await?;
    app.see_no("[role=menu]").await?;
    canvas(app).await
}

/// The colour behind everything.
async fn canvas(app: &App<'_>) -> Result<String> {
    let colour = app.script("return getComputedStyle(document.body).backgroundColor", &[]).await?;
    Ok(colour.as_str().unwrap_or_default().to_owned())
}

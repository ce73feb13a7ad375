//! The command line tool edits the library beside the open window, which notices; and a second start raises it.
#![cfg(target_os = "linux")]

use tests::find::{at, of};
use tests::{App, Desktop, Result, expect, fixture};

#[tokio::test]
async fn shows_what_another_program_changed() -> Result {
    let desktop = Desktop::start("beside")?;
    desktop.cli(&["import", &fixture::workouts().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    app.read(&at("footer"), "133").await?;

    let file = desktop.home().join("workout.json");
    std::fs::write(&file, r#"{"name": "From the terminal", "exercise_groups": []}"#)
        .map_err(tests::Failure::file("the workout"))?;
    let made = desktop.cli(&["workout", "create", &file.to_string_lossy()])?;
    let id = made["id"].as_str().unwrap_or_default();
    app.read(&of("workout-row", id), "From the terminal").await?;
    app.read(&at("footer"), "134").await?;

    desktop.cli(&["workout", "delete", id])?;
    app.see_no(&of("workout-row", id)).await?;
    app.read(&at("footer"), "133").await?;

    // What the terminal did can be undone in the window.
    app.press(&["ctrl", "z"]).await?;
    app.read(&of("workout-row", id), "From the terminal").await?;
    app.close().await?;
    expect("workouts and programs", &desktop.counts()?, &(134, 0))
}

#[tokio::test]
async fn survives_being_killed_after_a_change() -> Result {
    let desktop = Desktop::start("killed")?;
    let app = App::open(&desktop).await?;
    app.click(&at("new-workout")).await?;
    app.fill(&at("sheet-name"), "Hard day").await?;
    app.read(&at("saving"), &model::text::get("sheet-status-saved")).await?;
    app.kill().await?;
    let app = App::open(&desktop).await?;
    app.read(&at("workout-row"), "Hard day").await?;
    app.close().await
}

//! When something is wrong, it is said in words that help, and nothing is lost.
#![cfg(target_os = "linux")]

use model::text;
use tests::find::{at, within};
use tests::{App, Desktop, Failure, Result, expect, fixture};

#[tokio::test]
async fn says_why_a_file_is_not_imported() -> Result {
    let desktop = Desktop::start("bad-file")?;
    desktop.cli(&["import", &fixture::workouts().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    let file = desktop.home().join("Documents/broken.json");
    std::fs::write(&file, "{\"workouts\": [\n  {\"id\": \"workout-1\",\n")
        .map_err(Failure::file("a broken file"))?;
    choose(&app, &file).await?;
    app.read(&at("toast"), "broken.json").await?;
    app.picture("error").await?;
    app.click(&at("toast-close")).await?;

    // One entry can't be taken; the file's other one can.
    let file = desktop.home().join("Documents/half.json");
    let half = r#"{"workouts": [{"id": "workout-0000aaaa", "name": "Fine", "exercise_groups": []}, {"id": "workout-0000bbbb"}]}"#;
    std::fs::write(&file, half).map_err(Failure::file("a half good file"))?;
    choose(&app, &file).await?;
    app.read(&at("share-new"), "1").await?;
    app.read(&at("share-refused"), "1").await?;
    app.picture("error-in-an-entry").await?;
    app.click(&at("import-apply")).await?;
    app.click(&at("import-close")).await?;
    app.read(&at("footer"), "134").await?;
    app.close().await
}

/// A workout without a name isn't saved, and says so.
#[tokio::test]
async fn says_what_keeps_a_workout_from_being_saved() -> Result {
    let desktop = Desktop::start("unsaved")?;
    let app = App::open(&desktop).await?;
    app.click(&at("new-workout")).await?;
    app.fill(&at("sheet-name"), "Push day").await?;
    app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
    app.press(&["ctrl", "a"]).await?;
    app.press(&["Backspace"]).await?;
    app.see(&within(&at("workout-sheet"), "field-error")).await?;
    app.picture("unsaved").await?;
    app.fill(&at("sheet-name"), "Pull day").await?;
    app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
    app.close().await?;
    desktop.workout_called("Pull day").map(drop)
}

/// A file that is no library of ours is left as it is, and a dialog says so.
#[tokio::test]
async fn leaves_what_it_cannot_read() -> Result {
    let desktop = Desktop::start("not-a-library")?;
    std::fs::create_dir_all(desktop.data_dir()).map_err(Failure::file("the data folder"))?;
    let library = desktop.data_dir().join("anonymous.db");
    let foreign = b"this is somebody's diary, not a database".repeat(100);
    std::fs::write(&library, &foreign).map_err(Failure::file("a foreign file"))?;
    desktop.open_in_vain(&text::get("shell-refused-title")).await?;
    expect("the foreign file", &std::fs::read(&library).map_err(Failure::file("the foreign file"))?, &foreign)
}

async fn choose(app: &App<'_>, file: &std::path::Path) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at("menu-import")).await?;
    app.choose_file(&text::get("shell-import-title"), &file.to_string_lossy()).await
}

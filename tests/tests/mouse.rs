//! A person with a mouse, on the web app's real data: everything from the import to the next day.
#![cfg(target_os = "linux")]

use model::text;
use tests::find::{at, of, within};
use tests::{App, Desktop, Failure, Result, expect, expect_whole, fixture, until};

#[tokio::test]
async fn plans_with_the_mouse() -> Result {
    let desktop = Desktop::start("mouse")?;
    let app = App::open(&desktop).await?;
    import(&app, &desktop).await?;
    create(&app, &desktop).await?;
    edit(&app, &desktop).await?;
    plan(&app, &desktop).await?;
    reorder(&app, &desktop).await?;
    delete_and_undo(&app, &desktop).await?;
    search_and_filter(&app).await?;
    export(&app, &desktop).await?;
    import_again(&app, &desktop).await?;
    app.close().await?;
    the_next_day(&desktop).await
}

/// The menu leads to a file, the file to a preview, the preview to the library.
async fn import(app: &App<'_>, desktop: &Desktop) -> Result {
    choose_fixture(app).await?;
    app.read(&at("share-new"), "133").await?;
    app.picture("import-preview").await?;
    app.click(&at("import-apply")).await?;
    until("133 workouts in the library", async || desktop.counts(), |counts| *counts == (133, 0)).await?;
    app.click(&at("import-close")).await?;
    app.see_no(&at("import")).await?;
    app.read(&at("footer"), "133").await?;
    app.picture("full").await
}

async fn create(app: &App<'_>, desktop: &Desktop) -> Result {
    for (name, exercise) in
        [("Push day", "Bench press"), ("Pull day", "Barbell row"), ("Leg day", "Back squat")]
    {
        app.click(&at("new-workout")).await?;
        app.fill(&at("sheet-name"), name).await?;
        app.fill(&at("exercise-input"), exercise).await?;
        app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        app.picture("workout-sheet").await?;
        app.click(&at("sheet-close")).await?;
        app.see_no(&at("workout-sheet")).await?;
        let workout = desktop.workout(&desktop.workout_called(name)?)?;
        expect("the exercise", &workout["exercise_groups"][0]["exercises"]["a"], exercise)?;
    }
    app.read(&at("footer"), "136").await
}

async fn edit(app: &App<'_>, desktop: &Desktop) -> Result {
    let id = desktop.workout_called("Push day")?;
    app.click(&of("workout-row", &id)).await?;
    app.fill(&at("sheet-description"), "Chest, shoulders, triceps").await?;
    app.fill(&at("sets"), "5").await?;
    app.fill(&at("reps"), "5").await?;
    app.click(&at("sheet-tag-input")).await?;
    app.type_text("strength").await?;
    app.press(&["Enter"]).await?;
    app.see(&at("sheet-tag-chip")).await?;
    app.click(&at("sheet-close")).await?;
    app.see_no(&at("workout-sheet")).await?;
    let workout = desktop.workout(&id)?;
    expect("the description", &workout["description"], "Chest, shoulders, triceps")?;
    expect("the sets", &workout["exercise_groups"][0]["sets"], "5")?;
    expect("the reps", &workout["exercise_groups"][0]["reps"], "5")?;
    expect("the tag", &workout["tags"][0], "strength")
}

/// Three workouts are dragged from the library into a new program.
async fn plan(app: &App<'_>, desktop: &Desktop) -> Result {
    app.click(&at("new-program")).await?;
    app.fill(&at("program-name"), "Strong in spring").await?;
    app.press(&["Enter"]).await?;
    app.fill(&at("program-weeks"), "8").await?;
    app.press(&["Tab"]).await?;
    let saved = async || desktop.program_called("Strong in spring");
    let program = until("the program to be saved", saved, |_| true).await?;
    for (place, name) in ["Push day", "Pull day", "Leg day"].into_iter().enumerate() {
        let workout = desktop.workout_called(name)?;
        let (onto, down) = match place {
            0 => (at("entries-empty"), 0.0),
            // The lower half of the last entry: below it.
            _ => (format!("[data-testid=entry-row][data-index='{}']", place - 1), 20.0),
        };
        app.drag(&of("workout-row", &workout), &onto, down).await?;
        app.see_count(&at("entry-row"), place as u64 + 1).await?;
        let dropped = async || desktop.workouts_of(&program);
        until("the drop to be saved", dropped, |ids| ids.contains(&workout)).await?;
    }
    app.picture("program").await
}

async fn reorder(app: &App<'_>, desktop: &Desktop) -> Result {
    let program = desktop.program_called("Strong in spring")?;
    let mut expected = desktop.workouts_of(&program)?;
    app.drag("[data-testid=entry-row][data-index='2']", "[data-testid=entry-row][data-index='0']", -20.0)
        .await?;
    let last = expected.pop().ok_or_else(|| Failure::Unexpected("an empty program".to_owned()))?;
    expected.insert(0, last);
    until("the last entry to be the first", async || desktop.workouts_of(&program), |ids| *ids == expected)
        .await
        .map(drop)
}

/// A workout that a program uses: the person is asked, deletes it for good, and takes it back.
async fn delete_and_undo(app: &App<'_>, desktop: &Desktop) -> Result {
    let program = desktop.program_called("Strong in spring")?;
    let before = desktop.workouts_of(&program)?;
    let workout = desktop.workout_called("Pull day")?;
    let row = of("workout-row", &workout);
    app.hover(&row).await?;
    app.click(&within(&row, "row-delete")).await?;
    app.see(&at("delete-workout")).await?;
    app.picture("delete-used-workout").await?;
    app.click(&at("delete-remove-entries")).await?;
    app.see_no(&row).await?;
    app.see_count(&at("entry-row"), 2).await?;
    app.click(&at("toast-undo")).await?;
    app.see(&row).await?;
    app.see_count(&at("entry-row"), 3).await?;
    let back = desktop.workouts_of(&program)?;
    if back == before {
        Ok(())
    } else {
        Err(Failure::Unexpected(format!("undone to {back:?} from {before:?}")))
    }
}

async fn search_and_filter(app: &App<'_>) -> Result {
    let rows = at("workout-row");
    app.fill(&at("library-search"), "bench pr").await?;
    app.see_count(&rows, 1).await?;
    app.read(&rows, "Push day").await?;
    app.press(&["Escape"]).await?;
    app.click(&at("tag-filter")).await?;
    app.click("[data-testid=tag-choice][data-value=strength]").await?;
    app.press(&["Escape"]).await?;
    app.see_count(&rows, 1).await?;
    app.read(&rows, "Push day").await?;
    app.picture("tag-filter").await?;
    app.click(".chosen-tags button").await?;
    app.read(&at("library"), "136").await
}

/// What is exported has every field of every workout that was imported.
async fn export(app: &App<'_>, desktop: &Desktop) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at("menu-export")).await?;
    app.see(&at("export")).await?;
    app.picture("export").await?;
    app.click(&at("export-apply")).await?;
    let file = desktop.home().join("Documents/everything.json");
    app.choose_file(&text::get("shell-export-title"), &file.to_string_lossy()).await?;
    app.see(&at("export-written")).await?;
    app.click(&within(&at("export"), "close")).await?;
    expect_whole(&file, 136, 1)
}

async fn import_again(app: &App<'_>, desktop: &Desktop) -> Result {
    choose_fixture(app).await?;
    app.read(&at("share-identical"), "133").await?;
    app.read(&at("share-new"), "0").await?;
    app.see(&at("import-nothing")).await?;
    app.click(&within(&at("import"), "close")).await?;
    until("nothing to have changed", async || desktop.counts(), |counts| *counts == (136, 1)).await.map(drop)
}

async fn the_next_day(desktop: &Desktop) -> Result {
    let app = App::open(desktop).await?;
    app.read(&at("footer"), "136").await?;
    let program = desktop.program_called("Strong in spring")?;
    app.click(&of("program-row", &program)).await?;
    app.see_count(&at("entry-row"), 3).await?;
    app.read("[data-testid=entry-row][data-index='0']", "Leg day").await?;
    app.read("[data-testid=entry-row][data-index='1']", "Push day").await?;
    app.read("[data-testid=entry-row][data-index='2']", "Pull day").await?;
    app.picture("the-next-day").await?;
    app.close().await
}

async fn choose_fixture(app: &App<'_>) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at("menu-import")).await?;
    app.choose_file(&text::get("shell-import-title"), &fixture::workouts().to_string_lossy()).await
}

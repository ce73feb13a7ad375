//! A person without a mouse, on the web app's real data: the same from the import to the next day, by keys alone.
#![cfg(target_os = "linux")]

use model::text;
use tests::find::{at, of, row_with};
use tests::{App, Desktop, Failure, Result, expect, expect_whole, fixture, until};

#[tokio::test]
async fn plans_with_the_keyboard() -> Result {
    let desktop = Desktop::start("keyboard")?;
    let app = App::open(&desktop).await?;
    import(&app, &desktop).await?;
    create(&app, &desktop).await?;
    edit(&app, &desktop).await?;
    plan(&app, &desktop).await?;
    reorder(&app, &desktop).await?;
    delete_and_undo(&app, &desktop).await?;
    search_and_filter(&app).await?;
    export(&app, &desktop).await?;
    app.close().await?;
    the_next_day(&desktop).await
}

async fn import(app: &App<'_>, desktop: &Desktop) -> Result {
    command(app, "import").await?;
    app.choose_file(&text::get("shell-import-title"), &fixture::workouts().to_string_lossy()).await?;
    app.focused(&at("import-apply")).await?;
    app.press(&["Enter"]).await?;
    app.focused(&at("import-close")).await?;
    app.press(&["Enter"]).await?;
    app.see_no(&at("import")).await?;
    expect("workouts and programs", &desktop.counts()?, &(133, 0))
}

async fn create(app: &App<'_>, desktop: &Desktop) -> Result {
    for (name, exercise) in
        [("Push day", "Bench press"), ("Pull day", "Barbell row"), ("Leg day", "Back squat")]
    {
        app.press(&["ctrl", "shift", "N"]).await?;
        app.focused(&at("sheet-name")).await?;
        app.type_text(name).await?;
        app.tab_to(&at("exercise-input")).await?;
        app.type_text(exercise).await?;
        app.read(&at("saving"), &text::get("sheet-status-saved")).await?;
        app.press_until_gone("Escape", &at("workout-sheet")).await?;
        let workout = desktop.workout(&desktop.workout_called(name)?)?;
        expect("the exercise", &workout["exercise_groups"][0]["exercises"]["a"], exercise)?;
    }
    Ok(())
}

async fn edit(app: &App<'_>, desktop: &Desktop) -> Result {
    let id = desktop.workout_called("Push day")?;
    to_workout(app, desktop, "Push day").await?;
    app.press(&["Enter"]).await?;
    app.focused(&at("workout-sheet")).await?;
    app.tab_to(&at("sheet-tag-input")).await?;
    app.type_text("strength").await?;
    app.press(&["Enter"]).await?;
    app.see(&at("sheet-tag-chip")).await?;
    app.tab_to(&at("sets")).await?;
    app.press(&["ctrl", "a"]).await?;
    app.type_text("5").await?;
    app.tab_to(&at("reps")).await?;
    app.press(&["ctrl", "a"]).await?;
    app.type_text("5").await?;
    app.press_until_gone("Escape", &at("workout-sheet")).await?;
    let workout = desktop.workout(&id)?;
    expect("the sets", &workout["exercise_groups"][0]["sets"], "5")?;
    expect("the reps", &workout["exercise_groups"][0]["reps"], "5")?;
    expect("the tag", &workout["tags"][0], "strength")
}

/// Space lifts a workout from the library, Space again puts it at the end of the open program.
async fn plan(app: &App<'_>, desktop: &Desktop) -> Result {
    app.press(&["ctrl", "n"]).await?;
    app.focused(&at("program-name")).await?;
    app.press(&["ctrl", "a"]).await?;
    app.type_text("Strong in spring").await?;
    app.press(&["Enter"]).await?;
    let saved = async || desktop.program_called("Strong in spring");
    let program = until("the program to be saved", saved, |_| true).await?;
    let mut expected = Vec::new();
    for name in ["Push day", "Pull day", "Leg day"] {
        expected.push(to_workout(app, desktop, name).await?);
        app.press(&[" "]).await?;
        app.see(".entry-slot").await?;
        app.press(&[" "]).await?;
        let dropped = async || desktop.workouts_of(&program);
        until("the drop to be saved", dropped, |ids| *ids == expected).await?;
    }
    Ok(())
}

async fn reorder(app: &App<'_>, desktop: &Desktop) -> Result {
    let program = desktop.program_called("Strong in spring")?;
    let mut expected = desktop.workouts_of(&program)?;
    app.tab_to(&at("entry-row")).await?;
    app.press(&["End"]).await?;
    app.focused("[data-testid=entry-row][data-index='2']").await?;
    app.press(&[" "]).await?;
    app.see(".entry-slot").await?;
    app.picture("lifted-by-keyboard").await?;
    app.press(&["Home"]).await?;
    app.press(&[" "]).await?;
    let last = expected.pop().ok_or_else(|| Failure::Unexpected("an empty program".to_owned()))?;
    expected.insert(0, last);
    let order = async || desktop.workouts_of(&program);
    until("the last entry to be the first", order, |ids| *ids == expected).await?;
    // What was moved keeps the focus, so that it can be moved again.
    app.focused("[data-testid=entry-row][data-index='0']").await
}

async fn delete_and_undo(app: &App<'_>, desktop: &Desktop) -> Result {
    let program = desktop.program_called("Strong in spring")?;
    let before = desktop.workouts_of(&program)?;
    to_workout(app, desktop, "Pull day").await?;
    app.press(&["Delete"]).await?;
    app.focused(&at("delete-remove-entries")).await?;
    app.press(&["Enter"]).await?;
    until("the workout to be gone", async || desktop.counts(), |counts| *counts == (135, 1)).await?;
    expect("entries without it", &desktop.workouts_of(&program)?.len(), &2)?;
    app.see_no(&at("delete-workout")).await?;
    app.press(&["ctrl", "z"]).await?;
    until("the workout to be back", async || desktop.counts(), |counts| *counts == (136, 1)).await?;
    expect("the program's workouts after undo", &desktop.workouts_of(&program)?, &before)
}

async fn search_and_filter(app: &App<'_>) -> Result {
    let rows = at("workout-row");
    search(app, "bench pr").await?;
    app.see_count(&rows, 1).await?;
    app.read(&rows, "Push day").await?;
    app.press(&["Escape"]).await?;
    app.read(&at("library"), "136").await?;
    app.tab_to(&at("tag-filter")).await?;
    app.press(&["Enter"]).await?;
    let strength = "[data-testid=tag-choice][data-value=strength]";
    app.see(strength).await?;
    app.arrow_to("ArrowDown", strength).await?;
    app.press(&["Enter"]).await?;
    app.press(&["Escape"]).await?;
    app.see_count(&rows, 1).await?;
    app.read(&rows, "Push day").await?;
    app.tab_to(".chosen-tags button").await?;
    app.press(&["Enter"]).await?;
    app.read(&at("library"), "136").await
}

async fn export(app: &App<'_>, desktop: &Desktop) -> Result {
    command(app, "export").await?;
    app.focused(&at("export")).await?;
    app.tab_to(&at("export-apply")).await?;
    app.press(&["Enter"]).await?;
    let file = desktop.home().join("Documents/everything.json");
    app.choose_file(&text::get("shell-export-title"), &file.to_string_lossy()).await?;
    app.see(&at("export-written")).await?;
    app.press_until_gone("Escape", &at("export")).await?;
    expect_whole(&file, 136, 1)
}

async fn the_next_day(desktop: &Desktop) -> Result {
    let app = App::open(desktop).await?;
    app.read(&at("footer"), "136").await?;
    let program = desktop.program_called("Strong in spring")?;
    app.tab_to(&row_with(&of("program-row", &program))).await?;
    app.press(&["Enter"]).await?;
    app.see_count(&at("entry-row"), 3).await?;
    app.read("[data-testid=entry-row][data-index='0']", "Leg day").await?;
    app.close().await
}

/// Finds `words` in the command palette and runs what is found first.
async fn command(app: &App<'_>, words: &str) -> Result {
    app.press(&["ctrl", "k"]).await?;
    app.focused(&at("palette-input")).await?;
    app.type_text(words).await?;
    app.read("[data-testid=palette-row][aria-selected=true]", &text::get(&format!("intent-{words}"))).await?;
    app.picture(&format!("palette-{words}")).await?;
    app.press(&["Enter"]).await
}

async fn search(app: &App<'_>, words: &str) -> Result {
    app.press(&["ctrl", "f"]).await?;
    app.focused(&at("library-search")).await?;
    app.press(&["ctrl", "a"]).await?;
    app.type_text(words).await
}

/// Leads the focus to the workout called `name` in the library, and answers its id.
async fn to_workout(app: &App<'_>, desktop: &Desktop, name: &str) -> Result<String> {
    let id = desktop.workout_called(name)?;
    search(app, name).await?;
    let row = of("workout-row", &id);
    app.see_count(&at("workout-row"), 1).await?;
    app.see(&row).await?;
    app.tab_to(&row_with(&row)).await?;
    Ok(id)
}

//! Ten thousand workouts: only those in view are on the page, and scrolling shows every one of them.
#![cfg(target_os = "linux")]

use serde_json::json;
use tests::find::at;
use tests::{App, Desktop, Failure, Result, expect, until};

const MANY: usize = 10_000;

#[tokio::test]
async fn scrolls_ten_thousand_workouts() -> Result {
    let desktop = Desktop::start("many")?;
    let file = desktop.home().join("many.json");
    let workouts: Vec<_> = (1..=MANY).map(workout).collect();
    std::fs::write(&file, json!({ "workouts": workouts }).to_string())
        .map_err(Failure::file("many workouts"))?;
    desktop.cli(&["import", &file.to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    // However the thousands are set apart.
    let digits = async || {
        Ok(app.text(".panel-library .panel-count").await?.replace(|c: char| !c.is_ascii_digit(), ""))
    };
    until("ten thousand workouts", digits, |digits| *digits == MANY.to_string()).await?;
    app.click(&at("sort")).await?;
    app.click(&at("sort-name")).await?;
    app.read(&at("workout-row"), "Workout 00001").await?;
    app.picture("ten-thousand").await?;
    expect("few rows on the page", &(app.count(&at("workout-row")).await? < 60), &true)?;

    // To the middle, and to the end: what is there is read when it comes into view.
    for (share, name) in [(0.5, "Workout 05000"), (1.0, "Workout 10000")] {
        scroll_to(&app, share).await?;
        let text = async || app.text("[data-testid=library-list]").await;
        until(&format!("{name} to be in view"), text, |text| text.contains(name)).await?;
        expect("few rows on the page", &(app.count(&at("workout-row")).await? < 60), &true)?;
    }
    app.picture("ten-thousand-end").await?;

    app.fill(&at("library-search"), "workout 07").await?;
    app.read(&at("workout-row"), "Workout 07000").await?;
    app.fill(&at("library-search"), "07777").await?;
    app.see_count(&at("workout-row"), 1).await?;
    app.close().await
}

fn workout(number: usize) -> serde_json::Value {
    let tag = ["push", "pull", "legs"][number % 3];
    json!({
        "id": format!("workout-{number:08x}"),
        "name": format!("Workout {number:05}"),
        "description": "",
        "exercise_groups": [
            { "group_id": format!("group-{number:08x}"), "exercises": { "a": "Squat" }, "sets": "3", "reps": "5", "rest": "2min" },
        ],
        "bonus_exercises": [],
        "tags": [tag],
        "created_date": "2026-01-01 10:00:00.000000",
        "modified_date": "2026-01-01 10:00:00.000000",
    })
}

/// Scrolls the library so that this share of it is above the end of the view.
async fn scroll_to(app: &App<'_>, share: f64) -> Result {
    let script = "const list = document.querySelector('[data-testid=library-list]').parentElement;
        list.scrollTop = (list.scrollHeight - list.clientHeight) * arguments[0]";
    app.script(script, &[json!(share)]).await.map(drop)
}

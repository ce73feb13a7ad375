//! A new person takes a program that people know.
#![cfg(target_os = "linux")]

use tests::find::at;
use tests::{App, Desktop, Result, expect, until};

#[tokio::test]
async fn begins_with_a_program_people_know() -> Result {
    let desktop = Desktop::start("starters")?;
    let app = App::open(&desktop).await?;
    app.see(&at("welcome")).await?;
    app.click(&at("starter")).await?;
    app.see(&at("program")).await?;
    app.see(&at("entry-row")).await?;
    app.picture("starter").await?;
    let (workouts, programs) = desktop.counts()?;
    expect("programs", &programs, &1)?;
    expect("several workouts", &(workouts > 1), &true)?;
    // One click, one undo: the page for a new person is back.
    app.press(&["ctrl", "z"]).await?;
    until("an empty library", async || desktop.counts(), |counts| *counts == (0, 0)).await?;
    app.see(&at("welcome")).await?;
    app.press(&["ctrl", "shift", "Z"]).await?;
    until("the starter again", async || desktop.counts(), |counts| *counts == (workouts, 1)).await?;
    app.close().await
}

//! Two people and somebody without an account on one machine: none of them ever sees what is another's.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tests::find::{at, within};
use tests::{App, Cloud, Desktop, Failure, Person, Result, expect, files_with};

/// A word that is in everything one of them has.
const OF_ADA: &str = "adagio";
const OF_BOB: &str = "bobsleigh";
const OF_NOBODY: &str = "nocturne";

#[tokio::test]
async fn two_people_never_see_each_others_work() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("owners", &cloud)?;
    let (ada, bob) = (Person::called("Ada"), Person::called("Bob"));
    let app = App::open(&desktop).await?;
    leave_traces(&app, OF_NOBODY).await?;

    app.sign_up(&ada).await?;
    // Both keep unsent work here, which nobody else may ever see.
    app.pause_sync().await?;
    sees_nothing_of(&app, &[OF_NOBODY, OF_BOB]).await?;
    leave_traces(&app, OF_ADA).await?;
    app.sign_out(Some("sign-out-keep")).await?;

    sees_nothing_of(&app, &[OF_ADA]).await?;
    sees_again(&app, OF_NOBODY).await?;

    app.sign_up(&bob).await?;
    app.pause_sync().await?;
    sees_nothing_of(&app, &[OF_NOBODY, OF_ADA]).await?;
    leave_traces(&app, OF_BOB).await?;
    app.picture("bob").await?;
    app.close().await?;

    // The next day, too, and by the command line tool.
    let app = App::open(&desktop).await?;
    app.signed_in(&bob).await?;
    sees_nothing_of(&app, &[OF_NOBODY, OF_ADA]).await?;
    sees_again(&app, OF_BOB).await?;
    for asked in [&["workout", "list"][..], &["program", "list"], &["export", "bob.json"]] {
        let said = desktop.cli(asked)?.to_string();
        expect(
            "the other's work in what the tool says",
            &(said.contains(OF_ADA) || said.contains(OF_NOBODY)),
            &false,
        )?;
    }
    app.sign_out(Some("sign-out-keep")).await?;
    app.sign_in(&ada).await?;
    sees_nothing_of(&app, &[OF_NOBODY, OF_BOB]).await?;
    sees_again(&app, OF_ADA).await?;
    app.picture("ada").await?;
    app.close().await?;

    // In the files, everybody's words stand in a place of their own.
    let data = desktop.data_dir();
    let [of_ada, of_bob, of_nobody] =
        [places_of(&data, OF_ADA)?, places_of(&data, OF_BOB)?, places_of(&data, OF_NOBODY)?];
    let in_accounts = |place: &PathBuf| place.starts_with("accounts");
    expect("Ada's places", &(of_ada.len(), of_ada.iter().all(in_accounts)), &(1, true))?;
    expect("Bob's places", &(of_bob.len(), of_bob.iter().all(in_accounts)), &(1, true))?;
    expect("one place for both", &(of_ada == of_bob), &false)?;
    expect("nobody's places", &(of_nobody.is_empty(), of_nobody.iter().any(in_accounts)), &(false, false))?;
    desktop.end(&cloud)
}

/// Makes what only the owner may see: a workout, a program, a workout that is deleted again, a change to undo.
async fn leave_traces(app: &App<'_>, word: &str) -> Result {
    app.new_workout(&format!("{word} deleted")).await?;
    // The pointer may stand there already: a row notices only one that comes.
    app.hover(&at("footer")).await?;
    app.hover(&at("workout-row")).await?;
    app.click(&within(&at("workout-row"), "row-delete")).await?;
    app.see_no(&at("workout-row")).await?;
    app.new_workout(&format!("{word} kept")).await?;
    app.click(&at("new-program")).await?;
    app.fill(&at("program-name"), &format!("{word} program")).await?;
    app.press(&["Enter"]).await?;
    app.read(&at("program-row"), &format!("{word} program")).await
}

/// The owner's own work is there as it was left.
async fn sees_again(app: &App<'_>, word: &str) -> Result {
    app.read(&at("workout-row"), &format!("{word} kept")).await?;
    app.see_count(&at("workout-row"), 1).await?;
    app.read(&at("program-row"), &format!("{word} program")).await
}

/// Nothing of `words` is anywhere a person can look.
async fn sees_nothing_of(app: &App<'_>, words: &[&str]) -> Result {
    let anywhere = async |place: &str| {
        let page = app.script("return document.documentElement.outerHTML", &[]).await?.to_string();
        match words.iter().find(|word| page.contains(**word)) {
            None => Ok(()),
            Some(word) => Err(Failure::Unexpected(format!("“{word}” of another owner is in {place}"))),
        }
    };
    // Lists, the open program, toasts that offer to take something back.
    anywhere("the page").await?;
    for word in words {
        app.fill(&at("library-search"), word).await?;
        app.see_no(&at("workout-row")).await?;
        app.press(&["Escape"]).await?;
        app.press(&["ctrl", "k"]).await?;
        app.focused(&at("palette-input")).await?;
        app.type_text(word).await?;
        let rows = app.script("return document.body.innerText", &[]).await?.to_string();
        expect("the palette finds it", &rows.contains(&format!("{word} ")), &false)?;
        app.press_until_gone("Escape", &at("palette-input")).await?;
    }
    // There is nothing of another's to take back, or to do again.
    app.press(&["ctrl", "z"]).await?;
    app.press(&["ctrl", "shift", "Z"]).await?;
    anywhere("what undo brought").await?;
    app.click(&at("menu")).await?;
    app.click(&at("menu-deleted")).await?;
    app.see(&at("deleted")).await?;
    anywhere("the deleted records").await?;
    app.press_until_gone("Escape", &at("deleted")).await
}

/// The places below the data folder in which somebody's word stands: `accounts/<folder>`, or the first part of the
/// file's name.
fn places_of(data: &Path, word: &str) -> Result<BTreeSet<PathBuf>> {
    let files = files_with(data, word)?;
    let place = |file: PathBuf| {
        let below = file.strip_prefix(data).unwrap_or(&file).to_owned();
        let parts = if below.starts_with("accounts") { 2 } else { 1 };
        below.components().take(parts).collect::<PathBuf>()
    };
    Ok(files.into_iter().map(place).collect())
}

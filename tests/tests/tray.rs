//! The tray: what it shows in every state, what can be done there, and the window that goes and comes back. The panel
//! is the test's own.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use model::tray::{Line, Panel as Ground, Updates, tray};
use model::{SyncStatus, text};
use tests::find::at;
use tests::{App, Cloud, Desktop, Failure, Network, Panel, Person, Result, expect};

/// Waits until the tray shows `status`: icon, tooltip and menu.
async fn shows(panel: &Panel, status: &SyncStatus, picture: &str) -> Result {
    let wanted = tray(status, Ground::Dark, Updates::None);
    let menu = wanted.menu.iter().map(said).collect::<Vec<_>>();
    let shown =
        panel.shows(&wanted.tooltip, |shown| shown.tooltip == wanted.tooltip && shown.menu == menu).await?;
    expect(&format!("the picture is {picture}"), &(shown.picture == pixels(picture)?), &true)
}

fn said(line: &Line) -> String {
    match line {
        Line::Status(words) => format!("-{words}"),
        Line::Gap => "=".to_owned(),
        Line::Choice { words, enabled, .. } => format!("{}{words}", if *enabled { "" } else { "-" }),
    }
}

/// The picture as it was drawn, in the order of the bus.
fn pixels(picture: &str) -> Result<(i32, i32, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../icons/tray/{picture}-dark.png"));
    let output = Command::new("convert").arg(path).args(["-depth", "8", "rgba:-"]).output();
    let mut bytes = output.map_err(Failure::program("convert"))?.stdout;
    for pixel in bytes.as_chunks_mut::<4>().0 {
        pixel.rotate_right(1);
    }
    Ok((32, 32, bytes))
}

#[tokio::test]
async fn a_closed_window_leaves_the_app_in_the_tray_and_comes_back() -> Result {
    let desktop = Desktop::start("tray")?;
    let panel = Panel::start(&desktop)?;
    let app = App::open(&desktop).await?;
    panel.has_icon().await?;
    shows(&panel, &SyncStatus::LocalOnly, "local").await?;
    app.new_workout("Push day").await?;

    // The first time it is explained.
    app.ask_to_close().await?;
    desktop.answer(&text::get("tray-explain-title"), "Return", "explained").await?;
    app.loses_its_window().await?;
    panel.click()?;
    app.has_a_window().await?;
    // Afterwards it isn't.
    app.ask_to_close().await?;
    app.loses_its_window().await?;
    shows(&panel, &SyncStatus::LocalOnly, "local").await?;
    // A second start brings it back, and ends.
    desktop.start_again()?;
    app.has_a_window().await?;

    panel.choose(&text::get("tray-quit"))?;
    app.ends().await?;
    expect("workouts and programs", &desktop.counts()?, &(1, 0))
}

#[tokio::test]
async fn a_panel_that_comes_goes_and_comes_again_is_followed() -> Result {
    let desktop = Desktop::start("tray-panel")?;
    let app = App::open(&desktop).await?;
    app.see(&at("welcome")).await?;
    for _ in 0..2 {
        let panel = Panel::start(&desktop)?;
        panel.has_icon().await?;
        shows(&panel, &SyncStatus::LocalOnly, "local").await?;
    }
    // There is none now: closing quits.
    app.close().await
}

#[tokio::test]
async fn every_state_is_shown_and_the_menu_really_steers() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("tray-states", &cloud)?;
    let network = Network::start(&mut desktop, &cloud)?;
    let panel = Panel::start(&desktop)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    panel.has_icon().await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    shows(&panel, &SyncStatus::Synced { at: 0 }, "synced").await?;

    panel.choose(&text::get("tray-pause"))?;
    shows(&panel, &SyncStatus::Paused { pending: 0 }, "paused").await?;
    app.new_workout("Push day").await?;
    shows(&panel, &SyncStatus::Paused { pending: 1 }, "paused").await?;
    let id = desktop.workout_called("Push day")?;
    panel.choose(&text::get("tray-resume"))?;
    cloud.gets_workout(&uid, &id, "Push day").await?;
    shows(&panel, &SyncStatus::Synced { at: 0 }, "synced").await?;

    network.break_down()?;
    app.new_workout("Leg day").await?;
    shows(&panel, &SyncStatus::Offline { pending: 1 }, "offline").await?;
    network.recover()?;
    panel.choose(&text::get("tray-sync-now"))?;
    let id = desktop.workout_called("Leg day")?;
    cloud.gets_workout(&uid, &id, "Leg day").await?;
    shows(&panel, &SyncStatus::Synced { at: 0 }, "synced").await?;

    network.find_invalid(&id)?;
    let changes = desktop.home().join("changes.json");
    std::fs::write(&changes, r#"{"name": "Long leg day"}"#).map_err(Failure::file("the changes"))?;
    desktop.cli(&["workout", "update", &id, &changes.to_string_lossy()])?;
    shows(&panel, &SyncStatus::NeedsAttention { refused: 1, pending: 0 }, "attention").await?;
    network.recover()?;

    panel.choose(&text::get("tray-quit"))?;
    app.ends().await
}

#[tokio::test]
async fn who_is_not_let_in_is_asked_to_sign_in() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("tray-sign-in", &cloud)?;
    let panel = Panel::start(&desktop)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    shows(&panel, &SyncStatus::Synced { at: 0 }, "synced").await?;
    cloud.disable(&ada, true)?;
    // Opening the menu asks the cloud.
    app.click(&at("account-button")).await?;
    shows(&panel, &SyncStatus::NeedsSignIn { pending: 0 }, "sign-in").await?;
    panel.choose(&text::get("tray-quit"))?;
    app.ends().await
}

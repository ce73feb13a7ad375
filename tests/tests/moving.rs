//! The whole way from the first launch, without an account, to everything in the cloud, and back.
#![cfg(target_os = "linux")]

use model::text;
use tests::find::{at, of};
use tests::{App, Cloud, Desktop, Network, Person, Result, fixture, until};

/// A workout of the fixture.
const WORKOUT: &str = "workout-upper-heavy";

#[tokio::test]
async fn what_was_planned_without_an_account_moves_into_it_and_back() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("moving", &cloud)?;
    let network = Network::start(&mut desktop, &cloud)?;
    let ada = Person::called("Ada");
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    app.pill("sync-synced", 0).await?;

    // Offered once, and put off.
    app.read(&at("move-offer"), "13").await?;
    app.portrait("moving-offer").await?;
    app.click(&at("move-offer-later")).await?;
    app.see_no(&at("move-offer")).await?;
    app.close().await?;
    let app = App::open(&desktop).await?;
    app.pill("sync-synced", 0).await?;
    app.see_no(&at("move-offer")).await?;

    // It is still within reach.
    app.account_menu("account-migrate").await?;
    app.see_count(&at("migration-row"), 17).await?;
    app.portrait("moving-plan").await?;

    // Without a network it waits.
    network.break_down()?;
    app.click(&at("migrate-begin")).await?;
    app.read(&at("migrate-waits"), &text::get("migration-waits-offline")).await?;
    app.portrait("moving-waits").await?;
    app.click(&at("migrate-background")).await?;
    app.see_no(&at("migration")).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    network.recover()?;
    app.read(".toasts", "Finished").await?;
    cloud.gets_workout(&uid, WORKOUT, "Upper, heavy").await?;

    // The report, and this machine's copy.
    app.account_menu("account-migrate").await?;
    app.read(&at("migrate-summary"), "Finished").await?;
    app.portrait("moving-report").await?;
    app.click(&at("migrate-clear")).await?;
    app.portrait("moving-clear").await?;
    app.click(&at("migrate-confirm")).await?;
    app.see(&at("migrate-cleared")).await?;
    app.press_until_gone("Escape", &at("migration")).await?;
    app.sign_out(None).await?;
    app.see_no(&of("workout-row", WORKOUT)).await?;

    // And all of it back.
    app.sign_in(&ada).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.pill("sync-synced", 0).await?;
    app.account_menu("account-migrate").await?;
    app.click(&at("migrate-back")).await?;
    app.click(&at("migrate-confirm")).await?;
    app.read(&at("migrate-summary"), &text::get("migration-summary-rolled_back")).await?;
    app.portrait("moving-taken-back").await?;
    app.press_until_gone("Escape", &at("migration")).await?;
    app.see_no(&of("workout-row", WORKOUT)).await?;
    until("the cloud to be empty", async || cloud.workout(&uid, WORKOUT), Option::is_none).await?;
    app.sign_out(None).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.close().await?;
    desktop.end(&cloud)
}

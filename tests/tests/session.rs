//! What ends a session or keeps it from lasting: the account was disabled or deleted, its tokens were revoked, there
//! is no keyring. The work stays, and the window says what happened.
#![cfg(target_os = "linux")]

use model::text;
use serde_json::Value;
use tests::find::at;
use tests::{App, Cloud, Desktop, Keyring, Person, Result, expect};

/// Something that is done to Ada's account while the app runs, what the window says then, and whether signing in helps.
type Blow = (&'static str, fn(&Cloud, &Person) -> Result, &'static str, bool);

const BLOWS: [Blow; 3] = [
    (
        "revoked",
        |cloud, _| {
            cloud.revoke();
            Ok(())
        },
        "auth-revoked",
        true,
    ),
    ("disabled", |cloud, ada| cloud.disable(ada, true), "auth-disabled", false),
    ("deleted", |cloud, ada| cloud.delete(ada), "auth-deleted", false),
];

#[tokio::test]
async fn a_session_that_is_ended_from_outside_says_so_and_keeps_the_work() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    for (name, strike, words, helps) in BLOWS {
        let desktop = Desktop::start_with(&format!("session-{name}"), &cloud)?;
        let ada = Person::called("Ada");
        let app = App::open(&desktop).await?;
        app.sign_up(&ada).await?;
        app.new_workout("Hers").await?;
        strike(&cloud, &ada)?;

        // Opening the menu asks the cloud.
        app.click(&at("account-button")).await?;
        app.read("body", &text::get(words)).await?;
        app.picture(name).await?;
        app.press_until_gone("Escape", &at("account-menu")).await?;
        app.read(&at("workout-row"), "Hers").await?;
        app.new_workout("Hers, later").await?;
        app.see_count(&at("workout-row"), 2).await?;

        app.account_menu("account-sign-in").await?;
        app.see(&at("sign-in-dialog")).await?;
        app.send_credentials(&ada.email, &ada.password).await?;
        if helps {
            app.signed_in(&ada).await?;
        } else {
            app.see("[data-testid=sign-in-error], [data-testid^=field-error-]").await?;
            app.picture(&format!("{name}-still")).await?;
            app.press_until_gone("Escape", &at("sign-in-dialog")).await?;
        }
        app.close().await?;

        // The next start shows the same.
        let app = App::open(&desktop).await?;
        app.see_count(&at("workout-row"), 2).await?;
        app.close().await?;
        desktop.end(&cloud)?;
    }
    Ok(())
}

#[tokio::test]
async fn without_a_keyring_a_session_lasts_as_long_as_the_app() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start("no-keyring")?;
    desktop.connect(&cloud);
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.account_menu("account-sign-up").await?;
    app.fill(&at("sign-in-name"), &ada.name).await?;
    app.send_credentials(&ada.email, &ada.password).await?;
    app.see_no(&at("sign-in-dialog")).await?;
    app.click(&at("account-button")).await?;
    app.read("body", &text::get("vault-none")).await?;
    app.picture("no-keyring").await?;
    app.press_until_gone("Escape", &at("account-menu")).await?;
    app.new_workout("Hers").await?;
    app.close().await?;

    let app = App::open(&desktop).await?;
    app.read(&at("workout-row"), "Hers").await?;
    app.click(&at("account-button")).await?;
    app.see(&at("account-sign-in")).await?;
    app.picture("no-keyring-next-start").await?;
    app.press_until_gone("Escape", &at("account-menu")).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn a_locked_keyring_is_told_and_unlocked_later_it_helps() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("locked-keyring", &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    app.close().await?;

    desktop.start_keyring(Keyring::Locked)?;
    let app = App::open(&desktop).await?;
    app.click(&at("account-button")).await?;
    app.see(&at("account-sign-in")).await?;
    app.picture("locked").await?;
    app.press_until_gone("Escape", &at("account-menu")).await?;
    app.close().await?;

    desktop.start_keyring(Keyring::Unlocked)?;
    let app = App::open(&desktop).await?;
    app.signed_in(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn the_command_line_signs_in_and_out_beside_the_window() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("beside-account", &cloud)?;
    let (ada, bob) = (Person::called("Ada"), Person::called("Bob"));
    let app = App::open(&desktop).await?;
    app.new_workout("Nobody's").await?;
    // Nobody is signed in: what needs somebody ends with 3; what needs the network, without one, with 4.
    expect("signing out of nothing", &code(&desktop, &["sign-out"], "")?, &Some(3))?;
    desktop.cli_as(&["sign-up", "--email", &ada.email, "--name", "Ada", "--password-stdin"], &ada)?;
    app.see_no(&at("workout-row")).await?;
    app.signed_in(&ada).await?;
    app.pause_sync().await?;
    app.new_workout("Ada's").await?;
    let as_bob = ["sign-in", "--email", &bob.email, "--password-stdin"];
    expect("somebody else", &code(&desktop, &as_bob, &bob.password)?, &Some(1))?;
    expect("signing out with unsent work", &code(&desktop, &["sign-out"], "")?, &Some(1))?;
    desktop.cli(&["sign-out", "--keep"])?;
    app.read(&at("workout-row"), "Nobody's").await?;
    app.see_count(&at("workout-row"), 1).await?;

    cloud.cut(true);
    let as_ada = ["sign-in", "--email", &ada.email, "--password-stdin"];
    expect("signing in without a network", &code(&desktop, &as_ada, &ada.password)?, &Some(4))?;
    cloud.cut(false);
    desktop.cli_as(&as_ada, &ada)?;
    app.read(&at("workout-row"), "Ada's").await?;
    desktop.cli_as(&["account", "delete", "--confirm", "delete", "--password-stdin", "--discard"], &ada)?;
    app.read(&at("workout-row"), "Nobody's").await?;
    expect("the account", &cloud.has(&ada)?, &false)?;
    app.close().await?;
    desktop.end(&cloud)
}

fn code(desktop: &Desktop, arguments: &[&str], input: &str) -> Result<Option<i32>> {
    let (code, said) = desktop.cli_in_vain(arguments, input)?;
    expect("an error is told", &matches!(said, Value::Object(_)), &true)?;
    Ok(code)
}

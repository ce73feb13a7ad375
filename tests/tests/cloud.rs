//! Setting the cloud up in the window, and signing in with Google.
#![cfg(target_os = "linux")]

use model::text;
use serde_json::json;
use tests::find::at;
use tests::{App, Cloud, Desktop, Google, Keyring, Person, Result, expect, until};

/// What the Firebase console shows to copy.
const SNIPPET: &str = r#"const firebaseConfig = { apiKey: "AIzaSyD-not-a-real-key-0123456789abcdef",
 authDomain: "demo-ghostgym.firebaseapp.com", projectId: "demo-ghostgym", storageBucket: "demo-ghostgym.appspot.com" };"#;

#[tokio::test]
async fn sets_the_cloud_up_from_what_the_console_shows() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start("cloud-settings")?;
    desktop.reach(&cloud);
    desktop.start_keyring(Keyring::Unlocked)?;
    let app = App::open(&desktop).await?;
    app.new_workout("Works without").await?;
    app.account_menu("account-cloud").await?;
    app.see(&at("cloud-dialog")).await?;
    app.picture("not-set-up").await?;
    app.fill(&at("cloud-project-id"), "Not A Project").await?;
    app.click(&at("cloud-save")).await?;
    app.see(&at("field-error-project_id")).await?;

    app.fill(&at("cloud-snippet"), "nothing of the kind").await?;
    app.click(&at("cloud-read")).await?;
    app.see(&at("field-error-snippet")).await?;
    app.fill(&at("cloud-snippet"), &SNIPPET.replace('\n', "")).await?;
    app.click(&at("cloud-read")).await?;
    let read = async || app.value(&at("cloud-project-id")).await;
    until("the snippet to be read", read, |id| id == "demo-ghostgym").await?;
    cloud.cut(true);
    app.click(&at("cloud-test")).await?;
    app.read(&at("cloud-note"), &text::get("network-broken")).await?;
    cloud.cut(false);
    app.click(&at("cloud-test")).await?;
    app.read(&at("cloud-note"), &text::get("cloud-answers")).await?;
    app.picture("connected").await?;
    app.click(&at("cloud-save")).await?;
    let project = async || desktop.cli(&["account"]);
    until("the project", project, |state| state["project_id"] == "demo-ghostgym").await?;
    app.press_until_gone("Escape", &at("cloud-dialog")).await?;

    let ada = Person::called("Ada");
    app.sign_up(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn signs_in_with_google() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("google", &cloud)?;
    let ada = Person::called("Ada");
    let google = Google::start(&ada)?;
    desktop.connect_google(&google)?;
    let app = App::open(&desktop).await?;

    // A person who thinks better of it.
    app.account_menu("account-sign-in").await?;
    app.click(&at("sign-in-google")).await?;
    desktop.browser_opened().await?;
    app.picture("waiting-for-the-browser").await?;
    app.press_until_gone("Escape", &at("sign-in-dialog")).await?;
    desktop.standing("signed_out", None).await?;

    app.account_menu("account-sign-in").await?;
    app.click(&at("sign-in-google")).await?;
    let url = desktop.browser_opened().await?;
    let page = desktop.say_yes(&url)?;
    expect("the browser says that it worked", &page.contains(&text::get("page-title-done")), &true)?;
    app.signed_in(&ada).await?;
    app.picture("signed-in-with-google").await?;
    let account = desktop.cli(&["account"])?["account"].clone();
    expect("a password", &account["has_password"], &json!(false))?;
    app.close().await?;

    let app = App::open(&desktop).await?;
    app.signed_in(&ada).await?;
    app.close().await?;
    cloud.know(google.secrets());
    desktop.end(&cloud)
}

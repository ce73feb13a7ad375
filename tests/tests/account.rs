//! A person's account, from the first day to the last: signing up, in and out, the password, the address, the end.
#![cfg(target_os = "linux")]

use model::text;
use tests::find::at;
use tests::{App, Cloud, Desktop, Failure, Person, Result, expect};

#[tokio::test]
async fn signs_up_and_stays_signed_in() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("sign-up", &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.account_menu("account-sign-up").await?;
    app.see(&at("sign-in-dialog")).await?;
    app.picture("sign-up").await?;
    app.fill(&at("sign-in-name"), &ada.name).await?;
    app.fill(&at("sign-in-email"), &ada.email).await?;
    app.fill(&at("sign-in-password"), &ada.password).await?;
    // What is typed can be shown, and is hidden unasked.
    expect("the field's kind", &app.attributes(&at("sign-in-password"), "type").await?, &vec!["password"])?;
    app.click(&at("sign-in-show")).await?;
    expect("the field's kind", &app.attributes(&at("sign-in-password"), "type").await?, &vec!["text"])?;
    app.click(&at("sign-in-password")).await?;
    app.press(&["Enter"]).await?;
    app.signed_in(&ada).await?;
    app.picture("signed-up").await?;
    expect("a profile in the cloud", &cloud.has_profile(&cloud.uid(&ada)?)?, &true)?;
    app.close().await?;

    let app = App::open(&desktop).await?;
    app.signed_in(&ada).await?;
    app.kill().await?;

    // Without a network, too: the work is there, and so is the session when the network is.
    cloud.cut(true);
    let app = App::open(&desktop).await?;
    app.click(&at("account-button")).await?;
    app.read(&at("account-menu"), &ada.email).await?;
    app.read(&at("account-menu"), &text::get("account-offline")).await?;
    app.picture("offline").await?;
    cloud.cut(false);
    app.press_until_gone("Escape", &at("account-menu")).await?;
    app.signed_in(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn says_at_the_field_what_is_wrong() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("wrong-inputs", &cloud)?;
    let (ada, nobody) = (Person::called("Ada"), Person::called("Nobody"));
    desktop.cli_as(&["sign-up", "--email", &ada.email, "--password-stdin"], &ada)?;
    desktop.cli(&["sign-out"])?;

    let app = App::open(&desktop).await?;
    app.account_menu("account-sign-in").await?;
    app.send_credentials(&ada.email, &nobody.password).await?;
    app.read(&at("field-error-password"), &text::get("auth-wrong-password")).await?;
    app.picture("wrong-password").await?;
    app.send_credentials(&nobody.email, &ada.password).await?;
    app.read(&at("field-error-email"), &text::get("auth-unknown-email")).await?;
    app.see_no(&at("field-error-password")).await?;
    app.send_credentials("not an address", &ada.password).await?;
    app.read(&at("field-error-email"), &text::get("auth-bad-email")).await?;

    app.click(&at("sign-in-mode")).await?;
    app.see(&at("sign-in-name")).await?;
    app.send_credentials(&ada.email, &ada.password).await?;
    app.read(&at("field-error-email"), &text::get("auth-email-in-use")).await?;
    app.send_credentials(&nobody.email, "abc").await?;
    app.read(&at("field-error-password"), &text::get("auth-weak-password")).await?;
    app.picture("weak-password").await?;
    expect("an account for a weak password", &cloud.has(&nobody)?, &false)?;
    desktop.standing("signed_out", None).await?;

    // Nothing of it keeps the right one out, and nobody has to have an account.
    app.click(&at("sign-in-later")).await?;
    app.see_no(&at("sign-in-dialog")).await?;
    app.sign_in(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn resets_a_forgotten_password() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("reset", &cloud)?;
    let mut ada = Person::called("Ada");
    desktop.cli_as(&["sign-up", "--email", &ada.email, "--password-stdin"], &ada)?;
    desktop.cli(&["sign-out"])?;
    let app = App::open(&desktop).await?;
    app.account_menu("account-sign-in").await?;
    app.click(&at("sign-in-forgot")).await?;
    app.fill(&at("reset-email"), &ada.email).await?;
    app.picture("forgot").await?;
    app.click(&at("reset-submit")).await?;
    app.see(&at("reset-done")).await?;
    app.picture("reset-mailed").await?;
    app.press_until_gone("Escape", &at("sign-in-dialog")).await?;

    let old = std::mem::replace(&mut ada.password, Person::called("Ada").password);
    cloud.follow_reset(&ada, &ada.password)?;
    app.account_menu("account-sign-in").await?;
    app.send_credentials(&ada.email, &old).await?;
    app.see(&at("field-error-password")).await?;
    app.send_credentials(&ada.email, &ada.password).await?;
    app.signed_in(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn changes_name_and_password_and_verifies_the_address() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("profile", &cloud)?;
    let mut ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;

    app.account_menu("account-profile").await?;
    app.click(&at("profile-verify")).await?;
    let verified = async || cloud.follow_verification(&ada);
    tests::until("the mail that verifies", verified, |()| true).await?;
    app.fill(&at("profile-name"), "Ada Lovelace").await?;
    app.click(&at("profile-save")).await?;
    app.picture("profile").await?;
    let named = async || desktop.cli(&["account"]);
    tests::until("the new name", named, |state| state["account"]["name"] == "Ada Lovelace").await?;

    let new = Person::called("Ada").password;
    app.fill(&at("password-current"), &new).await?;
    app.fill(&at("password-new"), &new).await?;
    app.click(&at("password-submit")).await?;
    app.see(&at("field-error-current")).await?;
    app.picture("wrong-current-password").await?;
    app.fill(&at("password-current"), &ada.password).await?;
    app.fill(&at("password-new"), &new).await?;
    app.click(&at("password-submit")).await?;
    app.see_no(&at("field-error-current")).await?;
    app.press_until_gone("Escape", &at("profile-dialog")).await?;

    // Opening the menu asks the cloud, which knows by now whose address it is.
    app.signed_in(&ada).await?;
    app.account_menu("account-profile").await?;
    app.see(&at("profile-dialog")).await?;
    app.see_no(&at("profile-verify")).await?;
    app.press_until_gone("Escape", &at("profile-dialog")).await?;
    app.sign_out(None).await?;

    ada.password = new;
    app.sign_in(&ada).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn deletes_an_account_only_when_the_word_is_typed() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("delete-account", &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    app.new_workout("Ada's own").await?;

    app.account_menu("account-profile").await?;
    app.click(&at("account-delete")).await?;
    app.fill(&at("delete-word"), "please").await?;
    app.fill(&at("delete-password"), &ada.password).await?;
    app.picture("delete-account").await?;
    app.click(&at("delete-submit")).await?;
    app.see(&at("field-error-confirm")).await?;
    expect("the account is there", &cloud.has(&ada)?, &true)?;
    app.fill(&at("delete-word"), &text::get("account-delete-word")).await?;
    app.fill(&at("delete-password"), "not the password").await?;
    app.click(&at("delete-submit")).await?;
    app.see(&at("field-error-password")).await?;
    expect("the account is there still", &cloud.has(&ada)?, &true)?;
    app.fill(&at("delete-password"), &ada.password).await?;
    app.click(&at("delete-discard")).await?;
    app.click(&at("delete-submit")).await?;
    desktop.standing("signed_out", None).await?;

    expect("the account", &cloud.has(&ada)?, &false)?;
    expect("its profile", &cloud.has_profile(&uid)?, &false)?;
    expect("its folder", &desktop.data_dir().join("accounts").join(&uid).exists(), &false)?;
    app.see_no(&at("workout-row")).await?;
    app.account_menu("account-sign-in").await?;
    app.send_credentials(&ada.email, &ada.password).await?;
    app.see(&at("field-error-email")).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn asks_before_unsent_work_is_left() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let desktop = Desktop::start_with("sign-out", &cloud)?;
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    // Nothing is unsent: nothing is asked.
    app.sign_out(None).await?;
    app.sign_in(&ada).await?;
    // What is sent at once needs no question.
    app.pause_sync().await?;
    app.new_workout("Kept").await?;
    app.account_menu("account-sign-out").await?;
    app.see(&at("sign-out-dialog")).await?;
    app.picture("sign-out").await?;
    app.press_until_gone("Escape", &at("sign-out-dialog")).await?;
    desktop.standing("signed_in", Some(&ada)).await?;

    app.account_menu("account-sign-out").await?;
    app.click(&at("sign-out-export")).await?;
    let file = desktop.home().join("Documents/before-leaving.json");
    app.choose_file(&text::get("shell-export-title"), &file.to_string_lossy()).await?;
    let exported = async || std::fs::read_to_string(&file).map_err(Failure::file("the export"));
    tests::until("the export", exported, |text| text.contains("Kept")).await?;
    // The question stands still.
    app.picture("exported-first").await?;
    app.click(&at("sign-out-keep")).await?;
    desktop.standing("signed_out", None).await?;
    app.see_no(&at("workout-row")).await?;

    app.sign_in(&ada).await?;
    app.read(&at("workout-row"), "Kept").await?;
    app.sign_out(Some("sign-out-discard")).await?;
    app.see_no(&at("workout-row")).await?;
    app.sign_in(&ada).await?;
    app.see_no(&at("workout-row")).await?;
    app.close().await?;
    desktop.end(&cloud)
}

//! The account's dialogs as they are first painted, and what stands in them when something is wrong.

use std::rc::Rc;

use model::ipc::{Commands as _, Nothing};
use model::{CommandError, ErrorCode};
use yew::prelude::*;

use super::cloud;
use super::form::{Field, Stand, field, use_form};
use super::sign_in::Mode;
use crate::backend::fake::{Library, data};
use crate::overlays::tests::{app, count, painted};
use crate::overlays::{Overlay, Overlays};
use crate::state::{Action, App, use_app};

/// A library with a cloud, in which Ada stands as `word` says.
fn library(word: &str) -> Library {
    let mut library = data::named("some");
    data::people(&mut library, word);
    library
}

async fn overlay(library: Library, overlay: Overlay) -> String {
    let app = app(library).await;
    app.dispatch(Action::Overlay(Some(overlay)));
    painted(app, html! { <Overlays /> }).await
}

#[tokio::test]
async fn signing_in_lets_the_system_fill_in_and_can_be_put_off() {
    let page = overlay(library(""), Overlay::Entrance(Mode::In)).await;
    assert!(page.contains("autocomplete=\"username\"") && page.contains("autocomplete=\"current-password\""));
    for testid in [
        "sign-in-email",
        "sign-in-password",
        "sign-in-show",
        "sign-in-forgot",
        "sign-in-google",
        "sign-in-later",
    ] {
        assert_eq!(count(&page, testid), 1, "{testid}");
    }
    assert_eq!(count(&page, "sign-in-name") + count(&page, "sign-in-caps"), 0);
    assert!(page.contains("Emulator"), "nobody takes it for the real cloud");
}

#[tokio::test]
async fn a_new_account_asks_for_a_new_password_and_a_name_if_one_likes() {
    let page = overlay(library(""), Overlay::Entrance(Mode::Up)).await;
    assert!(page.contains("autocomplete=\"new-password\""));
    assert_eq!((count(&page, "sign-in-name"), count(&page, "sign-in-forgot")), (1, 0));
}

#[tokio::test]
async fn google_is_offered_only_where_it_is_set_up() {
    let library = library("");
    library.cloud.settings.borrow_mut().google_client_id.clear();
    assert_eq!(count(&overlay(library, Overlay::Entrance(Mode::In)).await, "sign-in-google"), 0);
}

#[tokio::test]
async fn without_a_cloud_the_way_to_set_one_up_is_shown() {
    let page = overlay(data::named("some"), Overlay::Entrance(Mode::In)).await;
    assert!(page.contains("The cloud is not set up"));
    assert_eq!((count(&page, "sign-in-set-up"), count(&page, "sign-in-email")), (1, 0));
}

#[tokio::test]
async fn whoever_has_to_sign_in_again_reads_why_and_finds_their_address() {
    let page = overlay(library("over"), Overlay::Entrance(Mode::In)).await;
    assert!(page.contains("You have been signed out") && page.contains("value=\"ada@example.com\""));
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field() {
    let error =
        CommandError { field: Some("email".into()), ..CommandError::new(ErrorCode::Invalid, "No address.") };
    let stand = Stand::Failed(error);
    let fields = html! {
        <>
            { field(&stand, Field { name: "email", kind: "email", ..Field::default() }) }
            { field(&stand, Field { name: "name", kind: "text", ..Field::default() }) }
            { stand.note(&["email", "name"], "failed", "said") }
        </>
    };
    let page = painted(App::default(), fields).await;
    assert_eq!(
        (count(&page, "field-error-email"), count(&page, "field-error-name"), count(&page, "failed")),
        (1, 0, 0)
    );
    assert!(
        page.contains("aria-describedby=\"field-error-email\"") && page.matches("aria-invalid").count() == 1
    );
}

#[tokio::test]
async fn what_no_field_is_to_blame_for_is_told_above_them() {
    let stand = Stand::Failed(CommandError::new(ErrorCode::Offline, "The cloud can't be reached."));
    let page = painted(App::default(), stand.note(&["email"], "sign-in-error", "said")).await;
    assert!(
        page.contains("role=\"alert\"") && page.contains("The cloud can&#x27;t be reached.")
            || page.contains("can't be reached")
    );
    assert_eq!(count(&page, "sign-in-error"), 1);
}

#[tokio::test]
async fn a_profile_has_what_can_be_changed() {
    let page = overlay(library("unverified"), Overlay::Profile).await;
    assert!(page.contains("value=\"Ada Lovelace\"") && page.contains("ada@example.com"));
    for testid in ["profile-verify", "profile-verified", "profile-save", "password-submit", "account-delete"]
    {
        assert_eq!(count(&page, testid), 1, "{testid}");
    }
    let page = overlay(library("in"), Overlay::Profile).await;
    assert_eq!(count(&page, "profile-verify"), 0, "the address is verified");
}

#[tokio::test]
async fn an_account_of_google_has_no_password_to_change() {
    let library = library("in");
    library.cloud.signed_in.borrow_mut().as_mut().unwrap().has_password = false;
    let page = overlay(library, Overlay::Profile).await;
    assert_eq!(count(&page, "password-current"), 0);
    assert!(page.contains("You sign in with Google."));
}

#[tokio::test]
async fn deleting_says_what_goes_and_what_stays() {
    let page = overlay(library("in"), Overlay::DeleteAccount).await;
    let (goes, stays) = page.split_once("This stays").unwrap();
    assert!(goes.contains("The account ada@example.com") && goes.contains("Everything it has in the cloud"));
    assert!(stays.contains("Its library on this machine: 5 programs, 16 workouts"));
    assert!(stays.contains("Your work without account") && stays.contains("Type “delete” to go on"));
    assert_eq!((count(&page, "delete-password"), count(&page, "delete-discard")), (1, 1));
}

#[tokio::test]
async fn signing_out_with_unsent_changes_asks_and_sending_them_comes_first() {
    let library = library("unsent");
    library.sync.status.replace(model::SyncStatus::Paused { pending: 2 });
    let page = overlay(library, Overlay::SignOut).await;
    assert!(page.contains("2 changes have not reached the cloud yet."));
    let place = |testid: &str| page.find(&format!("data-testid=\"{testid}\"")).unwrap();
    let places = ["sign-out-sync", "sign-out-keep", "sign-out-export", "sign-out-discard"].map(place);
    assert!(places.is_sorted(), "from what loses nothing to what loses most");
}

/// The settings of the cloud once they are there.
#[derive(Properties, PartialEq)]
struct SettingsProps {
    state: Rc<model::ipc::CloudState>,
}

#[component]
fn Settings(props: &SettingsProps) -> Html {
    cloud::settings(&use_app(), &props.state, &use_form(), &Callback::noop())
}

#[tokio::test]
async fn settings_of_the_cloud_can_be_pasted_tested_and_saved() {
    let library = library("");
    let state = Rc::new(library.cloud_get(Nothing {}).unwrap());
    let page = painted(app(library).await, html! { <Settings {state} /> }).await;
    assert!(page.contains("value=\"demo-ghostgym\"") && !page.contains("readonly"));
    for testid in ["cloud-snippet", "cloud-read", "cloud-test", "cloud-save"] {
        assert_eq!(count(&page, testid), 1, "{testid}");
    }
}

#[tokio::test]
async fn settings_of_the_environment_can_only_be_read() {
    let mut library = library("");
    library.cloud.from_environment = true;
    let state = Rc::new(library.cloud_get(Nothing {}).unwrap());
    let page = painted(app(library).await, html! { <Settings {state} /> }).await;
    assert_eq!(page.matches(" readonly").count(), 5);
    assert_eq!(
        (count(&page, "cloud-environment"), count(&page, "cloud-save"), count(&page, "cloud-test")),
        (1, 0, 1)
    );
}

//! The settings of the cloud: where they come from, what is wrong with them, and that a secret stays where it is.

use std::sync::Arc;

use app::{App, CloudOptions, Options};
use model::ipc::{AccountState, CloudSettings, SettingsPlace, Snippet};
use model::{CommandError, ErrorCode, Secret};

use crate::cloud::{code, create, files_with, keyring, machine, names, sign_in};

const CLIENT: &str = "1-a.apps.googleusercontent.com";

fn open(dir: &std::path::Path) -> App {
    let cloud = CloudOptions {
        config_dir: Some(dir.join("config")),
        env: Arc::new(|_| None),
        vault: keyring(),
        server: None,
    };
    App::open(Options { data_dir: Some(dir.join("data")), cloud, ..Options::default() }).unwrap()
}

fn snippet(app: &App, source: &str) -> CloudSettings {
    app.cloud_snippet(Snippet { source: Secret::new(source) }).unwrap()
}

#[test]
fn without_a_project_everything_else_works() {
    let dir = tempfile::tempdir().unwrap();
    let app = open(dir.path());
    create(&app, "A workout");
    assert_eq!(app.account(), AccountState::default());
    assert_eq!(code(sign_in(&app, "a@b").unwrap_err()), ErrorCode::NotSetUp);
    assert_eq!(code(app.google_sign_in(|_| unreachable!()).unwrap_err()), ErrorCode::NotSetUp);
    assert_eq!(code(app.cloud_test(CloudSettings::default()).unwrap_err()), ErrorCode::NotSetUp);
    assert_eq!(names(&app), ["A workout"]);
}

#[test]
fn the_settings_page_is_stronger_than_the_file_and_each_says_where_it_is_from() {
    let dir = tempfile::tempdir().unwrap();
    let app = open(dir.path());
    let file = dir.path().join("config/firebase.toml");
    let nothing = app.cloud_get().unwrap();
    assert_eq!((nothing.project_from, nothing.google_from, nothing.trouble), (None, None, None));
    assert_eq!(nothing.file, file.display().to_string());

    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "project_id = \"demo-file\"\napi_key = \"k\"\n").unwrap();
    assert_eq!(app.account().project_id.as_deref(), Some("demo-file"));
    let pasted = snippet(&app, "apiKey: 'k2', projectId: 'demo-pasted'");
    let state = app.cloud_set(pasted).unwrap();
    assert_eq!(
        (state.settings.project_id.as_str(), state.project_from),
        ("demo-pasted", Some(SettingsPlace::Page))
    );
    drop(app);
    let app = open(dir.path());
    assert_eq!(app.account().project_id.as_deref(), Some("demo-pasted"), "remembered");

    let bad = snippet(&app, "apiKey: 'k2', projectId: 'X'");
    let error = CommandError::from(app.cloud_set(bad).unwrap_err());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("project_id")));
    let state = app.cloud_set(CloudSettings::default()).unwrap();
    assert_eq!(
        (state.settings.project_id.as_str(), state.project_from),
        ("demo-file", Some(SettingsPlace::File))
    );
    std::fs::write(&file, "project_id = ").unwrap();
    assert!(app.account().notice.unwrap().contains("line 1"));
    assert!(app.cloud_get().unwrap().trouble.unwrap().contains("line 1"));
    assert_eq!(code(sign_in(&app, "a@b").unwrap_err()), ErrorCode::BadFile);
}

#[test]
fn the_clients_secret_stays_here_and_goes_with_its_client_only() {
    let dir = tempfile::tempdir().unwrap();
    let app = open(dir.path());
    let set = |id: &str, secret: Option<&str>| {
        let settings = CloudSettings {
            project_id: "demo-one".into(),
            api_key: "k".into(),
            google_client_id: id.into(),
            google_client_secret: secret.map(Secret::new),
            ..CloudSettings::default()
        };
        app.cloud_set(settings).unwrap()
    };
    let state = set(CLIENT, Some("GOCSPX-hush"));
    assert!(state.has_google_client_secret && state.settings.google_client_secret.is_none());
    assert!(app.account().google);
    assert!(set(CLIENT, None).has_google_client_secret, "the one that is saved");
    assert_eq!(files_with(dir.path(), "GOCSPX-hush").len(), 1);
    assert!(!serde_json::to_string(&app.cloud_get().unwrap()).unwrap().contains("hush"));
    assert!(!set("2-b.apps.googleusercontent.com", None).has_google_client_secret, "another client");
    set(CLIENT, Some("GOCSPX-hush"));
    assert!(!set(CLIENT, Some("")).has_google_client_secret, "taken away");
    assert_eq!(files_with(dir.path(), "GOCSPX-hush"), [""; 0]);
}

#[test]
fn the_project_stays_while_somebody_is_signed_in_to_it() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let env = app.cloud_get().unwrap();
    assert_eq!(env.project_from, Some(SettingsPlace::Environment));
    let dir = tempfile::tempdir().unwrap();
    let page = open(dir.path());
    let one =
        CloudSettings { project_id: "demo-one".into(), api_key: "k".into(), ..CloudSettings::default() };
    page.cloud_set(one.clone()).unwrap();
    drop(page);
    // Somebody is signed in there.
    std::fs::write(dir.path().join("data/account.json"), r#"{"uid": "ada", "email": "ada@example.com"}"#)
        .unwrap();
    let page = open(dir.path());
    let error = page.cloud_set(CloudSettings { project_id: "demo-two".into(), ..one.clone() }).unwrap_err();
    assert!(error.to_string().contains("ada@example.com"), "{error}");
    assert_eq!(code(error), ErrorCode::Conflict);
    page.cloud_set(CloudSettings { google_client_id: CLIENT.into(), ..one }).unwrap();
    assert_eq!(page.account().project_id.as_deref(), Some("demo-one"));
    assert!(page.account().google);
}

#[test]
fn a_project_that_answers_is_told_from_one_that_does_not() {
    let Some(machine) = machine() else { return };
    let test = |app: App| app.cloud_test(CloudSettings::default());
    test(machine.open()).unwrap();
    assert_eq!(code(test(machine.open_with("127.0.0.1:9")).unwrap_err()), ErrorCode::Offline);
}

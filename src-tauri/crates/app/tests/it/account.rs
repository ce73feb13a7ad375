//! Signing in and out: whose library is open, what is remembered, and that owners never see each other's data.
//! Against both official emulators.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::{AccountError, App, AppError, CloudOptions, Options, Password};
use emulators::{Auth, Firestore, Method, PROJECT};
use firebase::{AuthError, Vault};
use keyring_core::mock;
use model::ipc::{Create, ListQuery, OnSignOut, Standing};
use model::{CommandError, ErrorCode, SyncStatus};
use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "hunter22 is not it";

/// A machine: its folder and its keyring, which outlive the app.
struct Machine {
    dir: TempDir,
    vault: Arc<Vault>,
    auth: &'static Auth,
    firestore: &'static Firestore,
}

fn machine() -> Option<Machine> {
    let (auth, firestore) = (Auth::shared()?, Firestore::shared()?);
    Some(Machine { dir: tempfile::tempdir().unwrap(), vault: keyring(), auth, firestore })
}

fn keyring() -> Arc<Vault> {
    let store = mock::Store::new().unwrap();
    Arc::new(Vault::with_store("test", Arc::new(move || Ok(store.clone()))))
}

impl Machine {
    fn open(&self) -> App {
        self.open_with(self.auth.address())
    }

    fn open_with(&self, auth: &str) -> App {
        let (auth, firestore) = (auth.to_owned(), self.firestore.address().to_owned());
        let env = move |name: &str| match name {
            "GHOST_GYM_FIREBASE_PROJECT_ID" => Some(PROJECT.to_owned()),
            "GHOST_GYM_FIREBASE_API_KEY" => Some("key".to_owned()),
            "FIREBASE_AUTH_EMULATOR_HOST" => Some(auth.clone()),
            "FIRESTORE_EMULATOR_HOST" => Some(firestore.clone()),
            _ => None,
        };
        App::open(self.options(Arc::new(env))).unwrap()
    }

    fn options(&self, env: app::Env) -> Options {
        let config_dir = Some(self.dir.path().join("config"));
        Options {
            data_dir: Some(self.dir.path().join("data")),
            cloud: CloudOptions { config_dir, env, vault: Arc::clone(&self.vault) },
            ..Options::default()
        }
    }
}

fn email() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("app{nanos}-{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn password() -> Password {
    Password::new(PASSWORD)
}

fn create(app: &App, name: &str) {
    let Value::Object(changes) = json!({ "name": name }) else { unreachable!() };
    app.workout_create(Create { changes }).unwrap();
}

fn names(app: &App) -> Vec<String> {
    let page = app.workout_list(ListQuery::default()).unwrap();
    page.items.into_iter().map(|row| row.name).collect()
}

fn code(error: AppError) -> ErrorCode {
    CommandError::from(error).code
}

/// Every file below a folder that holds `text`.
fn files_with(dir: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn each_owner_has_a_library_and_sees_no_other() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let (ada, bob) = (email(), email());
    create(&app, "Nobody's workout");

    let state = app.sign_up(&ada, &password(), Some("Ada")).unwrap();
    assert_eq!(state.standing, Standing::SignedIn);
    assert_eq!(state.account.unwrap().name.as_deref(), Some("Ada"));
    assert!(state.emulated && state.notice.is_none());
    assert_eq!(names(&app), [""; 0]);
    assert_eq!(app.status().unwrap().undo, None, "the anonymous library's undo is not hers");
    create(&app, "Ada's workout");
    assert_eq!(app.status().unwrap().sync, SyncStatus::Paused { pending: 1 });
    let backup = app.backup_default().unwrap();
    assert!(backup.path.contains("accounts"), "{}", backup.path);

    assert_eq!(code(app.sign_out(None).unwrap_err()), ErrorCode::Conflict, "one change is not sent");
    assert_eq!(app.sign_out(Some(OnSignOut::Keep)).unwrap(), None);
    assert_eq!(names(&app), ["Nobody's workout"]);
    assert_eq!(app.status().unwrap().sync, SyncStatus::LocalOnly);

    app.sign_up(&bob, &password(), None).unwrap();
    assert_eq!(names(&app), [""; 0]);
    assert!(app.history_deleted().unwrap().is_empty());
    assert!(app.undo().is_err());
    app.sign_out(None).unwrap();

    app.sign_in(&ada, &password()).unwrap();
    assert_eq!(names(&app), ["Ada's workout"]);
    assert_eq!(
        files_with(machine.dir.path(), "Ada's workout")
            .iter()
            .filter(|file| !file.contains("accounts"))
            .count(),
        0
    );
    app.sign_out(Some(OnSignOut::Discard)).unwrap();
    assert_eq!(files_with(machine.dir.path(), "Ada's workout"), [""; 0], "nothing of hers is left");
}

#[test]
fn whoever_signed_in_is_still_there_after_a_restart_even_offline() {
    let Some(machine) = machine() else { return };
    let ada = email();
    let app = machine.open();
    app.sign_up(&ada, &password(), None).unwrap();
    create(&app, "Ada's workout");
    drop(app);

    let offline = machine.open_with("127.0.0.1:9");
    assert_eq!(names(&offline), ["Ada's workout"]);
    assert_eq!(code(offline.account_check().unwrap_err()), ErrorCode::Offline);
    assert_eq!(offline.account().unwrap().standing, Standing::Offline);
    assert_eq!(offline.status().unwrap().sync, SyncStatus::Offline { pending: 1 });
    drop(offline);

    let app = machine.open();
    assert_eq!(app.account_check().unwrap().standing, Standing::SignedIn);
    assert_eq!(app.account().unwrap().account.unwrap().email, ada);

    // No file says anything that proves who she is.
    for secret in [PASSWORD, "refresh", "eyJ"] {
        assert_eq!(files_with(machine.dir.path(), secret), [""; 0]);
    }
    drop(app);
    // The keyring has forgotten her.
    let uid = machine.open().account().unwrap().account.unwrap().uid;
    machine.vault.forget(&uid).unwrap();
    let app = machine.open();
    assert_eq!(app.account().unwrap().standing, Standing::NeedsSignIn);
    assert_eq!(names(&app), ["Ada's workout"]);
    assert_eq!(app.sign_in(&ada, &password()).unwrap().standing, Standing::SignedIn);
}

#[test]
fn a_session_that_ended_keeps_the_library_open_and_asks_to_sign_in_again() {
    let Some(machine) = machine() else { return };
    let ada = email();
    let app = machine.open();
    let uid = app.sign_up(&ada, &password(), None).unwrap().account.unwrap().uid;
    create(&app, "Ada's workout");
    let disable = |disabled: bool| {
        let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:update");
        let body = json!({ "localId": uid, "disableUser": disabled });
        assert_eq!(machine.auth.ask(&Method::POST, &path, Some("owner"), Some(&body)).unwrap().status, 200);
    };
    disable(true);
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    let state = app.account().unwrap();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains("disabled"));
    assert_eq!(names(&app), ["Ada's workout"]);
    create(&app, "Still works");
    assert_eq!(app.status().unwrap().sync, SyncStatus::NeedsSignIn { pending: 2 });
    assert!(matches!(
        app.sign_in(&ada, &password()).unwrap_err(),
        AppError::Account(AccountError::Auth(AuthError::Disabled))
    ));
    disable(false);
    assert_eq!(app.sign_in(&ada, &password()).unwrap().standing, Standing::SignedIn);
    assert_eq!(names(&app).len(), 2);
}

#[test]
fn one_at_a_time_is_signed_in() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let (ada, bob) = (email(), email());
    app.sign_up(&bob, &password(), None).unwrap();
    app.sign_out(None).unwrap();
    app.sign_up(&ada, &password(), None).unwrap();
    let error = app.sign_in(&bob, &password()).unwrap_err();
    assert!(error.to_string().contains(&ada), "{error}");
    assert_eq!(code(error), ErrorCode::Conflict);
    assert_eq!(code(app.sign_up(&email(), &password(), None).unwrap_err()), ErrorCode::Conflict);
    assert_eq!(app.sign_in(&ada, &password()).unwrap().standing, Standing::SignedIn, "herself again");
}

#[test]
fn another_process_that_signs_in_or_out_is_followed() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    window.stay_signed_in().unwrap();
    create(&window, "Nobody's workout");
    let ada = email();
    cli.sign_up(&ada, &password(), None).unwrap();
    create(&cli, "Ada's workout");
    assert!(window.poll().unwrap());
    assert_eq!(names(&window), ["Ada's workout"]);
    assert_eq!(window.account_check().unwrap().account.unwrap().email, ada);
    assert!(!window.poll().unwrap());
    window.sign_out(Some(OnSignOut::Keep)).unwrap();
    assert!(cli.poll().unwrap());
    assert_eq!(names(&cli), ["Nobody's workout"]);
    assert_eq!(cli.account().unwrap().standing, Standing::SignedOut);
}

#[test]
fn wrong_inputs_change_nothing_and_name_their_field() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    app.sign_up(&ada, &password(), None).unwrap();
    app.sign_out(None).unwrap();
    let cases = [
        (app.sign_in(&ada, &Password::new("wrong")), "password"),
        (app.sign_in(&email(), &password()), "email"),
        (app.sign_up(&ada, &password(), None), "email"),
        (app.sign_up(&email(), &Password::new("abc"), None), "password"),
    ];
    for (result, field) in cases {
        let error = CommandError::from(result.unwrap_err());
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some(field)));
        assert_eq!(app.account().unwrap().standing, Standing::SignedOut);
    }
    assert_eq!(code(app.sign_out(None).unwrap_err()), ErrorCode::NeedsSignIn);
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
}

#[test]
fn an_account_is_deleted_with_all_it_has_only_when_the_word_is_typed() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    let uid = app.sign_up(&ada, &password(), Some("Ada")).unwrap().account.unwrap().uid;
    assert_eq!(app.account_rename("Ada L.").unwrap().account.unwrap().name.as_deref(), Some("Ada L."));
    app.send_verification().unwrap();
    let profile = || {
        let path = format!("/v1/projects/{PROJECT}/databases/(default)/documents/users/{uid}");
        machine.firestore.ask(&Method::GET, &path, Some("owner"), None).unwrap().status
    };
    assert_eq!(profile(), 200, "made at the first sign-in");
    assert_eq!(code(app.account_delete("yes", Some(&password()), true).unwrap_err()), ErrorCode::Invalid);
    let wrong = app.account_delete("delete", Some(&Password::new("wrong")), true).unwrap_err();
    assert_eq!(CommandError::from(wrong).field.as_deref(), Some("password"));
    assert_eq!(profile(), 200);
    app.account_delete("Delete", Some(&password()), true).unwrap();
    assert_eq!(profile(), 404);
    assert_eq!(app.account().unwrap().standing, Standing::SignedOut);
    assert!(app.sign_in(&ada, &password()).is_err());
}

#[test]
fn without_a_project_everything_else_works() {
    let dir = tempfile::tempdir().unwrap();
    let open = || {
        let cloud = CloudOptions {
            config_dir: Some(dir.path().join("config")),
            env: Arc::new(|_| None),
            vault: keyring(),
        };
        App::open(Options { data_dir: Some(dir.path().join("data")), cloud, ..Options::default() }).unwrap()
    };
    let app = open();
    create(&app, "A workout");
    assert_eq!(app.account().unwrap(), model::ipc::AccountState::default());
    assert_eq!(code(app.sign_in("a@b", &password()).unwrap_err()), ErrorCode::NotSetUp);
    assert_eq!(code(app.cloud_test(None).unwrap_err()), ErrorCode::NotSetUp);

    let file = dir.path().join("config/firebase.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "project_id = \"demo-file\"\napi_key = \"k\"\n").unwrap();
    assert_eq!(app.account().unwrap().project_id.as_deref(), Some("demo-file"));
    let pasted = app.cloud_read_snippet("apiKey: 'k2', projectId: 'demo-pasted'").unwrap();
    app.cloud_set_up(&pasted).unwrap();
    drop(app);
    let app = open();
    assert_eq!(
        app.account().unwrap().project_id.as_deref(),
        Some("demo-pasted"),
        "the settings page is stronger"
    );
    let bad = app.cloud_read_snippet("apiKey: 'k2', projectId: 'X'").unwrap();
    let error = CommandError::from(app.cloud_set_up(&bad).unwrap_err());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("project_id")));
    app.cloud_set_up(&app::Settings::default()).unwrap();
    assert_eq!(app.account().unwrap().project_id.as_deref(), Some("demo-file"));
    std::fs::write(&file, "project_id = ").unwrap();
    assert_eq!(code(app.account().unwrap_err()), ErrorCode::BadFile);
    assert_eq!(names(&app), ["A workout"]);
}

#[test]
fn a_project_that_answers_is_told_from_one_that_does_not() {
    let Some(machine) = machine() else { return };
    machine.open().cloud_test(None).unwrap();
    assert_eq!(code(machine.open_with("127.0.0.1:9").cloud_test(None).unwrap_err()), ErrorCode::Offline);
}

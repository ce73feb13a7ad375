//! A machine with a keyring, and a cloud to sign in to: both official emulators.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::{App, AppError, CloudOptions, Options};
use emulators::{Auth, Firestore, Method, PROJECT};
use firebase::Vault;
use keyring_core::mock;
use model::ipc::{
    AccountDelete, AccountState, Create, Farewell, ListQuery, OnSignOut, SignIn, SignOut, SignUp,
};
use model::{CommandError, ErrorCode, Event, Secret};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "hunter22 is not it";

/// A machine: its folder and its keyring, which outlive the app.
pub(crate) struct Machine {
    pub(crate) dir: TempDir,
    pub(crate) vault: Arc<Vault>,
    pub(crate) auth: &'static Auth,
    pub(crate) firestore: &'static Firestore,
    /// Where the app looks for Firestore.
    pub(crate) firestore_address: String,
    pub(crate) heard: Arc<Mutex<Vec<Event>>>,
}

pub(crate) fn machine() -> Option<Machine> {
    let (auth, firestore) = (Auth::shared()?, Firestore::shared()?);
    Some(Machine {
        dir: tempfile::tempdir().unwrap(),
        vault: keyring(),
        auth,
        firestore,
        firestore_address: firestore.address().to_owned(),
        heard: Arc::default(),
    })
}

pub(crate) fn keyring() -> Arc<Vault> {
    let store = mock::Store::new().unwrap();
    Arc::new(Vault::with_store("test", Arc::new(move || Ok(store.clone()))))
}

impl Machine {
    pub(crate) fn open(&self) -> App {
        self.open_with(self.auth.address())
    }

    pub(crate) fn open_with(&self, auth: &str) -> App {
        App::open(self.options(self.env_with(auth))).unwrap()
    }

    pub(crate) fn env(&self) -> app::Env {
        self.env_with(self.auth.address())
    }

    fn env_with(&self, auth: &str) -> app::Env {
        let (auth, firestore) = (auth.to_owned(), self.firestore_address.clone());
        let env = move |name: &str| match name {
            "GHOST_GYM_FIREBASE_PROJECT_ID" => Some(PROJECT.to_owned()),
            "GHOST_GYM_FIREBASE_API_KEY" => Some("key".to_owned()),
            "FIREBASE_AUTH_EMULATOR_HOST" => Some(auth.clone()),
            "FIRESTORE_EMULATOR_HOST" => Some(firestore.clone()),
            _ => None,
        };
        Arc::new(env)
    }

    pub(crate) fn options(&self, env: app::Env) -> Options {
        let config_dir = Some(self.dir.path().join("config"));
        Options {
            data_dir: Some(self.dir.path().join("data")),
            cloud: CloudOptions { config_dir, env, vault: Arc::clone(&self.vault), server: None },
            events: Arc::new({
                let heard = Arc::clone(&self.heard);
                move |event| heard.lock().unwrap().push(event)
            }),
            ..Options::default()
        }
    }

    /// What fronts were told since the last call.
    pub(crate) fn heard(&self) -> Vec<Event> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// Changes an account as whoever runs the project can.
    pub(crate) fn administer(&self, uid: &str, change: Value) {
        let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:update");
        let mut body = change;
        body["localId"] = json!(uid);
        assert_eq!(self.auth.ask(&Method::POST, &path, Some("owner"), Some(&body)).unwrap().status, 200);
    }

    /// Deletes an account as whoever runs the project can.
    pub(crate) fn delete(&self, uid: &str) {
        let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:delete");
        let body = json!({ "localId": uid });
        assert_eq!(self.auth.ask(&Method::POST, &path, Some("owner"), Some(&body)).unwrap().status, 200);
    }

    /// The HTTP status with which the profile of `uid` is read.
    pub(crate) fn profile(&self, uid: &str) -> u16 {
        let path = format!("/v1/projects/{PROJECT}/databases/(default)/documents/users/{uid}");
        self.firestore.ask(&Method::GET, &path, Some("owner"), None).unwrap().status
    }
}

pub(crate) fn email() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("app{nanos}-{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn sign_up(app: &App, email: &str) -> Result<AccountState, AppError> {
    app.sign_up(SignUp { email: email.to_owned(), password: Secret::new(PASSWORD), name: None })
}

pub(crate) fn sign_in(app: &App, email: &str) -> Result<AccountState, AppError> {
    sign_in_with(app, email, PASSWORD)
}

pub(crate) fn sign_in_with(app: &App, email: &str, password: &str) -> Result<AccountState, AppError> {
    app.sign_in(SignIn { email: email.to_owned(), password: Secret::new(password) })
}

pub(crate) fn sign_out(app: &App, then: Option<OnSignOut>) -> Result<Farewell, AppError> {
    app.sign_out(SignOut { then })
}

pub(crate) fn delete(app: &App, confirm: &str, password: &str, discard: bool) -> Result<Farewell, AppError> {
    let password = Some(Secret::new(password));
    app.account_delete(AccountDelete { confirm: confirm.to_owned(), password, discard })
}

pub(crate) fn create(app: &App, name: &str) {
    let Value::Object(changes) = json!({ "name": name }) else { unreachable!() };
    app.workout_create(Create { changes }).unwrap();
}

pub(crate) fn names(app: &App) -> Vec<String> {
    let page = app.workout_list(ListQuery::default()).unwrap();
    page.items.into_iter().map(|row| row.name).collect()
}

pub(crate) fn code(error: AppError) -> ErrorCode {
    CommandError::from(error).code
}

/// Every file below a folder that holds `text`.
pub(crate) fn files_with(dir: &Path, text: &str) -> Vec<String> {
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

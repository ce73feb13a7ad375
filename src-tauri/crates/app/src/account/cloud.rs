//! The cloud as this app reaches it: how, and with which clients.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use firebase::{AuthClient, Endpoints, Http, Profiles, ProjectConfig, Session, Vault, vault};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::AccountError;
use super::remembered::Remembered;
use super::signed::Signed;
use crate::AppError;
use crate::app::lock;
use crate::places::Places;
use crate::sync::{Firestore, Server};

/// Reads an environment variable.
pub type Env = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// How to reach the cloud.
#[derive(Clone)]
pub struct CloudOptions {
    /// The folder that holds `firebase.toml`; `None` is where the platform puts an app's settings.
    pub config_dir: Option<PathBuf>,
    /// The environment.
    pub env: Env,
    /// Where refresh tokens are kept.
    pub vault: Arc<Vault>,
    /// How the data of an account is reached; `None`: it is not, and stays on this machine.
    pub server: Option<Connect>,
}

/// Gives the server of an account. Nothing is sent before it is asked for something.
pub type Connect = Arc<dyn Fn(Connection) -> Result<Arc<dyn Server>, AppError> + Send + Sync>;

/// What it takes to reach an account's data.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Who is signed in.
    pub session: Session,
    /// The project.
    pub config: ProjectConfig,
    /// The services: Google's, or emulators.
    pub endpoints: Endpoints,
}

impl Default for CloudOptions {
    fn default() -> Self {
        Self {
            config_dir: None,
            env: Arc::new(|name| std::env::var(name).ok()),
            vault: Arc::new(Vault::new(vault::SERVICE)),
            server: Some(Arc::new(|connection| Ok(Arc::new(Firestore::new(&connection)) as Arc<dyn Server>))),
        }
    }
}

/// The cloud: nothing of it is touched before somebody asks for it.
pub(crate) struct Cloud {
    pub(super) options: CloudOptions,
    pub(super) places: Places,
    runtime: Mutex<Option<Arc<Runtime>>>,
    /// Whoever is signed in.
    pub(super) signed: Arc<Mutex<Option<Signed>>>,
    /// Held while somebody signs in or out: one at a time.
    pub(super) turn: Mutex<()>,
    /// Held while the keyring is asked: a person is asked to unlock it once.
    pub(super) asking: Mutex<()>,
    /// Dropped, it ends the waiting for the browser.
    google: Mutex<Option<oneshot::Sender<()>>>,
    /// This process stays: its sessions are to keep themselves fresh.
    pub(super) staying: AtomicBool,
}

/// Clients of one project.
pub(super) struct Clients {
    pub(super) config: ProjectConfig,
    pub(super) auth: AuthClient,
    pub(super) profiles: Profiles,
    pub(super) http: Http,
}

impl Cloud {
    pub(crate) fn new(options: CloudOptions, places: Places, remembered: Option<Remembered>) -> Self {
        Self {
            options,
            places,
            runtime: Mutex::default(),
            signed: Arc::new(Mutex::new(remembered.map(Signed::remembered))),
            turn: Mutex::default(),
            asking: Mutex::default(),
            google: Mutex::default(),
            staying: AtomicBool::new(false),
        }
    }

    /// Whether this process stays.
    pub(crate) fn stays(&self) -> bool {
        self.staying.load(Ordering::SeqCst)
    }

    /// The session, if one was begun or taken up.
    pub(super) fn begun(&self) -> Option<Session> {
        lock(&self.signed).as_ref().and_then(|signed| signed.session.clone())
    }

    /// The sign-in that lasts, and its session, if that was begun or taken up.
    pub(crate) fn current(&self) -> Option<(String, Session)> {
        let held = lock(&self.signed);
        let signed = held.as_ref()?;
        Some((signed.remembered.sign_in.clone(), signed.session.clone()?))
    }

    /// The server of a session's account, if there is a way to it.
    pub(crate) fn server(&self, session: &Session) -> Result<Option<Arc<dyn Server>>, AppError> {
        let Some(connect) = &self.options.server else { return Ok(None) };
        let config = self.config()?.ok_or(AccountError::NotSetUp)?;
        connect(Connection { session: session.clone(), config, endpoints: self.endpoints()? }).map(Some)
    }

    pub(super) fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.options.vault)
    }

    /// The services: Google's, or the emulators that the environment names.
    pub(super) fn endpoints(&self) -> Result<Endpoints, AccountError> {
        Ok(Endpoints::from_env(|name| (self.options.env)(name))?)
    }

    /// Clients of the project.
    pub(super) fn clients(&self) -> Result<Clients, AppError> {
        let config = self.config()?.ok_or(AccountError::NotSetUp)?;
        Ok(self.clients_of(config)?)
    }

    pub(super) fn clients_of(&self, config: ProjectConfig) -> Result<Clients, AccountError> {
        let endpoints = self.endpoints()?;
        let http = Http::new(endpoints.emulated())?;
        let auth = AuthClient::new(http.clone(), endpoints.clone(), &config);
        let profiles = Profiles::new(http.clone(), endpoints, &config);
        Ok(Clients { config, auth, profiles, http })
    }

    /// Waits for `work`.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, AppError> {
        Ok(self.runtime()?.block_on(work))
    }

    /// The runtime, which is started when it is needed first.
    pub(crate) fn runtime(&self) -> Result<Arc<Runtime>, AppError> {
        let mut held = lock(&self.runtime);
        if let Some(runtime) = &*held {
            return Ok(Arc::clone(runtime));
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("cloud").enable_all().build();
        let runtime = Arc::new(runtime.map_err(|error| AppError::Internal(format!("cloud: {error}")))?);
        *held = Some(Arc::clone(&runtime));
        Ok(runtime)
    }

    /// Begins to wait for the browser, in place of whoever waits for it already. The answer ends when that is given
    /// up.
    pub(super) fn attempt(&self) -> impl Future<Output = ()> + use<> {
        let (hold, given_up) = oneshot::channel();
        *lock(&self.google) = Some(hold);
        async move {
            // Given up by dropping the other end: nothing is ever sent.
            drop(given_up.await);
        }
    }

    /// Ends the waiting for the browser.
    pub(super) fn give_up(&self) {
        *lock(&self.google) = None;
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // What is under way may wait for a person at the keyring; whoever quits does not.
        if let Some(runtime) = lock(&self.runtime).take().and_then(Arc::into_inner) {
            runtime.shutdown_background();
        }
    }
}

//! The cloud as this app reaches it: its settings, its clients, the one session.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use firebase::session::SystemClock;
use firebase::{AuthClient, Endpoints, Http, Kept, Profiles, ProjectConfig, Session, Settings, Vault, vault};
use model::ipc::{Account, SettingsPlace, Standing};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::AccountError;
use crate::AppError;
use crate::app::lock;

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
}

impl Default for CloudOptions {
    fn default() -> Self {
        Self {
            config_dir: None,
            env: Arc::new(|name| std::env::var(name).ok()),
            vault: Arc::new(Vault::new(vault::SERVICE)),
        }
    }
}

/// The cloud: nothing of it is touched before somebody asks for it.
pub(crate) struct Cloud {
    options: CloudOptions,
    /// What the settings page saved.
    saved: PathBuf,
    runtime: Mutex<Option<Arc<Runtime>>>,
    pub(super) signed: Mutex<Option<Signed>>,
    /// Held while somebody signs in or out: one at a time.
    pub(super) turn: Mutex<()>,
    /// Dropped, it ends the waiting for the browser.
    google: Mutex<Option<oneshot::Sender<()>>>,
    /// This process stays: its sessions are to keep themselves fresh.
    pub(super) staying: AtomicBool,
}

/// Who is signed in.
#[derive(Clone)]
pub(super) struct Signed {
    /// As it was known last.
    pub(super) account: Account,
    /// The session, once it was needed.
    pub(super) session: Option<Session>,
    /// Where the token is kept, if that was seen.
    pub(super) kept: Option<Kept>,
    /// The keyring was asked, and has no token.
    pub(super) lost: bool,
}

impl Signed {
    /// Somebody who signed in before this process began, or in another.
    pub(super) fn remembered(account: Account) -> Self {
        Self { account, session: None, kept: None, lost: false }
    }
}

/// Clients of one project.
pub(super) struct Clients {
    pub(super) config: ProjectConfig,
    pub(super) auth: AuthClient,
    pub(super) profiles: Profiles,
    pub(super) http: Http,
}

impl Cloud {
    pub(crate) fn new(options: CloudOptions, saved: PathBuf, account: Option<Account>) -> Self {
        let signed = account.map(Signed::remembered);
        Self {
            staying: AtomicBool::new(false),
            options,
            saved,
            runtime: Mutex::default(),
            signed: Mutex::new(signed),
            turn: Mutex::default(),
            google: Mutex::default(),
        }
    }

    pub(super) fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.options.vault)
    }

    /// The services: Google's, or the emulators that the environment names.
    pub(super) fn endpoints(&self) -> Result<Endpoints, AccountError> {
        Ok(Endpoints::from_env(|name| (self.options.env)(name))?)
    }

    /// The project that environment, settings page and settings file agree on, in this order of strength.
    pub(super) fn config(&self) -> Result<Option<ProjectConfig>, AppError> {
        let places = self.places().map(|(_, settings)| settings);
        let places = places.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(ProjectConfig::choose(&places)?)
    }

    /// What each place says, the strongest first.
    pub(super) fn places(&self) -> [(SettingsPlace, Result<Settings, AppError>); 3] {
        let env = Settings::from_env(|name| (self.options.env)(name));
        let file = self.file().map_or_else(|| Ok(Settings::default()), |path| read(&path));
        [
            (SettingsPlace::Environment, Ok(env)),
            (SettingsPlace::Page, read(&self.saved)),
            (SettingsPlace::File, file),
        ]
    }

    /// Remembers what the settings page was given, if `agreed` to the project before and the one after.
    pub(super) fn save(
        &self,
        settings: &Settings,
        agreed: impl FnOnce(Option<String>, Option<String>) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let project = |settings: Vec<Settings>| {
            let project = ProjectConfig::choose(&settings).ok().flatten();
            project.map(|config| config.project_id)
        };
        let good = |(_, settings): (_, Result<Settings, AppError>)| settings.ok();
        let before: Vec<_> = self.places().into_iter().filter_map(good).collect();
        let after = self.places().map(|(place, held)| match place {
            SettingsPlace::Page => (place, Ok(settings.clone())),
            _ => (place, held),
        });
        agreed(project(before), project(after.into_iter().filter_map(good).collect()))?;
        crate::file::write(&self.saved, settings.to_toml().as_bytes())
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
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, AppError> {
        Ok(self.runtime()?.block_on(work))
    }

    /// The runtime, which is started when it is needed first.
    pub(super) fn runtime(&self) -> Result<Arc<Runtime>, AppError> {
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

    /// The session of whoever is signed in, taken up from the keyring if need be.
    pub(super) fn session(&self) -> Result<Session, AppError> {
        let signed = lock(&self.signed).clone().ok_or(AccountError::SignedOut)?;
        if let Some(session) = signed.session {
            return Ok(session);
        }
        let clients = self.clients()?;
        let token = self.vault().load(&signed.account.uid).map_err(AccountError::Vault)?;
        let Some(token) = token else {
            if let Some(now) = &mut *lock(&self.signed) {
                now.lost = now.account.uid == signed.account.uid;
            }
            return Err(AccountError::Lost.into());
        };
        let account = super::known(&signed.account);
        let session =
            Session::resume(clients.auth, self.vault(), Arc::new(SystemClock::default()), account, token);
        let mut held = lock(&self.signed);
        let now = held.as_mut().filter(|now| now.account.uid == signed.account.uid);
        let now = now.ok_or(AccountError::SignedOut)?;
        if let Some(faster) = &now.session {
            return Ok(faster.clone());
        }
        now.session = Some(session.clone());
        drop(held);
        self.attend(&session)?;
        Ok(session)
    }

    /// Has a session keep itself fresh, if this process stays.
    pub(super) fn attend(&self, session: &Session) -> Result<(), AppError> {
        if self.staying.load(Ordering::SeqCst) {
            self.runtime()?.spawn(session.keep_fresh());
        }
        Ok(())
    }

    /// How the session stands, as far as that is known without the keyring.
    pub(super) fn standing(&self) -> Standing {
        match &*lock(&self.signed) {
            None => Standing::SignedOut,
            Some(Signed { lost: true, session: None, .. }) => Standing::NeedsSignIn,
            Some(Signed { session: None, .. }) => Standing::SignedIn,
            Some(Signed { session: Some(session), .. }) => super::standing(&session.state().borrow()),
        }
    }

    /// Where settings written by hand are.
    pub(super) fn file(&self) -> Option<PathBuf> {
        self.options
            .config_dir
            .clone()
            .or_else(crate::places::config_dir)
            .map(|dir| dir.join("firebase.toml"))
    }
}

fn read(path: &std::path::Path) -> Result<Settings, AppError> {
    match std::fs::read_to_string(path) {
        Ok(source) => {
            let name = crate::error::path_text(path);
            Ok(Settings::from_toml(&name, &source).map_err(AccountError::Toml)?)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(AppError::reading(path, error)),
    }
}

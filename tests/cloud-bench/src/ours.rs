//! Our side: the app without a window, as a process that stays.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use app::{App, CloudOptions, Env, Options};
use firebase::Vault;
use keyring_core::mock;
use model::ipc::{Differing, OnSignOut, SignIn, SignOut, WorkoutUpdate};
use model::{Body, Event, Kind, Secret, SyncStatus, WorkoutId};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::order::{Account, Obey, Order, Scene};
use crate::side::PATIENCE;

/// How often it is looked how far it is, if nothing is told.
const LOOK: Duration = Duration::from_millis(25);

/// The app, signed in; it syncs from the first order on that needs it.
pub(crate) struct Ours {
    app: App,
    /// What fronts are told.
    heard: Receiver<(Instant, Event)>,
    documents: PathBuf,
    plan: PathBuf,
    account: Account,
    /// When it began to sync.
    begun: Option<Instant>,
    /// The longest time in which moving came no further, as far as people could see.
    pause: Option<Duration>,
}

impl Ours {
    /// Opens the app on the device's folder, and signs in.
    pub(crate) fn open(scene: Scene) -> Result<Self> {
        let (tell, heard) = mpsc::channel();
        let keyring = mock::Store::new()?;
        let vault = Arc::new(Vault::with_store("bench", Arc::new(move || Ok(keyring.clone()))));
        let cloud = CloudOptions {
            config_dir: Some(scene.folder.join("config")),
            env: env(&scene),
            vault,
            ..CloudOptions::default()
        };
        let app = App::open(Options {
            data_dir: Some(scene.folder.join("data")),
            // Nobody listens any more when the process ends.
            events: Arc::new(move |event: Event| drop(tell.send((Instant::now(), event)))),
            cloud,
            ..Options::default()
        })?;
        let Scene { documents, plan, account, .. } = scene;
        let ours = Self { app, heard, documents, plan, account, begun: None, pause: None };
        ours.sign_in()?;
        Ok(ours)
    }

    /// This process doesn't stay yet, so nothing is synced.
    fn sign_in(&self) -> Result {
        let Account { email, password, .. } = self.account.clone();
        self.app.sign_in(SignIn { email, password: Secret::new(password) })?;
        Ok(())
    }

    /// Moves what was planned without an account.
    fn migrate(&mut self) -> Result {
        self.heard.try_iter().for_each(drop);
        let mut last = Instant::now();
        let report = self.app.migrate()?;
        let progress = self.heard.try_iter().filter(|(_, event)| matches!(event, Event::Migration { .. }));
        let mut pause = Duration::ZERO;
        for at in progress.map(|(at, _)| at).chain([Instant::now()]) {
            pause = pause.max(at - last);
            last = at;
        }
        self.pause = Some(pause);
        if !report.success {
            return Err(Error::Stuck(report.summary));
        }
        Ok(())
    }

    /// From now on it syncs, as an app does that is open; when that began.
    fn begin(&mut self) -> Result<Instant> {
        if let Some(begun) = self.begun {
            return Ok(begun);
        }
        let begun = Instant::now();
        self.app.stay_signed_in()?;
        self.begun = Some(begun);
        Ok(begun)
    }

    /// Waits until it is so, looking as often as anything is told of sync, and now and then.
    fn until(&self, is: impl Fn(&App) -> Result<bool>) -> Result {
        let tells = |event: &Event| matches!(event, Event::SyncStatus { .. } | Event::LibraryChanged);
        self.until_told(tells, LOOK, is)
    }

    /// Waits until people can see that it is so, looking when windows are told to read everything again.
    fn until_seen(&self, is: impl Fn(&App) -> Result<bool>) -> Result {
        self.until_told(|event| matches!(event, Event::LibraryChanged), PATIENCE, is)
    }

    /// Looks when such an event is told, and when none was for a time.
    fn until_told(
        &self,
        tells: impl Fn(&Event) -> bool,
        look: Duration,
        is: impl Fn(&App) -> Result<bool>,
    ) -> Result {
        let begun = Instant::now();
        loop {
            // What was told until now is what is looked at.
            self.heard.try_iter().for_each(drop);
            if is(&self.app)? {
                return Ok(());
            }
            loop {
                let left = PATIENCE.saturating_sub(begun.elapsed());
                match self.heard.recv_timeout(look.min(left)) {
                    Ok((_, event)) if tells(&event) => break,
                    Ok(_) => {}
                    Err(_) if begun.elapsed() < PATIENCE => break,
                    Err(_) => return Err(self.stuck()),
                }
            }
        }
    }

    fn stuck(&self) -> Error {
        Error::Stuck(format!("{:?}", self.app.sync()))
    }

    /// Fails if something is refused: then it will never be sent.
    fn pending(&self, app: &App) -> Result<u64> {
        let detail = app.sync()?;
        if detail.refused > 0 { Err(self.stuck()) } else { Ok(detail.pending) }
    }
}

/// Where the cloud is.
fn env(scene: &Scene) -> Env {
    let (project, auth, firestore) = (scene.project.clone(), scene.auth.clone(), scene.firestore.clone());
    Arc::new(move |name: &str| match name {
        "GHOST_GYM_FIREBASE_PROJECT_ID" => Some(project.clone()),
        // The emulators take any.
        "GHOST_GYM_FIREBASE_API_KEY" => Some("key".to_owned()),
        "FIREBASE_AUTH_EMULATOR_HOST" => Some(auth.clone()),
        "FIRESTORE_EMULATOR_HOST" => Some(firestore.clone()),
        _ => None,
    })
}

impl Obey for Ours {
    fn pause(&self) -> Option<Duration> {
        self.pause
    }

    fn obey(&mut self, order: Order) -> Result<Duration> {
        let mut begun = Instant::now();
        match order {
            // In one step, but a row of the queue for each; how they came there is all the same to what sends them.
            Order::Queue { batches: _ } => {
                self.app.import_file(&self.documents, Differing::Keep, false)?;
            }
            Order::Plan { account } => {
                if !account {
                    self.app.sign_out(SignOut { then: Some(OnSignOut::Keep) })?;
                }
                self.app.import_file(&self.plan, Differing::Keep, false)?;
                if !account {
                    self.sign_in()?;
                }
            }
            Order::Move => {
                self.begin()?;
                self.migrate()?;
            }
            Order::Drain => {
                begun = self.begin()?;
                self.until(|app| Ok(self.pending(app)? == 0))?;
            }
            Order::Load { documents } => {
                begun = self.begin()?;
                self.until(|app| Ok(app.status()?.workouts >= documents))?;
            }
            Order::Settle => {
                begun = self.begin()?;
                self.until(|app| {
                    let pending = self.pending(app)?;
                    Ok(pending == 0 && matches!(app.sync()?.status, SyncStatus::Synced { .. }))
                })?;
            }
            Order::Edit { id, name } => {
                let id = WorkoutId::parse(id).map_err(|_| Error::NotHere)?;
                let changes = Body::from_iter([("name".to_owned(), Value::from(name))]);
                self.app.workout_update(WorkoutUpdate { id, changes, before: None })?;
            }
            Order::See { id, name } => self.until_seen(|app| {
                let document = app.document(Kind::Workout, &id)?;
                Ok(document.get("name").and_then(Value::as_str) == Some(name.as_str()))
            })?,
        }
        Ok(begun.elapsed())
    }
}

//! A device: a clock, a connection, a person or two, their libraries, and the app while it runs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use model::{Millis, SyncStatus};
use sync::{Effect, Engine, RequestId, Timer};

use crate::cloud::Token;
use crate::library::Local;
use crate::task::Run;

/// A person with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Person {
    /// Owns all devices.
    Ann,
    /// Borrows one now and then.
    Bob,
}

impl Person {
    pub(crate) const ALL: [Self; 2] = [Self::Ann, Self::Bob];

    /// The account.
    pub(crate) const fn uid(self) -> &'static str {
        match self {
            Self::Ann => "ann",
            Self::Bob => "bob",
        }
    }

    /// The name by which their library on a device writes to the cloud: no two libraries have the same.
    pub(crate) fn library_of(self, device: usize) -> String {
        format!("d{device}{}", self.uid())
    }
}

/// A device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) number: usize,
    /// How far its wall clock is ahead of the true time.
    pub(crate) clock: Millis,
    /// Who uses it.
    pub(crate) person: Person,
    /// The library of each who ever did.
    pub(crate) libraries: BTreeMap<Person, Local>,
    pub(crate) session: Session,
    pub(crate) link: Link,
    pub(crate) disk: Disk,
    /// Whether the person paused sync: kept over restarts.
    pub(crate) paused: bool,
    /// The app, while it runs.
    pub(crate) app: Option<App>,
    /// How often the app was started.
    pub(crate) lives: u32,
}

/// The app while it runs.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) run: Run,
    pub(crate) engine: Engine,
    /// What the engine wants done, in order.
    pub(crate) effects: VecDeque<Effect>,
    /// Which setting of each timer counts.
    pub(crate) timers: BTreeMap<Timer, u32>,
    /// Requests to the network that have no answer yet.
    pub(crate) waiting: BTreeSet<RequestId>,
    /// What the engine last said of how sync stands.
    pub(crate) status: SyncStatus,
    /// The app ends before it carries out another effect after so many.
    pub(crate) crash_in: Option<u32>,
}

/// Who is signed in.
#[derive(Debug)]
pub(crate) struct Session {
    /// The person has not signed out.
    pub(crate) signed_in: bool,
    /// It was ended from elsewhere; this device learns of it when it asks for a token.
    pub(crate) revoked: bool,
    pub(crate) token: Token,
}

/// The connection to the cloud, and what is going to happen to it.
#[derive(Debug, Default)]
pub(crate) struct Link {
    /// Nothing gets through until then.
    pub(crate) down_until: Millis,
    pub(crate) lose_requests: u32,
    pub(crate) lose_answers: u32,
    pub(crate) duplicates: u32,
    pub(crate) delays: u32,
    /// What was sent to this device and is on its way: numbers in the order of sending.
    pub(crate) in_flight: BTreeSet<u64>,
}

/// The disk, and what is going to happen to it.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// So many calls to come find the database held by another process.
    pub(crate) busy: u32,
    /// It is full until then.
    pub(crate) full_until: Millis,
}

impl App {
    pub(crate) fn new(run: Run, person: Person, seed: u64) -> Self {
        Self {
            run,
            engine: Engine::new(person.library_of(run.device), seed),
            effects: VecDeque::new(),
            timers: BTreeMap::new(),
            waiting: BTreeSet::new(),
            status: SyncStatus::default(),
            crash_in: None,
        }
    }
}

impl Device {
    /// The library that is open.
    pub(crate) fn local(&self) -> &Local {
        &self.libraries[&self.person]
    }

    /// The app, if it is still in the life that `run` names.
    pub(crate) fn app(&mut self, run: Run) -> Option<&mut App> {
        self.app.as_mut().filter(|app| app.run == run)
    }
}

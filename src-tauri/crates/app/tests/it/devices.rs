//! Machines of one account, on both official emulators with the rules on: bare, and behind the proxy that speaks as
//! production does.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use app::{App, CloudOptions, Options};
use emulators::Firestore;
use model::ipc::{AccountState, Differing, ListQuery};
use model::{Body, Kind, SyncStatus, WorkoutId, body};
use proxy::{Config, Counts, Down, Order, Proxy};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::cloud::{Machine, email, machine, sign_in, sign_up};

/// Longer than anything takes: what hangs fails.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
/// Where nobody listens.
const NOWHERE: &str = "127.0.0.1:9";
/// How often it is looked whether something is so.
const LOOK: Duration = Duration::from_millis(10);

/// The way to Firestore.
pub(crate) struct Way {
    proxied: Option<(Runtime, Proxy)>,
}

impl Way {
    /// To the emulator itself, and through the proxy; none if there is no emulator.
    pub(crate) fn both() -> Vec<Self> {
        let bare = Firestore::shared().map(|_| Self { proxied: None });
        bare.into_iter().chain(Self::proxied()).collect()
    }

    /// Through the proxy.
    pub(crate) fn proxied() -> Option<Self> {
        let runtime = Runtime::new().unwrap();
        let config = Config::new(Firestore::shared()?.address());
        let proxy = runtime.block_on(Proxy::start(config)).unwrap();
        Some(Self { proxied: Some((runtime, proxy)) })
    }

    /// Has the proxy do something.
    pub(crate) fn obey(&self, order: Order) {
        if matches!(order, Order::ExpireTokens { .. }) {
            another_second();
        }
        let (runtime, proxy) = self.proxied.as_ref().unwrap();
        runtime.block_on(proxy.obey(order)).unwrap();
    }

    pub(crate) fn is_proxied(&self) -> bool {
        self.proxied.is_some()
    }

    /// What the proxy has counted.
    pub(crate) fn counts(&self) -> Counts {
        self.proxied.as_ref().unwrap().1.report().counts
    }

    /// Where a client reaches Firestore over a network of its own.
    pub(crate) fn line(&self, name: &str) -> Option<String> {
        match &self.proxied {
            Some((runtime, proxy)) => Some(runtime.block_on(proxy.line(name)).unwrap().to_string()),
            None => Some(Firestore::shared()?.address().to_owned()),
        }
    }

    /// The machines are without a network: behind the proxy the app stays, else it is started without one.
    pub(crate) fn cut_off(&self, device: Device) -> Device {
        let device = if self.is_proxied() {
            self.obey(Order::Down { line: Some("main".to_owned()), how: Down::Refusing });
            device
        } else {
            Device::new(Machine { firestore_address: NOWHERE.to_owned(), ..device.close() })
        };
        device.until(|app| matches!(app.sync().unwrap().status, SyncStatus::Offline { .. }));
        device
    }

    /// The network is back, and the system says so.
    pub(crate) fn bring_back(&self, device: Device) -> Device {
        if self.is_proxied() {
            self.obey(Order::Up { line: Some("main".to_owned()) });
            device.app.sync_now().unwrap();
            return device;
        }
        let machine = device.close();
        let firestore_address = machine.firestore.address().to_owned();
        Device::new(Machine { firestore_address, ..machine })
    }

    fn machine(&self) -> Option<Machine> {
        let machine = machine()?;
        let Some((_, proxy)) = &self.proxied else { return Some(machine) };
        Some(Machine { firestore_address: proxy.address().to_string(), ..machine })
    }

    /// A machine on which nobody is signed in.
    pub(crate) fn nobody(&self) -> Option<Device> {
        Some(Device::new(self.machine()?))
    }

    /// A machine on which somebody has just signed up, and who.
    pub(crate) fn one(&self) -> Option<(Device, AccountState)> {
        let device = Device::new(self.machine()?);
        let who = sign_up(&device.app, &email()).unwrap();
        Some((device, who))
    }

    /// Two machines on which the same person is signed in.
    pub(crate) fn two(&self) -> Option<(Device, Device)> {
        let (here, who) = self.one()?;
        let there = self.another(&who.account.unwrap().email)?;
        Some((here, there))
    }

    /// One more machine of this person's.
    pub(crate) fn another(&self, email: &str) -> Option<Device> {
        let device = Device::new(self.machine()?);
        sign_in(&device.app, email).unwrap();
        Some(device)
    }
}

/// Waits for the next second. The emulator's tokens of one second are alike: if all that there are run out, those
/// that are given in the same second are no better.
fn another_second() {
    let second = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let begun = second();
    while second() == begun {
        sleep(LOOK);
    }
}

/// A machine, and the app on it in a process that stays.
pub(crate) struct Device {
    pub(crate) machine: Machine,
    pub(crate) app: App,
}

impl Device {
    /// A process begins.
    pub(crate) fn new(machine: Machine) -> Self {
        let app = open(&machine);
        app.stay_signed_in().unwrap();
        Self { machine, app }
    }

    /// The process ends.
    pub(crate) fn close(self) -> Machine {
        let Self { machine, app } = self;
        drop(app);
        machine
    }

    /// The process ends, and another begins.
    pub(crate) fn restart(self) -> Self {
        Self::new(self.close())
    }

    /// Waits, looking as the watch of a window does, until it is so.
    #[track_caller]
    pub(crate) fn until(&self, is: impl Fn(&App) -> bool) {
        self.until_or(is, |app| format!("{:?}", app.sync()));
    }

    /// The same; `what` is said if it never is so.
    #[track_caller]
    pub(crate) fn until_or(&self, is: impl Fn(&App) -> bool, what: impl Fn(&App) -> String) {
        let begun = Instant::now();
        while !is(&self.app) {
            assert!(begun.elapsed() < PATIENCE, "it stays {}", what(&self.app));
            self.app.poll().unwrap();
            sleep(LOOK);
        }
    }

    #[track_caller]
    pub(crate) fn until_synced(&self) {
        self.until(|app| {
            let detail = app.sync().unwrap();
            matches!(detail.status, SyncStatus::Synced { .. }) && detail.pending == 0
        });
    }

    /// Takes these workouts in, in one change; those that are there already become what is given.
    pub(crate) fn import(&self, workouts: &[Value]) {
        let file = self.machine.dir.path().join("workouts.json");
        std::fs::write(&file, json!({ "workouts": workouts }).to_string()).unwrap();
        self.app.import_file(&file, Differing::Replace, false).unwrap();
    }

    /// The only workout there is.
    pub(crate) fn only(&self) -> WorkoutId {
        self.app.workout_list(ListQuery::default()).unwrap().items[0].id.clone()
    }

    /// How many workouts there are.
    pub(crate) fn count(&self) -> u64 {
        self.app.status().unwrap().workouts
    }
}

/// The app on this machine, with its data sent to Firestore.
pub(crate) fn open(machine: &Machine) -> App {
    let options = machine.options(machine.env());
    let cloud = CloudOptions { server: CloudOptions::default().server, ..options.cloud };
    App::open(Options { cloud, ..options }).unwrap()
}

/// What everything is called, by its place in the cloud: `workouts/{id}`.
pub(crate) fn named(app: &App) -> BTreeMap<String, String> {
    let all = ListQuery { limit: 10_000, ..ListQuery::default() };
    let mut named = BTreeMap::new();
    for kind in Kind::ALL {
        for document in app.documents(kind, &all).unwrap().items {
            let place = format!("{}/{}", kind.collection(), body::text(&document, "id"));
            named.insert(place, body::text(&document, "name").to_owned());
        }
    }
    named
}

pub(crate) fn fields(value: Value) -> Body {
    let Value::Object(fields) = value else { panic!("not an object") };
    fields
}

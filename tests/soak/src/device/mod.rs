//! A device: the app without a window in a process of its own, and a person at it. It may be killed at any moment.

mod person;
mod session;

use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use app::App;
use clap::Args;
use fastrand::Rng;
use model::SyncStatus;
use tracing_subscriber::EnvFilter;

use crate::error::{Error, Result};
use crate::ledger::Ledger;
use crate::library::{self, Hosts};
use crate::said::{REST, Said};
use person::Person;
use session::SignIn;

/// How often the parent is told how the device stands.
const SAY: Duration = Duration::from_millis(300);
/// How often the device looks around when nobody does anything.
const LOOK: Duration = Duration::from_millis(50);

/// What goes into a device's log, unless `RUST_LOG` says otherwise.
const LOGGED: &str = "warn,app=info,firebase=info,sync=info";

/// What the parent tells a device.
#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// Which device it is
    #[arg(long)]
    pub(crate) device: u8,
    /// The device's folder
    #[arg(long)]
    pub(crate) folder: PathBuf,
    /// Where the Auth emulator is
    #[arg(long)]
    pub(crate) auth: String,
    /// Where Firestore is
    #[arg(long)]
    pub(crate) firestore: String,
    /// Whose device it is
    #[arg(long)]
    pub(crate) email: String,
    /// Their password
    #[arg(long)]
    pub(crate) password: String,
    /// What the person does is drawn by it
    #[arg(long)]
    pub(crate) seed: u64,
    /// How long the person thinks between two edits, on average, in milliseconds
    #[arg(long)]
    pub(crate) think: u64,
}

const WORKING: u8 = 0;
const RESTING: u8 = 1;
const LEAVING: u8 = 2;

/// Works until it is told to rest, and syncs until the parent is gone.
pub(crate) fn run(options: &Options) -> Result {
    // The parent keeps it in the device's folder.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(std::io::stderr).init();
    let orders = listen();
    let mut ledger = Ledger::open(&options.folder, options.device)?;
    let hosts = Hosts { auth: options.auth.clone(), firestore: options.firestore.clone() };
    let app = library::open(&options.folder, Some(hosts))?;
    app.stay_signed_in()?;
    // Every process of a device goes on with something else.
    let mut rng = Rng::with_seed(options.seed ^ (u64::from(options.device) << 32) ^ ledger.processes());
    let mut sign_in = SignIn::new(&options.email, &options.password);
    let mut said = (None, Instant::now());
    let mut next_edit = Instant::now();
    let mut edits = 0;
    loop {
        let order = orders.load(Ordering::SeqCst);
        if order == LEAVING {
            return Ok(());
        }
        let signed_in = sign_in.attend(&app)?;
        app.poll()?;
        if order == WORKING && signed_in && Instant::now() >= next_edit {
            let mut person = Person { app: &app, ledger: &mut ledger, device: options.device, rng: &mut rng };
            edits += u64::from(person.act()?);
            next_edit = Instant::now() + Duration::from_millis(rng.u64(..=2 * options.think));
        }
        if said.0 != Some(order) || said.1.elapsed() >= SAY {
            say(&stands(&app, order == RESTING, edits, sign_in.again())?);
            said = (Some(order), Instant::now());
        }
        // The rhythm in which a window looks, only faster.
        thread::sleep(LOOK);
    }
}

/// What the parent wants, from now on.
fn listen() -> Arc<AtomicU8> {
    let orders = Arc::new(AtomicU8::new(WORKING));
    let heard = Arc::clone(&orders);
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            match line {
                Ok(word) if word == REST => heard.store(RESTING, Ordering::SeqCst),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        heard.store(LEAVING, Ordering::SeqCst);
    });
    orders
}

fn stands(app: &App, resting: bool, edits: u64, sign_ins: u64) -> Result<Said> {
    let detail = app.sync()?;
    let synced = matches!(detail.status, SyncStatus::Synced { .. });
    Ok(Said {
        digest: if resting && synced { Some(library::digest(app)?) } else { None },
        status: detail.status,
        pending: detail.pending,
        refused: detail.refused,
        trouble: detail.trouble,
        edits,
        sign_ins,
        resting,
    })
}

/// A parent that is gone hears nothing; the end of the input says so, too.
fn say(said: &Said) {
    if let Ok(line) = serde_json::to_string(said) {
        let mut out = std::io::stdout().lock();
        let _heard = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

/// The folder of a device, made if it isn't there.
pub(crate) fn folder(run: &Path, device: u8) -> Result<PathBuf> {
    let folder = run.join(format!("device-{device}"));
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder)
}

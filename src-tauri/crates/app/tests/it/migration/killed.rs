//! The process is killed, by SIGKILL, at every named point of a migration, of its clearing and of its rollback, one kill
//! after the other in the same run: it always comes to its end, nothing is there twice, and what is on the machine is
//! not touched before it is verified.
//!
//! The parent starts this test binary once more, as the child, which is the app on the same folder.

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use app::{App, CloudOptions, Options};
use model::ipc::{MigrationReport, RunRef};
use model::migration::{Fate, Step};
use model::{Body, Kind};
use store::{Library, Owner};

use super::support::{ON_THE_WAY, contents, plan, planned};
use crate::cloud::{Machine, sign_in};
use crate::devices::{Device, Way};

/// Those at which clearing this machine may be.
const IN_CLEARING: [&str; 3] = ["migration.clearing", "delete.record", "migration.cleared"];
/// Those at which a rollback may be.
const ON_THE_WAY_BACK: [&str; 4] =
    ["journal.fate", "migration.taken-back", "migration.read-back", "migration.restored"];
/// Those of the store, which every step passes.
const ANYWHERE: [&str; 4] = ["begun", "commit", "committed", "queue.put"];
/// How many documents there are.
const WORKOUTS: usize = 6;

/// What the child is to do.
const TASK: &str = "MIGRATION_TASK";
const DIR: &str = "MIGRATION_DIR";
const ADDRESS: &str = "MIGRATION_ADDRESS";
const POINT: &str = "MIGRATION_POINT";
const HIT: &str = "MIGRATION_HIT";
/// What the child says when it has done it.
const DONE: &str = "@done ";

/// The child.
#[test]
#[ignore = "run by the other tests of this module as their child"]
fn child() {
    let setting = |name| env::var(name).unwrap_or_default();
    let app = open_at(Path::new(&setting(DIR)));
    sign_in(&app, &setting(ADDRESS)).unwrap();
    let (point, hit) = (setting(POINT), setting(HIT).parse::<u64>().unwrap());
    let hits = AtomicU64::new(0);
    if !point.is_empty() {
        fail::cfg_callback(point, move || {
            if hits.fetch_add(1, Ordering::SeqCst) + 1 == hit {
                rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL)
                    .unwrap();
            }
        })
        .unwrap();
    }
    let last = || RunRef { run: app.migration_list().unwrap()[0].run.clone() };
    let report = match setting(TASK).as_str() {
        "run" => app.migrate().unwrap(),
        "clear" => {
            // Cleared before it was killed, there is nothing left to clear.
            if app.migration_report(last()).unwrap().can_clear {
                app.migration_clear(last()).unwrap();
            }
            app.migration_report(last()).unwrap()
        }
        "back" => match app.migration_list().unwrap()[0].step {
            Step::RolledBack => app.migration_report(last()).unwrap(),
            _ => app.roll_back_migration(last()).unwrap(),
        },
        other => panic!("{other:?} is nothing to do"),
    };
    println!("\n{DONE}{}", serde_json::to_string(&report).unwrap());
}

/// The app on another process's machine, whose keyring it can't see.
fn open_at(folder: &Path) -> App {
    let machine = crate::cloud::machine().unwrap();
    let options = machine.options(machine.env());
    let cloud = CloudOptions { server: CloudOptions::default().server, ..options.cloud };
    App::open(Options { data_dir: Some(folder.join("data")), cloud, ..options }).unwrap()
}

/// A machine whose app is killed again and again.
struct Trial {
    machine: Machine,
    address: String,
    kills: u32,
}

impl Trial {
    /// Has the child do something, and kills it there, if it comes there. The report, if it did it.
    fn run(&mut self, task: &str, point: &str, hit: u64) -> Option<MigrationReport> {
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "migration::killed::child", "--ignored", "--nocapture"])
            .env("FIREBASE_AUTH_EMULATOR_HOST", self.machine.auth.address())
            .env("FIRESTORE_EMULATOR_HOST", self.machine.firestore.address())
            .env(TASK, task)
            .env(DIR, self.machine.dir.path())
            .env(ADDRESS, &self.address)
            .env(POINT, point)
            .env(HIT, hit.to_string())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout).into_owned();
        if let Some(report) = said.lines().find_map(|line| line.strip_prefix(DONE)) {
            return Some(serde_json::from_str(report).unwrap());
        }
        let signal = std::os::unix::process::ExitStatusExt::signal(&child.status);
        assert_eq!(signal, Some(9), "{task} at {point}: {said}{}", String::from_utf8_lossy(&child.stderr));
        self.kills += 1;
        None
    }

    /// Has it done, with a kill at each of these points on the way.
    fn through(&mut self, task: &str, points: &[(&str, u64)], between: impl Fn(&Self)) -> MigrationReport {
        for (point, hit) in points {
            if let Some(report) = self.run(task, point, *hit)
                && report.step.is_over()
                && task != "clear"
            {
                return report;
            }
            between(self);
        }
        self.run(task, "", 0).unwrap()
    }

    /// What the anonymous library has.
    fn anonymous(&self) -> Vec<Body> {
        let path = self.machine.dir.path().join("data/anonymous.db");
        let library = Library::open(&path, &Owner::Anonymous, 0).unwrap().library;
        let mut bodies = Vec::new();
        for kind in Kind::ALL {
            library
                .read(|view| {
                    view.all(kind, |record| {
                        bodies.push(record.body);
                        Ok::<_, store::StoreError>(())
                    })
                })
                .unwrap();
        }
        bodies
    }
}

#[test]
fn a_migration_comes_to_its_end_however_often_it_is_killed() {
    let Some(way) = Way::both().into_iter().next() else { return };
    let Some((device, address)) = planned(&way, &plan(WORKOUTS)) else { return };
    let mut trial = Trial { machine: device.close(), address, kills: 0 };
    let before = trial.anonymous();
    assert_eq!(before.len(), WORKOUTS + 1);
    let mut cycle = 0;
    while trial.kills < 320 {
        let anywhere = |n: u64| (ANYWHERE[usize::try_from((cycle + n) % 4).unwrap()], 1 + (cycle + n) % 7);
        let points = |named: &[&'static str]| {
            let each = named.iter().zip(0..).flat_map(|(point, n)| [(*point, 1 + cycle % 2), anywhere(n)]);
            each.collect::<Vec<_>>()
        };
        let untouched = |trial: &Trial| assert_eq!(trial.anonymous(), before);
        let report = trial.through("run", &points(&ON_THE_WAY), untouched);
        assert!(report.success, "{report:?}");
        assert!(report.rows.iter().all(|row| row.fate == Fate::Verified), "{report:?}");
        assert_eq!(report.rows.len(), before.len());
        untouched(&trial);

        let cleared = trial.through("clear", &points(&IN_CLEARING), |_| {});
        assert!(cleared.local_storage_cleared, "{cleared:?}");

        let report = trial.through("back", &points(&ON_THE_WAY_BACK), |_| {});
        assert_eq!(report.step, Step::RolledBack, "{report:?}");
        assert!(report.kept.is_empty(), "{report:?}");
        untouched(&trial);
        cycle += 1;
    }
    // And what another device sees is all of it, once.
    let report = trial.through("run", &[], |_| {});
    assert!(report.success);
    let Trial { machine, address, .. } = trial;
    let device = Device::new(machine);
    let other = way.another(&address).unwrap();
    other.until(|app| contents(app).len() == before.len());
    sign_in(&device.app, &address).unwrap();
    device.until(|app| contents(app) == contents(&other.app));
}

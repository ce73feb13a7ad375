//! The process is killed, by SIGKILL, at every named point of the code and at any moment: nothing that was
//! acknowledged is lost, nothing is there in part, and the library always opens again.
//!
//! The parent starts this test binary once more, as the child, which changes a library and writes a line for each
//! change when it has begun and when it is acknowledged. It draws its changes from a seed, so that the parent knows
//! what each was.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{env, thread};

use model::Kind;
use rusqlite::Connection;
use store::{Library, Owner, StoreError, Uid};

use crate::support::workout;

/// The points at which a change may be cut short.
const IN_A_CHANGE: [&str; 9] = [
    "begun",
    "put.history",
    "put.record",
    "put.index",
    "delete.record",
    "commit",
    "committed",
    "undo.swapped",
    "close",
];
/// Those in putting a new library in a damaged one's place, with how often each is passed.
const IN_SALVAGE: [(&str, u64); 6] = [
    ("salvage.read", 1),
    ("salvage.write", 1),
    ("salvage.complete", 1),
    ("salvage.aside", 3),
    ("salvage.exchange", 1),
    ("salvage.done", 1),
];

/// What a change is, by its number: which records it writes (`Some` is the version) or deletes.
fn change(seed: u64, number: u64) -> Vec<(String, Option<u64>)> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number);
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..=random(3)).map(|_| (format!("w{}", random(12)), (random(4) > 0).then_some(number + 1))).collect()
}

/// Every fifth change is an undo instead.
const fn is_undo(number: u64) -> bool {
    number % 5 == 4
}

fn document(id: &str, version: u64) -> model::Body {
    let mut body = workout(id, &format!("Name {version}"), version);
    // Some reach over several pages.
    body.insert("notes".into(), "x".repeat(usize::try_from(version % 7).unwrap() * 1_500).into());
    body
}

fn owner() -> Owner {
    Owner::Account(Uid::new("u1").unwrap())
}

/// The child: changes the library until it is killed or has made `changes` changes.
#[test]
#[ignore = "run by the other tests of this module as their child"]
fn child() {
    let setting = |name| env::var(name).unwrap_or_default();
    let number = |name| setting(name).parse::<u64>().unwrap();
    let (point, hit) = (setting("CRASH_POINT"), number("CRASH_HIT"));
    let hits = AtomicU64::new(0);
    if !point.is_empty() {
        fail::cfg_callback(point, move || {
            if hits.fetch_add(1, Ordering::SeqCst) + 1 == hit {
                kill();
            }
        })
        .unwrap();
    }
    let mut out = std::io::stdout();
    let mut say = |word: &str| {
        writeln!(out, "\n@{word}").unwrap();
        out.flush().unwrap();
    };
    let opened = Library::open(Path::new(&setting("CRASH_PATH")), &owner(), 0).unwrap();
    say("open");
    let library = opened.library;
    let (seed, first, changes) = (number("CRASH_SEED"), number("CRASH_FIRST"), number("CRASH_CHANGES"));
    for number in first..first + changes {
        say(&format!("begin {number}"));
        if is_undo(number) {
            library.undo(0).unwrap();
        } else {
            library
                .transact("change", 0, |tx| {
                    for (id, version) in change(seed, number) {
                        match version {
                            Some(version) => drop(tx.put(Kind::Workout, &id, document(&id, version))?),
                            None => drop(tx.delete(Kind::Workout, &id)?),
                        }
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        }
        say(&format!("done {number}"));
    }
    library.close();
    say("closed");
}

fn kill() {
    #[cfg(unix)]
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    #[cfg(not(unix))]
    std::process::abort();
}

/// The contents of a library, version by id; an undo gives a document the name that it had.
type Contents = BTreeMap<String, String>;

/// The contents after each change, as far as it can be told without a database.
#[derive(Clone, Default)]
struct Expected {
    contents: Contents,
    /// What undo would bring back, one after the other.
    stack: Vec<Contents>,
}

impl Expected {
    fn apply(&mut self, seed: u64, number: u64) {
        if is_undo(number) {
            if let Some(before) = self.stack.pop() {
                self.contents = before;
            }
            return;
        }
        let before = self.contents.clone();
        for (id, version) in change(seed, number) {
            match version {
                Some(version) => drop(self.contents.insert(id, format!("Name {version}"))),
                None => drop(self.contents.remove(&id)),
            }
        }
        // Every document that is written is new by its version; what deletes nothing changes nothing.
        let wrote = change(seed, number).iter().any(|(_, version)| version.is_some());
        if wrote || before != self.contents {
            self.stack.push(before);
        }
    }
}

/// A library that is changed by one child after the other.
struct Trial {
    folder: tempfile::TempDir,
    seed: u64,
    next: u64,
    expected: Expected,
    kills: u32,
}

struct Run<'a> {
    point: &'a str,
    hit: u64,
    changes: u64,
    /// Kill it from outside, so long after it has opened the library.
    after: Option<Duration>,
}

impl Trial {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, seed, next: 0, expected: Expected::default(), kills: 0 }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("library.db")
    }

    /// Runs a child, then looks whether all that it acknowledged is there. Says whether it was killed.
    fn run(&mut self, run: &Run<'_>) -> bool {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["crash::child", "--exact", "--ignored", "--nocapture"])
            .env("CRASH_PATH", self.path())
            .env("CRASH_POINT", run.point)
            .env("CRASH_HIT", run.hit.to_string())
            .env("CRASH_SEED", self.seed.to_string())
            .env("CRASH_FIRST", self.next.to_string())
            .env("CRASH_CHANGES", run.changes.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut begun, mut done, mut closed) = (None, None, false);
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (open, opened) = std::sync::mpsc::channel();
        let reader = thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                match line.strip_prefix('@').map(|line| line.split_once(' ').unwrap_or((line, ""))) {
                    Some(("open", _)) => drop(open.send(())),
                    Some(("begin", number)) => begun = number.parse::<u64>().ok(),
                    Some(("done", number)) => done = number.parse::<u64>().ok(),
                    Some(("closed", _)) => closed = true,
                    _ => {}
                }
            }
            (begun, done, closed)
        });
        if let Some(after) = run.after {
            // If it is killed before it says so, the channel is closed.
            if opened.recv().is_ok() {
                thread::sleep(after);
            }
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let (begun, done, closed) = reader.join().unwrap();
        let killed = output.status.code().is_none();
        assert!(killed || closed, "{}", String::from_utf8_lossy(&output.stderr));
        self.kills += u32::from(killed);

        let acknowledged = done.map_or(self.next, |number| number + 1);
        for number in self.next..acknowledged {
            self.expected.apply(self.seed, number);
        }
        self.next = acknowledged;
        let contents = self.check(run);
        if begun.is_some_and(|number| number >= acknowledged) {
            // One change was under way: it is there as a whole, or not at all.
            let mut finished = self.expected.clone();
            finished.apply(self.seed, acknowledged);
            if contents != self.expected.contents {
                assert_eq!(contents, finished.contents, "after {:?}", run.point);
                self.expected = finished;
                self.next += 1;
            } else if finished.contents == contents {
                // It can't be told whether it was made. The stack can: one more is on it, or one less.
                self.expected = self.told_by_the_stack(finished);
                self.next += 1;
            }
        } else {
            assert_eq!(contents, self.expected.contents, "after {:?}", run.point);
        }
        killed
    }

    fn told_by_the_stack(&self, finished: Expected) -> Expected {
        let connection = Connection::open(self.path()).unwrap();
        let sql = "SELECT count(*) FROM change WHERE state = 'done'";
        let done: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        if done == finished.stack.len() {
            finished
        } else {
            assert_eq!(done, self.expected.stack.len());
            self.expected.clone()
        }
    }

    /// Opens the library and reads it.
    fn check(&self, run: &Run<'_>) -> Contents {
        let library = Library::open(&self.path(), &owner(), 1).unwrap().library;
        library.check().unwrap();
        let mut contents = Contents::new();
        library
            .read(|view| {
                view.all(Kind::Workout, |record| {
                    let name = model::body::text(&record.body, "name").to_owned();
                    contents.insert(record.id, name);
                    Ok::<_, StoreError>(())
                })?;
                // The search index was written with them.
                let search = Some("name".to_owned());
                let query = store::Query { search, limit: 0, ..store::Query::new(Kind::Workout) };
                assert_eq!(view.list(&query)?.total, contents.len() as u64, "after {:?}", run.point);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        library.close();
        contents
    }
}

#[test]
fn a_kill_at_any_named_point_loses_nothing() {
    let mut kills = 0;
    for point in IN_A_CHANGE {
        let mut trial = Trial::new(point.len() as u64);
        for hit in [1, 2, 3, 5, 8, 13, 21] {
            for _ in 0..4 {
                trial.run(&Run { point, hit, changes: 50, after: None });
            }
        }
        // A child passes some of them less often than that.
        assert!(trial.kills >= 4, "{point} was hit {} times only", trial.kills);
        kills += trial.kills;
    }
    assert!(kills >= 200, "{kills} kills only");
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let mut trial = Trial::new(4_711);
    for round in 0..50 {
        let after = Some(Duration::from_micros(round * round * 37 % 40_000));
        trial.run(&Run { point: "", hit: 0, changes: u64::MAX / 2, after });
    }
    assert_eq!(trial.kills, 50);
}

#[test]
fn a_kill_while_the_log_is_copied_loses_nothing() {
    let mut trial = Trial::new(1);
    for _ in 0..5 {
        trial.run(&Run { point: "checkpoint", hit: 1, changes: 1_000, after: None });
    }
    assert_eq!(trial.kills, 5);
}

#[test]
fn a_kill_while_a_library_is_made_leaves_one_that_can_be_made() {
    for point in ["migrate", "migrated"] {
        let mut trial = Trial::new(2);
        assert!(trial.run(&Run { point, hit: 1, changes: 3, after: None }));
        assert!(!trial.run(&Run { point, hit: 1, changes: 3, after: None }));
    }
}

#[test]
fn a_kill_while_a_damaged_library_is_salvaged_loses_nothing() {
    for (point, times) in IN_SALVAGE {
        for hit in 1..=times {
            let mut trial = Trial::new(3);
            assert!(!trial.run(&Run { point: "", hit: 0, changes: 20, after: None }));
            // The mark of the header is damaged: all else can be read.
            crate::support::overwrite(&trial.path(), 68, b"????");
            assert!(trial.run(&Run { point, hit, changes: 0, after: None }), "{point}");
            let aside = std::fs::read_dir(trial.folder.path()).unwrap().filter(|entry| {
                let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
                name.contains(".damaged-") && !name.ends_with("-wal") && !name.ends_with("-shm")
            });
            assert_eq!(aside.count(), 1, "{point}");
        }
    }
}

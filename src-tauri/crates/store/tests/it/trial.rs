//! A library that is changed by children which are killed, and the check of what they leave.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use model::Kind;
use rusqlite::Connection;
use store::{Library, StoreError};

use crate::changes::{Contents, Expected, owner};

/// A library that is changed by one child after the other.
pub(crate) struct Trial {
    pub(crate) folder: tempfile::TempDir,
    seed: u64,
    next: u64,
    expected: Expected,
    pub(crate) kills: u32,
}

/// What a child is to do, and how it ends.
pub(crate) struct Run<'a> {
    /// The named point at which the child kills itself, if any.
    pub(crate) point: &'a str,
    /// At which time that it passes it.
    pub(crate) hit: u64,
    pub(crate) changes: u64,
    /// Kill it from outside, so long after it has opened the library.
    pub(crate) after: Option<Duration>,
}

impl Trial {
    pub(crate) fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, seed, next: 0, expected: Expected::default(), kills: 0 }
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("library.db")
    }

    /// Runs a child, then looks whether all that it acknowledged is there. Says whether it was killed.
    pub(crate) fn run(&mut self, run: &Run<'_>) -> bool {
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

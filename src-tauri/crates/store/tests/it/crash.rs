//! The process is killed, by SIGKILL, at every named point of the code and at any moment: nothing that was
//! acknowledged is lost, nothing is there in part, and the library always opens again.
//!
//! The parent starts this test binary once more, as the child, which changes a library and writes a line for each
//! change when it has begun and when it is acknowledged. It draws its changes from a seed, so that the parent knows
//! what each was.

use std::env;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use model::Kind;
use store::{Library, StoreError};

use crate::changes::{change, document, is_undo, owner};
use crate::support::overwrite;
use crate::trial::{Run, Trial};

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

pub(crate) fn kill() {
    #[cfg(unix)]
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    #[cfg(not(unix))]
    std::process::abort();
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
            overwrite(&trial.path(), 68, b"????");
            assert!(trial.run(&Run { point, hit, changes: 0, after: None }), "{point}");
            let aside = std::fs::read_dir(trial.folder.path()).unwrap().filter(|entry| {
                let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
                name.contains(".damaged-") && !name.ends_with("-wal") && !name.ends_with("-shm")
            });
            assert_eq!(aside.count(), 1, "{point}");
        }
    }
}

//! Bytes are changed in the log. SQLite takes a log up to its first wrong byte; what was acknowledged behind that must
//! not be lost either.

use std::fs;
use std::path::PathBuf;

use model::Kind;

use crate::sample::{Contents, PAGE, Random, compare, contents, document, fill, open_damaged, write_damaged};
use crate::support::open;

/// A library whose changes are in its log still: the file, the log, and the contents after each of the changes.
fn with_log() -> (Vec<u8>, Vec<u8>, Vec<Contents>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = open(&path);
    fill(&library);
    library.close();
    let library = open(&path);
    let mut states = vec![contents(&library).unwrap()];
    for number in 0..40 {
        library
            .transact("change", 1, |tx| {
                for step in 0..4 {
                    let number = (number * 37 + step * 101) % 200;
                    let body = document(Kind::Workout, number, 3 + step);
                    tx.put(Kind::Workout, &format!("workout-{number:04}"), body)?;
                }
                tx.delete(Kind::Workout, &format!("workout-{:04}", number + 20))
            })
            .unwrap();
        states.push(contents(&library).unwrap());
    }
    let log = fs::read(folder.path().join("library.db-wal")).unwrap();
    // The library is forgotten open: closing it would empty the log.
    let file = fs::read(&path).unwrap();
    library.close();
    (file, log, states)
}

#[test]
fn damage_to_the_log_is_survived() {
    const FRAME: usize = 24 + PAGE;
    let (file, log, states) = with_log();
    let frames = (log.len() - 32) / FRAME;
    let last = states.last().unwrap();
    // Damage to the last change can't be told from a change that was never finished.
    let commits: Vec<usize> =
        (0..frames).filter(|frame| log[32 + frame * FRAME + 4..][..4] != [0; 4]).collect();
    let of_the_last = commits[commits.len() - 2] + 1;
    let mut random = Random(2);
    let mut trials: Vec<(usize, String)> =
        (0..32).map(|at| (at, format!("byte {at} of the log's header"))).collect();
    for _ in 0..40 {
        let frame = random.below(of_the_last);
        trials.push((
            32 + frame * FRAME + random.below(24),
            format!("the header of frame {frame} of {frames}"),
        ));
        trials.push((
            32 + frame * FRAME + 24 + random.below(PAGE),
            format!("the page of frame {frame} of {frames}"),
        ));
    }
    let (mut salvaged, trials_made) = (0, trials.len());
    for (at, what) in trials {
        let folder = tempfile::tempdir().unwrap();
        let path = write_damaged(folder.path(), &file);
        let mut damaged = log.clone();
        damaged[at] ^= 0x24;
        fs::write(folder.path().join("library.db-wal"), &damaged).unwrap();
        let found = open_damaged(&path);
        let frame = at.saturating_sub(32) / FRAME;
        let page = &log[32 + frame * FRAME + 24..][..PAGE];
        let spoilt: &[&[u8]] = if at < 32 { &[] } else { &[page] };
        compare(&found, last, spoilt, &what);
        if let Some(report) = &found.report {
            salvaged += 1;
            let aside = PathBuf::from(format!("{}-wal", report.set_aside.display()));
            assert_eq!(fs::read(aside).unwrap(), damaged, "{what}");
        }
    }
    // No byte of a log is without meaning, but two numbers of its header and one of a frame's are not checked here.
    assert!(salvaged * 10 > trials_made * 9, "only {salvaged} of {trials_made} were found damaged");
}

#[test]
fn a_change_that_was_never_finished_is_not_damage() {
    let (file, log, states) = with_log();
    for cut in [1, 24, 100, 4_120, 9_000] {
        let folder = tempfile::tempdir().unwrap();
        let path = write_damaged(folder.path(), &file);
        fs::write(folder.path().join("library.db-wal"), &log[..log.len() - cut]).unwrap();
        let found = open_damaged(&path);
        assert_eq!(found.report, None);
        assert!(states.contains(&found.contents));
    }
}

#[test]
fn a_log_without_its_file_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = open(&path);
    let body = document(Kind::Workout, 7, 1);
    library.transact("put", 1, |tx| tx.put(Kind::Workout, "workout-0007", body.clone())).unwrap();
    let log = fs::read(folder.path().join("library.db-wal")).unwrap();
    library.close();
    for file in [None, Some("")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        if let Some(file) = file {
            fs::write(&path, file).unwrap();
        }
        fs::write(folder.path().join("library.db-wal"), &log).unwrap();
        let found = open_damaged(&path);
        assert!(found.report.is_some());
        assert_eq!(found.contents.get(&(Kind::Workout, "workout-0007".to_owned())), Some(&body));
    }
}

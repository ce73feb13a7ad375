//! What salvage keeps of the journal of account migrations: all that can be vouched for. A rollback goes by it, so what
//! it says of a record must be right or not be there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use model::migration::{Fate, Migrated, Step, Verdict};
use model::{Body, Kind, RecordKey};
use rusqlite::Connection;
use store::{Library, StoreError};

use crate::cloud::{account, key, library};
use crate::journal::{changed, moved, run, write};
use crate::salvage::{spoil, spoil_header};
use crate::salvage_cloud::{salvage, spoil_root};
use crate::sample::{PAGE, Random, pages, write_damaged};
use crate::support::{put, workout};

/// A library with two runs, and what each is about.
fn filled() -> (tempfile::TempDir, Library) {
    let (folder, library) = library();
    put(&library, workout("a", "A", 1));
    write(&library, &run("one"), &noted());
    write(&library, &run("two"), &[moved("a")]);
    library.transact("migrate", 9, |tx| tx.set_run("one", Step::Finished, &run("one").detail)).unwrap();
    (folder, library)
}

fn noted() -> Vec<Migrated> {
    let skipped = moved("skipped");
    let mut noted = vec![
        changed("changed", with_notes("changed", "AAAAAAAAAAAAAAAA")),
        changed("long", with_notes("long", &"x".repeat(9_000))),
        Migrated { verdict: Verdict::Identical, fate: Fate::Skipped, written: None, ..skipped },
        Migrated { key: RecordKey::new(Kind::Program, "p"), ..moved("p") },
    ];
    // So many that they take several pages, and pages upon pages.
    noted.extend((0..600).map(|number| Migrated { fate: Fate::Verified, ..moved(&format!("w{number:03}")) }));
    noted.sort_by(|one, other| one.key.cmp(&other.key));
    noted
}

fn with_notes(id: &str, notes: &str) -> Body {
    let mut body = workout(id, "Before", 1);
    body.insert("notes".into(), notes.into());
    body
}

fn library_at(path: &Path) -> Library {
    Library::open(path, &account(), 0).unwrap().library
}

fn all(library: &Library, run: &str) -> Vec<Migrated> {
    library.read(|view| view.migrated(run, None, 9_999)).unwrap()
}

fn runs(library: &Library) -> Vec<(String, Step)> {
    let runs = library.read(|view| view.runs()).unwrap();
    runs.into_iter().map(|run| (run.run, run.step)).collect()
}

/// Opens a library of which SQLite itself sees no damage: a check is what finds it.
fn salvage_after_check(path: &Path) -> Library {
    let library = library_at(path);
    assert!(matches!(library.check(), Err(StoreError::Damaged { .. })));
    library.close();
    salvage(path)
}

#[test]
fn all_of_it_is_kept() {
    let (_folder, library) = filled();
    let (before, path) = (library.read(|view| view.runs()).unwrap(), library.path().to_owned());
    library.close();
    spoil_header(&path);
    let library = salvage(&path);
    assert_eq!(library.read(|view| view.runs()).unwrap(), before);
    assert_eq!((all(&library, "one"), all(&library, "two")), (noted(), vec![moved("a")]));
    assert!(library.read(|view| view.moved_before(&key("w000"), "source of w000")).unwrap());
}

#[test]
fn a_record_is_left_out_if_what_it_was_before_is_damaged() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    spoil(&path, "AAAAAAAAAAAAAAAA", "AAAAAAAABAAAAAAA");
    let library = library_at(&path);
    let read = library.read(|view| view.one_migrated("one", &key("changed")));
    assert!(matches!(read, Err(StoreError::Damaged { .. })), "{read:?}");
    library.close();
    let library = salvage(&path);
    assert_eq!(library.read(|view| view.one_migrated("one", &key("changed"))).unwrap(), None);
    let rest: Vec<Migrated> = noted().into_iter().filter(|one| one.key.id != "changed").collect();
    assert_eq!(all(&library, "one"), rest);
}

#[test]
fn what_says_nothing_that_is_known_is_damage_and_is_left_out() {
    for (sql, runs_left, left) in [
        ("UPDATE migration SET step = 'dreaming' WHERE run = 'two'", &["one"][..], 604),
        ("UPDATE migration SET detail = '{' WHERE run = 'two'", &["one"], 604),
        ("UPDATE migration SET detail = '[]' WHERE run = 'two'", &["one"], 604),
        ("UPDATE migrated SET verdict = 'dreaming' WHERE id = 'w007'", &["two", "one"], 603),
        ("UPDATE migrated SET fate = 'dreaming' WHERE id = 'w007'", &["two", "one"], 603),
        ("UPDATE migrated SET former = NULL WHERE id = 'long'", &["two", "one"], 603),
        ("UPDATE migrated SET crc = NULL WHERE id = 'long'", &["two", "one"], 603),
    ] {
        let (_folder, library) = filled();
        let path = library.path().to_owned();
        library.close();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let library = salvage_after_check(&path);
        let names: Vec<String> = runs(&library).into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            (names, all(&library, "one").len()),
            (runs_left.iter().map(ToString::to_string).collect(), left),
            "{sql}"
        );
        assert_eq!(all(&library, "two").len(), runs_left.len() - 1, "{sql}");
    }
}

#[test]
fn damage_to_any_page_leaves_nothing_that_a_rollback_could_take_amiss() {
    let (folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    let file = fs::read(&path).unwrap();
    let before = [("two".to_owned(), Step::Begun), ("one".to_owned(), Step::Finished)];
    let pages: Vec<(String, usize)> = pages(&path)
        .into_iter()
        .filter(|((tree, _), _)| tree == "migrated")
        .flat_map(|((_, kind), pages)| pages.into_iter().map(move |page| (kind.clone(), page)))
        .collect();
    for kind in ["internal", "leaf", "overflow"] {
        assert!(pages.iter().any(|(of, _)| of == kind), "the sample has no {kind} page");
    }
    let noted: BTreeMap<RecordKey, Migrated> =
        noted().into_iter().map(|one| (one.key.clone(), one)).collect();
    let mut random = Random(3);
    for (kind, page) in pages {
        for way in 0..6 {
            let mut file = file.clone();
            let bytes = &mut file[(page - 1) * PAGE..page * PAGE];
            match way {
                0 => bytes.fill(0xff),
                1 => bytes[random.below(12)] ^= 0x55,
                2 => bytes[random.below(PAGE)] ^= 1 << random.below(8),
                _ => bytes[(way - 2) * 512..][..512].fill(0),
            }
            let path = write_damaged(folder.path(), &file);
            let mut library = library_at(&path);
            if library.check().is_err() {
                library.close();
                library = library_at(&path);
                library.check().unwrap();
            }
            let found = all(&library, "one");
            for one in &found {
                // Without what it was before it would pass for one that the run has made.
                let former = noted.get(&one.key).map(|noted| &noted.former);
                assert!(former.is_none_or(|former| *former == one.former), "{kind} {page}, {way}: {one:?}");
            }
            assert!(kind == "internal" || found.len() > 500, "{kind} {page}, {way}: {} left", found.len());
            assert_eq!(runs(&library), before);
            library.close();
        }
    }
}

#[test]
fn what_belongs_to_a_run_that_is_lost_does_not_become_anothers() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    spoil_root(&path, "migration");
    let library = salvage(&path);
    assert_eq!(runs(&library), []);
    write(&library, &run("anew"), &[]);
    assert_eq!(all(&library, "anew"), []);
    assert!(!library.read(|view| view.moved_before(&key("w000"), "source of w000")).unwrap());
}

#[test]
fn runs_are_kept_if_what_they_are_about_is_lost() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    spoil_root(&path, "migrated");
    let library = salvage(&path);
    assert_eq!(runs(&library), [("two".to_owned(), Step::Begun), ("one".to_owned(), Step::Finished)]);
    assert_eq!(all(&library, "one"), []);
}

#[test]
fn records_of_a_kind_that_only_a_newer_version_knows_are_kept_out_of_sight() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    let sql = "UPDATE migrated SET kind = 'session' WHERE id = 'p'";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    spoil_header(&path);
    let library = salvage(&path);
    assert_eq!(all(&library, "one").len(), 603);
    let counted: u64 =
        library.read(|view| view.count_migrated("one")).unwrap().into_iter().map(|(_, count)| count).sum();
    assert_eq!(counted, 603);
    library.close();
    let kept: u64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM migrated WHERE kind = 'session'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 1);
}

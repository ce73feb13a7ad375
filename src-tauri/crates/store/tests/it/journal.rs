//! The journal of account migrations: it says what was written into it, and nothing else is touched by that.

use model::migration::{Fate, Journal, Migrated, Step, Verdict};
use model::sync::Pending;
use model::{Body, Kind, RecordKey};
use serde_json::json;
use store::{Library, StoreError};

use crate::cloud::{account, key, library};
use crate::support::{Home, OnPurpose, get, name, next, object, put, workout};

/// A run that has just begun.
pub(crate) fn run(name: &str) -> Journal {
    let detail = object(json!({"backup": format!("{name}.json"), "unknown": [1, null]}));
    Journal { run: name.to_owned(), step: Step::Begun, started_at: 5, changed_at: 5, detail }
}

/// A workout that a run has made.
pub(crate) fn moved(id: &str) -> Migrated {
    Migrated {
        key: key(id),
        verdict: Verdict::New,
        fate: Fate::Moving,
        source: format!("source of {id}"),
        written: Some(format!("written of {id}")),
        former: None,
    }
}

/// A workout that a run has nothing to do with.
pub(crate) fn skipped(id: &str, verdict: Verdict) -> Migrated {
    Migrated { verdict, fate: Fate::Skipped, written: None, ..moved(id) }
}

/// A workout that a run has changed.
pub(crate) fn changed(id: &str, former: Body) -> Migrated {
    Migrated { verdict: Verdict::Differing, former: Some(former), ..moved(id) }
}

/// Writes a run with all that it is about.
pub(crate) fn write(library: &Library, journal: &Journal, all: &[Migrated]) {
    library
        .transact("migrate", journal.started_at, |tx| {
            tx.begin_run(journal)?;
            all.iter().try_for_each(|one| tx.put_migrated(&journal.run, one))
        })
        .unwrap();
}

pub(crate) fn set_step(library: &Library, run: &str, step: Step) {
    library.transact("migrate", 9, |tx| tx.set_run(run, step, &Body::new())).unwrap();
}

pub(crate) fn set_fate(library: &Library, run: &str, id: &str, fate: Fate) {
    assert!(library.transact("migrate", 9, |tx| tx.set_fate(run, &key(id), fate)).unwrap());
}

fn all(library: &Library, run: &str) -> Vec<Migrated> {
    library.read(|view| view.migrated(run, None, usize::MAX)).unwrap()
}

#[test]
fn runs_are_kept_as_they_were_noted_the_newest_first() {
    let home = Home::new();
    assert_eq!(home.library.read(|view| view.runs()).unwrap(), []);
    assert_eq!(home.library.read(|view| view.run("one")).unwrap(), None);
    write(&home.library, &run("one"), &[]);
    write(&home.library, &run("another"), &[]);
    assert_eq!(home.library.read(|view| view.runs()).unwrap(), [run("another"), run("one")]);
    for step in Step::ALL {
        let detail = object(json!({"step": step}));
        home.library.transact("migrate", 77, |tx| tx.set_run("one", *step, &detail)).unwrap();
        let expected = Journal { step: *step, changed_at: 77, detail, ..run("one") };
        assert_eq!(home.library.read(|view| view.run("one")).unwrap(), Some(expected));
    }
    assert_eq!(home.library.read(|view| view.run("another")).unwrap(), Some(run("another")));
}

#[test]
fn a_run_begins_once_and_only_one_that_has_begun_goes_on() {
    let home = Home::new();
    write(&home.library, &run("one"), &[]);
    let again = Journal { step: Step::Finished, ..run("one") };
    let begun = home.library.transact("migrate", 9, |tx| tx.begin_run(&again));
    assert!(matches!(begun, Err(StoreError::RunExists(name)) if name == "one"));
    assert_eq!(home.library.read(|view| view.runs()).unwrap(), [run("one")]);
    let set = home.library.transact("migrate", 9, |tx| tx.set_run("none", Step::Copied, &Body::new()));
    assert!(matches!(set, Err(StoreError::NoRun(name)) if name == "none"));
    let put = home.library.transact("migrate", 9, |tx| tx.put_migrated("none", &moved("w")));
    assert!(matches!(put, Err(StoreError::NoRun(name)) if name == "none"));
    for (run, id) in [("none", "w"), ("one", "w")] {
        let set = home.library.transact("migrate", 9, |tx| tx.set_fate(run, &key(id), Fate::Verified));
        assert!(matches!(set, Ok::<_, StoreError>(false)));
    }
}

#[test]
fn what_a_run_is_about_is_kept_as_it_was_noted() {
    let home = Home::new();
    let mut noted =
        vec![changed("a", workout("a", "Before", 3)), skipped("b", Verdict::Identical), moved("c")];
    write(&home.library, &run("one"), &noted);
    write(&home.library, &run("another"), &[skipped("a", Verdict::MovedBefore)]);
    assert_eq!(all(&home.library, "one"), noted);
    assert_eq!(all(&home.library, "another"), [skipped("a", Verdict::MovedBefore)]);
    assert_eq!(all(&home.library, "none"), []);
    for fate in Fate::ALL {
        set_fate(&home.library, "one", "c", *fate);
        noted[2].fate = *fate;
        assert_eq!(all(&home.library, "one"), noted);
    }
    for verdict in Verdict::ALL {
        // Noted again, it is as it was noted last.
        noted[0] = skipped("a", *verdict);
        home.library.transact("migrate", 9, |tx| tx.put_migrated("one", &noted[0])).unwrap();
        assert_eq!(all(&home.library, "one"), noted);
    }
    let one = |run, id| home.library.read(|view| view.one_migrated(run, &key(id))).unwrap();
    assert_eq!(one("one", "c").as_ref(), noted.last());
    assert_eq!((one("one", "d"), one("another", "c"), one("none", "c")), (None, None, None));
    home.library.check().unwrap();
}

#[test]
fn pages_meet_every_record_once_in_the_order_of_keys() {
    let home = Home::new();
    let mut noted: Vec<Migrated> =
        (0..250).map(|number| moved(&format!("w{:03}", number * 7 % 250))).collect();
    // Ids that would stand elsewhere if kinds were ordered by their words.
    noted.extend((0..30).map(|number| {
        let id = format!("a{number:02}");
        Migrated { key: RecordKey::new(Kind::Program, &id), ..moved(&id) }
    }));
    write(&home.library, &run("one"), &noted);
    write(&home.library, &run("another"), &noted[..5]);
    noted.sort_by(|one, other| one.key.cmp(&other.key));
    for limit in [1, 7, 250, 280, 1_000] {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = home.library.read(|view| view.migrated("one", after.as_ref(), limit)).unwrap();
            assert!(page.len() <= limit);
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            found.extend(page);
        }
        assert_eq!(found, noted, "{limit} a page");
    }
    // A page begins after a key whether there is such a record or not.
    let after = RecordKey::new(Kind::Workout, "w248x");
    let page = home.library.read(|view| view.migrated("one", Some(&after), 2)).unwrap();
    let ids: Vec<&str> = page.iter().map(|one| one.key.id.as_str()).collect();
    assert_eq!(ids, ["w249", "a00"]);
    assert_eq!(home.library.read(|view| view.migrated("one", None, 0)).unwrap(), []);
}

#[test]
fn those_of_a_fate_are_found() {
    let home = Home::new();
    write(&home.library, &run("one"), &["a", "b", "c", "d"].map(moved));
    write(&home.library, &run("another"), &[moved("b")]);
    set_fate(&home.library, "one", "c", Fate::Verified);
    let of = |run, fate, after: Option<&str>, limit| {
        let after = after.map(key);
        let found = home.library.read(|view| view.of_fate(run, fate, after.as_ref(), limit)).unwrap();
        found.into_iter().map(|one| one.key.id).collect::<String>()
    };
    assert_eq!(of("one", Fate::Moving, None, 9), "abd");
    assert_eq!(of("one", Fate::Moving, Some("a"), 9), "bd");
    assert_eq!(of("one", Fate::Moving, Some("a"), 1), "b");
    assert_eq!(of("one", Fate::Verified, None, 9), "c");
    assert_eq!(of("another", Fate::Moving, None, 9), "b");
    assert_eq!(of("none", Fate::Moving, None, 9), "");
}

#[test]
fn records_are_counted_by_kind_verdict_and_fate() {
    let home = Home::new();
    let program = Migrated { key: RecordKey::new(Kind::Program, "p"), ..moved("p") };
    let noted = [
        moved("a"),
        moved("b"),
        moved("c"),
        skipped("d", Verdict::Identical),
        changed("e", workout("e", "E", 1)),
        program,
    ];
    write(&home.library, &run("one"), &noted);
    write(&home.library, &run("another"), &noted[..2]);
    set_fate(&home.library, "one", "b", Fate::Verified);
    let count = |run| home.library.read(|view| view.count_migrated(run)).unwrap();
    let expected = [
        ((Kind::Workout, Verdict::New, Fate::Moving), 2),
        ((Kind::Workout, Verdict::New, Fate::Verified), 1),
        ((Kind::Workout, Verdict::Identical, Fate::Skipped), 1),
        ((Kind::Workout, Verdict::Differing, Fate::Moving), 1),
        ((Kind::Program, Verdict::New, Fate::Moving), 1),
    ];
    assert_eq!(count("one"), expected);
    assert_eq!(count("another"), [((Kind::Workout, Verdict::New, Fate::Moving), 2)]);
    assert_eq!(count("none"), []);
}

#[test]
fn what_is_noted_of_a_run_leaves_nothing_to_undo_and_nothing_to_send() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    put(&library, workout("w", "Two", 2));
    library.undo(9).unwrap();
    let state = || {
        library
            .read(|view| {
                let counts =
                    (view.history(Kind::Workout, "w")?, view.deleted(9)?, view.queue(9)?, view.pending()?);
                Ok::<_, StoreError>(counts)
            })
            .unwrap()
    };
    let (before, can) = (state(), next(&library));
    assert_eq!(can, [Some("workout.put".to_owned()), Some("workout.put".to_owned())]);
    write(&library, &run("one"), &[changed("w", workout("w", "One", 1))]);
    set_fate(&library, "one", "w", Fate::Verified);
    set_step(&library, "one", Step::Finished);
    assert_eq!((state(), next(&library)), (before, can));
    library.redo(9).unwrap();
    assert_eq!(name(&library, "w").as_deref(), Some("Two"));
}

#[test]
fn records_and_what_is_noted_of_them_are_written_together_or_not_at_all() {
    let (_folder, library) = library();
    write(&library, &run("one"), &[]);
    let copy = |fail: bool| {
        library.transact("migrate", 9, |tx| {
            tx.put(Kind::Workout, "w", workout("w", "One", 1))?;
            tx.put_migrated("one", &moved("w"))?;
            tx.set_run("one", Step::Copied, &Body::new())?;
            tx.set_fate("one", &key("w"), Fate::Verified)?;
            // The transaction reads what it has written.
            assert_eq!(tx.run("one")?.unwrap().step, Step::Copied);
            assert_eq!(tx.unsent_of_run("one")?, Pending { pending: 1, refused: 0 });
            if fail { Err(OnPurpose) } else { Ok(()) }
        })
    };
    assert!(copy(true).is_err());
    assert_eq!(get(&library, "w"), None);
    assert_eq!(library.read(|view| view.runs()).unwrap(), [run("one")]);
    assert_eq!(all(&library, "one"), []);
    copy(false).unwrap();
    assert_eq!(name(&library, "w").as_deref(), Some("One"));
    assert_eq!(all(&library, "one"), [Migrated { fate: Fate::Verified, ..moved("w") }]);
    assert_eq!(next(&library), [Some("migrate".to_owned()), None]);
}

#[test]
fn the_journal_is_there_when_the_library_is_opened_again() {
    let (_folder, library) = library();
    let noted = [changed("a", workout("a", "Before", 3)), moved("b")];
    write(&library, &run("one"), &noted);
    let path = library.path().to_owned();
    library.close();
    let library = Library::open(&path, &account(), 0).unwrap().library;
    assert_eq!(library.read(|view| view.runs()).unwrap(), [run("one")]);
    assert_eq!(all(&library, "one"), noted);
}

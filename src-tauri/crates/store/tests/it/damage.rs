//! Bytes are changed in every type of page, and in the log: the library always opens, the damaged file is kept, the
//! report names what isn't as it was, and everything else is as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use model::{Body, Kind, body};
use rusqlite::Connection;
use serde_json::json;
use store::{Library, Owner, Query, SalvageReport, StoreError};

use crate::support::{object, open};

const PAGE: usize = 4096;

/// What a library holds.
type Contents = BTreeMap<(Kind, String), Body>;

/// A library that has every type of page, closed: the file, and what is in it.
struct Sample {
    file: Vec<u8>,
    contents: Contents,
    /// By tree and type of page, the pages; `-` are the free ones.
    pages: BTreeMap<(String, String), Vec<usize>>,
}

fn document(kind: Kind, number: u64, version: u64) -> Body {
    let id = format!("{kind}-{number:04}");
    // Some reach over several pages. The id stands on each of them, so that a page tells whose it is.
    let notes = id.repeat(if number % 40 == 7 { 900 } else { 12 });
    object(json!({
        "id": id,
        "name": format!("Name {number} of {kind}"),
        "tags": [format!("tag {}", number % 9)],
        "exercise_groups": [{"exercises": {"a": format!("Exercise {}", number % 50)}}],
        "workouts": [{"workout_id": "workout-0003"}],
        "created_date": model::time::format(number.cast_signed() * 1_000),
        "modified_date": model::time::format((number + version * 10_000).cast_signed() * 1_000),
        "version": version,
        "notes": notes,
    }))
}

/// Makes 200 workouts and 30 programs, changes some and deletes some.
fn fill(library: &Library) {
    let put = |kind, numbers: std::ops::Range<u64>, version| {
        let change = |tx: &mut store::Tx<'_>| {
            for number in numbers {
                let body = document(kind, number, version);
                let id = body::text(&body, "id").to_owned();
                tx.put(kind, &id, body)?;
            }
            Ok::<_, StoreError>(())
        };
        library.transact("put", 1, change).unwrap();
    };
    put(Kind::Workout, 0..200, 1);
    put(Kind::Program, 0..30, 1);
    put(Kind::Workout, 40..120, 2);
    put(Kind::Workout, 600..700, 1);
    library
        .transact("delete", 1, |tx| {
            for number in 600..700 {
                tx.delete(Kind::Workout, &format!("workout-{number:04}"))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn contents(library: &Library) -> Result<Contents, StoreError> {
    let mut contents = Contents::new();
    for kind in Kind::ALL {
        library.read(|view| {
            view.all(kind, |record| {
                contents.insert((kind, record.id), record.body);
                Ok::<_, StoreError>(())
            })
        })?;
    }
    Ok(contents)
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let library = open(&path);
        fill(&library);
        let contents = contents(&library).unwrap();
        library.close();
        let pages = pages(&path);
        Self { file: fs::read(&path).unwrap(), contents, pages }
    }
}

/// Which pages there are, by tree and type.
fn pages(path: &Path) -> BTreeMap<(String, String), Vec<usize>> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT name, pagetype, pageno FROM dbstat").unwrap();
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).unwrap();
    let mut pages: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for row in rows {
        let (key, page) = row.unwrap();
        used.insert(page);
        pages.entry(key).or_default().push(page);
    }
    let count: usize = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let free = (1..=count).filter(|page| !used.contains(page)).collect();
    pages.insert(("-".into(), "free".into()), free);
    pages
}

/// What was found when a damaged library was opened.
struct Found {
    contents: Contents,
    /// `None` if the damage did no harm.
    report: Option<SalvageReport>,
}

/// Opens a library that may be damaged, as the app does: reads it, and if damage is met opens it again.
fn open_damaged(path: &Path) -> Found {
    for attempt in 0..2 {
        let opened = Library::open(path, &Owner::Anonymous, 1_000).unwrap();
        let library = opened.library;
        match read_everything(&library) {
            Ok(contents) => {
                library.close();
                return Found { contents, report: opened.salvage };
            }
            Err(StoreError::Damaged { .. }) if attempt == 0 && opened.salvage.is_none() => library.close(),
            Err(error) => panic!("{error:?} when {:?}", opened.salvage),
        }
    }
    panic!("damage was met, and not when the library was opened again")
}

fn read_everything(library: &Library) -> Result<Contents, StoreError> {
    library.check()?;
    let contents = contents(library)?;
    for kind in Kind::ALL {
        for search in [None, Some("name".to_owned())] {
            let query = Query { search, limit: 5, ..Query::new(kind) };
            let total = library.read(|view| view.list(&query))?.total;
            assert_eq!(total, contents.keys().filter(|key| key.0 == kind).count() as u64);
        }
        library.read(|view| view.tags(kind))?;
    }
    library.read(|view| view.links_to(Kind::Workout, "workout-0003"))?;
    library.read(|view| view.deleted(400))?;
    Ok(contents)
}

/// Compares what was found with what there was. `spoilt` are the pages as they were before they were damaged: only
/// records that stand on them may differ, and if they do, the report says so.
fn compare(found: &Found, before: &Contents, spoilt: &[&[u8]], what: &str) {
    let doubted: BTreeSet<(Kind, String)> = found
        .report
        .iter()
        .flat_map(|report| &report.doubts)
        .map(|doubt| (doubt.key.kind, doubt.key.id.clone()))
        .collect();
    let on_spoilt: BTreeSet<(Kind, String)> = spoilt.iter().flat_map(|page| rows_on(page)).collect();
    let stands_on_spoilt = |key: &(Kind, String)| on_spoilt.contains(key);
    for key in &doubted {
        assert!(stands_on_spoilt(key), "{what}: {key:?} is doubted without reason");
    }
    let is_named = found.report.as_ref().is_none_or(|report| report.all_named);
    let excused = |key: &&(Kind, String)| doubted.contains(*key) || !is_named && stands_on_spoilt(key);
    for key in before.keys().chain(found.contents.keys()).filter(|key| !excused(key)) {
        let (was, is) = (before.get(key), found.contents.get(key));
        assert_eq!(was, is, "{what}: {key:?} is not as it was, and not doubted");
    }
}

/// The records of which a page holds a row, or a part of one: their id stands behind their kind, or behind itself.
fn rows_on(page: &[u8]) -> BTreeSet<(Kind, String)> {
    let mut rows = BTreeSet::new();
    for kind in Kind::ALL {
        let word = kind.as_str().as_bytes();
        for at in word.len()..page.len().saturating_sub(24) {
            let id = &page[at..at + 12];
            if id.starts_with(word) && (page[..at].ends_with(word) || page[at + 12..].starts_with(id)) {
                rows.insert((kind, String::from_utf8_lossy(id).into_owned()));
            }
        }
    }
    rows
}

/// A small random number generator: the test must be the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Ways to damage a page.
fn damage(page: &mut [u8], way: usize, random: &mut Random) -> &'static str {
    match way {
        0 => {
            page[random.below(PAGE)] ^= 1 << random.below(8);
            "a bit"
        }
        1 => {
            let start = random.below(8) * 512;
            page[start..start + 512].fill(0);
            "a sector of zeros"
        }
        2 => {
            // Where the header of the page and the places of its cells are.
            page[random.below(40)] ^= 0x55;
            "a byte of the header"
        }
        3 => {
            for _ in 0..16 {
                page[random.below(PAGE)] = u8::try_from(random.below(256)).unwrap();
            }
            "sixteen bytes"
        }
        _ => {
            page.fill(0xff);
            "the whole page"
        }
    }
}

fn write_damaged(folder: &Path, file: &[u8]) -> PathBuf {
    let path = folder.join("library.db");
    fs::write(&path, file).unwrap();
    path
}

#[test]
fn damage_to_any_type_of_page_is_survived() {
    let sample = Sample::new();
    let types: BTreeSet<&str> = sample.pages.keys().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(types, ["free", "internal", "leaf", "overflow"].into(), "the sample lacks a type of page");
    for tree in ["record", "history"] {
        for kind in ["internal", "leaf", "overflow"] {
            assert!(
                sample.pages.contains_key(&(tree.into(), kind.into())),
                "the sample has no {kind} page of {tree}"
            );
        }
    }
    let mut random = Random(1);
    let mut salvaged = 0;
    for ((tree, kind), pages) in &sample.pages {
        for way in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            let page = pages[random.below(pages.len())];
            let range = (page - 1) * PAGE..page * PAGE;
            let mut file = sample.file.clone();
            let way = damage(&mut file[range.clone()], way, &mut random);
            let what = format!("{way} of page {page}, {kind} of {tree}");
            let path = write_damaged(folder.path(), &file);
            let found = open_damaged(&path);
            compare(&found, &sample.contents, &[&sample.file[range]], &what);
            if let Some(report) = &found.report {
                assert!(report.all_named, "{what}");
                salvaged += 1;
                assert_eq!(fs::read(&report.set_aside).unwrap(), file, "{what}");
                let recovered: u64 = report.recovered.values().sum();
                assert_eq!(recovered, found.contents.len() as u64, "{what}");
            }
        }
    }
    assert!(salvaged > 100, "only {salvaged} were found damaged");
}

#[test]
fn damage_to_the_header_is_survived() {
    let sample = Sample::new();
    for at in 0..100 {
        let folder = tempfile::tempdir().unwrap();
        let mut file = sample.file.clone();
        file[at] ^= 0x41;
        let path = write_damaged(folder.path(), &file);
        let found = open_damaged(&path);
        compare(&found, &sample.contents, &[], &format!("byte {at}"));
    }
}

#[test]
fn a_file_that_was_cut_short_is_survived() {
    let sample = Sample::new();
    let pages = sample.file.len() / PAGE;
    for kept in [1, 2, pages / 2, pages - 1] {
        let folder = tempfile::tempdir().unwrap();
        let path = write_damaged(folder.path(), &sample.file[..kept * PAGE + 100]);
        let found = open_damaged(&path);
        // What is cut off the last page may have been free.
        assert!(found.report.is_some() || kept == pages - 1);
        compare(&found, &sample.contents, &[&sample.file[kept * PAGE..]], &format!("{kept} pages"));
    }
}

#[test]
fn an_empty_library_is_salvaged_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    open(&path).close();
    let file = fs::read(&path).unwrap();
    for page in 1..file.len() / PAGE {
        let mut file = file.clone();
        file[page * PAGE..(page + 1) * PAGE].fill(0x11);
        let folder = tempfile::tempdir().unwrap();
        let found = open_damaged(&write_damaged(folder.path(), &file));
        compare(&found, &Contents::new(), &[], &format!("page {}", page + 1));
    }
}

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

//! Libraries to be damaged, and the comparison of what is left of them with what there was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use model::{Body, Kind, body};
use rusqlite::Connection;
use serde_json::json;
use store::{Library, Owner, Query, SalvageReport, StoreError};

use crate::support::{object, open};

pub(crate) const PAGE: usize = 4096;

/// What a library holds.
pub(crate) type Contents = BTreeMap<(Kind, String), Body>;

/// A library that has every type of page, closed: the file, and what is in it.
pub(crate) struct Sample {
    pub(crate) file: Vec<u8>,
    pub(crate) contents: Contents,
    /// By tree and type of page, the pages; `-` are the free ones.
    pub(crate) pages: BTreeMap<(String, String), Vec<usize>>,
}

pub(crate) fn document(kind: Kind, number: u64, version: u64) -> Body {
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
pub(crate) fn fill(library: &Library) {
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

pub(crate) fn contents(library: &Library) -> Result<Contents, StoreError> {
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
    pub(crate) fn new() -> Self {
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
pub(crate) fn pages(path: &Path) -> BTreeMap<(String, String), Vec<usize>> {
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
pub(crate) struct Found {
    pub(crate) contents: Contents,
    /// `None` if the damage did no harm.
    pub(crate) report: Option<SalvageReport>,
}

/// Opens a library that may be damaged, as the app does: reads it, and if damage is met opens it again.
pub(crate) fn open_damaged(path: &Path) -> Found {
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
pub(crate) fn compare(found: &Found, before: &Contents, spoilt: &[&[u8]], what: &str) {
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
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

pub(crate) fn write_damaged(folder: &Path, file: &[u8]) -> PathBuf {
    let path = folder.join("library.db");
    fs::write(&path, file).unwrap();
    path
}

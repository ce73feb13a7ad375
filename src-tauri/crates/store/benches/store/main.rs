//! The store against plain SQLite: the same rows into the same tables by prepared statements, in the same run and by
//! turns, so that whatever else the machine does meets both. The goals are those of the design.

#![expect(clippy::unwrap_used, reason = "a benchmark that unwraps fails with a message and a line")]
#![expect(clippy::cast_possible_wrap, reason = "small numbers")]
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a View isn't general enough by its name"
)]

mod cloud;
mod documents;
mod raw;

use std::cell::RefCell;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use model::Kind;
use rusqlite::Connection;
use store::{Library, Order, Owner, Query, StoreError};
use tempfile::TempDir;

use crate::raw::Beside;

const RECORDS: usize = 10_000;

criterion_main!(benches);
criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200));
    targets = single_write, bulk_import, opening, searching, cloud::enqueuing, cloud::applying, cloud::sending, cloud::counting
}

/// Times of the store and of plain SQLite, taken by turns.
#[derive(Default)]
struct Pairs(RefCell<Vec<[Duration; 2]>>);

impl Pairs {
    /// Runs both once, and passes on the store's time.
    fn time(&self, store: impl FnOnce(), raw: impl FnOnce()) -> Duration {
        let time = |run: &mut dyn FnMut()| {
            let start = Instant::now();
            run();
            start.elapsed()
        };
        let (mut store, mut raw) = (Some(store), Some(raw));
        let mut run_store = || store.take().into_iter().for_each(|run| run());
        let mut run_raw = || raw.take().into_iter().for_each(|run| run());
        // Whoever comes second finds the disk busy with the first one's work: they take turns in that too.
        let pair = if self.0.borrow().len().is_multiple_of(2) {
            let first = time(&mut run_store);
            [first, time(&mut run_raw)]
        } else {
            let first = time(&mut run_raw);
            [time(&mut run_store), first]
        };
        self.0.borrow_mut().push(pair);
        pair[0]
    }

    fn report(&self, what: &str, goal: &str) {
        // It was filtered out.
        if self.0.borrow().is_empty() {
            return;
        }
        let times =
            |side: usize| -> Vec<Duration> { self.0.borrow().iter().map(|pair| pair[side]).collect() };
        let median = |side: usize| {
            let mut times = times(side);
            times.sort();
            times[times.len() / 2]
        };
        let pairs = self.0.borrow().len();
        for (of, value) in
            [("p50", &median as &dyn Fn(usize) -> Duration), ("all", &|side| times(side).iter().sum())]
        {
            let (store, raw) = (value(0), value(1));
            let ratio = store.as_secs_f64() / raw.as_secs_f64();
            println!(
                "RATIO {what}: {of} store {store:.2?}, SQLite {raw:.2?}, ratio {ratio:.2} of {pairs} pairs; goal {goal}"
            );
        }
        println!();
    }
}

struct Sides {
    _folder: TempDir,
    library: Library,
    raw: Connection,
    rows: Vec<raw::Row>,
}

fn open(path: &Path) -> Library {
    Library::open(path, &Owner::Anonymous, 0).unwrap().library
}

fn import(library: &Library, documents: &[String]) {
    library
        .transact("import", 1, |tx| {
            for (number, text) in documents.iter().enumerate() {
                tx.put(Kind::Workout, &documents::id(number), documents::parse(text))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn documents(version: u64) -> Vec<String> {
    (0..RECORDS).map(|number| documents::json(number, version)).collect()
}

fn rows(version: u64) -> Vec<raw::Row> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = open(&path);
    import(&library, &documents(version));
    library.close();
    raw::rows(&Connection::open(&path).unwrap())
}

/// Both sides with all records.
fn filled() -> Sides {
    let folder = tempfile::tempdir().unwrap();
    let library = open(&folder.path().join("library.db"));
    import(&library, &documents(1));
    let rows = rows(1);
    let raw = raw::open(&folder.path().join("raw.db"));
    raw::import(&raw, &rows, Beside::Nothing);
    Sides { _folder: folder, library, raw, rows }
}

fn single_write(criterion: &mut Criterion) {
    let sides = filled();
    let after = rows(2);
    let pairs = Pairs::default();
    let mut number = 0;
    criterion.bench_function("a durable change of one record", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    // Records far from each other, and each once before any is changed again.
                    number += 1;
                    let at = number * 3_331 % RECORDS;
                    let forth = (number / RECORDS).is_multiple_of(2);
                    let text = documents::json(at, if forth { 2 } else { 1 });
                    let (before, after) =
                        if forth { (&sides.rows[at], &after[at]) } else { (&after[at], &sides.rows[at]) };
                    pairs.time(
                        || {
                            let body = documents::parse(&text);
                            let put =
                                |tx: &mut store::Tx<'_>| tx.put(Kind::Workout, &documents::id(at), body);
                            sides.library.transact("edit", 1, put).unwrap();
                        },
                        || raw::edit(&sides.raw, &[(at as i64 + 1, before, after)], Beside::Nothing),
                    )
                })
                .sum()
        });
    });
    pairs.report("durable single write", "1.5");
}

fn bulk_import(criterion: &mut Criterion) {
    let documents = documents(1);
    let rows = rows(1);
    let pairs = Pairs::default();
    criterion.bench_function("import of 10,000 records", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let folder = tempfile::tempdir().unwrap();
                    let library = open(&folder.path().join("library.db"));
                    let raw = raw::open(&folder.path().join("raw.db"));
                    pairs.time(|| import(&library, &documents), || raw::import(&raw, &rows, Beside::Nothing))
                })
                .sum()
        });
    });
    pairs.report("bulk import of 10,000", "1.5");
}

fn opening(criterion: &mut Criterion) {
    let sides = filled();
    let (path, raw_path) = (sides.library.path().to_owned(), sides.raw.path().unwrap().to_owned());
    sides.library.close();
    let pairs = Pairs::default();
    criterion.bench_function("opening 10,000 records and their first page", |bencher| {
        bencher.iter_custom(|times| {
            let open_both = |_| {
                let mut opened = None;
                let time = pairs.time(
                    || {
                        let library = open(&path);
                        let page = library.read(|view| view.list(&Query::new(Kind::Workout))).unwrap();
                        assert_eq!(page.records.len(), 50);
                        opened = Some(library);
                    },
                    || {
                        let bodies = raw::first_page(&raw::open(Path::new(&raw_path)));
                        for body in &bodies {
                            black_box(documents::parse(body));
                        }
                    },
                );
                if let Some(library) = opened {
                    library.close();
                }
                time
            };
            (0..times).map(open_both).sum()
        });
    });
    pairs.report("opening and first page", "store under 50 ms");
}

fn searching(criterion: &mut Criterion) {
    let sides = filled();
    for (text, expression) in [
        ("b", "\"b\"*"),
        ("bench", "\"bench\"*"),
        ("up bo cab", "\"up\"* AND \"bo\"* AND \"cab\"*"),
        ("heavy 42", "\"heavy\"* AND \"42\"*"),
        ("warm up", "\"warm\"* AND \"up\"*"),
        ("nothing like it", "\"nothing\"* AND \"like\"* AND \"it\"*"),
    ] {
        for order in [Order::Modified, Order::Relevance] {
            let query = Query { search: Some(text.into()), order, ..Query::new(Kind::Workout) };
            let total = sides.library.read(|view| view.list(&query)).unwrap().total;
            let pairs = Pairs::default();
            criterion.bench_function(&format!("search for {text:?} by {order:?}"), |bencher| {
                bencher.iter_custom(|times| {
                    let search = |_| {
                        pairs.time(
                            || drop(black_box(sides.library.read(|view| view.list(&query)).unwrap())),
                            || {
                                let (bodies, count) = raw::search(&sides.raw, expression);
                                for body in &bodies {
                                    black_box(documents::parse(body));
                                }
                                assert_eq!(count, total as i64);
                            },
                        )
                    };
                    (0..times).map(search).sum()
                });
            });
            pairs.report(&format!("search for {text:?} by {order:?}, {total} found"), "store under 10 ms");
        }
    }
}

//! The side of the library that faces the cloud, against the same rows written by plain SQLite.

use std::path::Path;

use criterion::Criterion;
use model::sync::{Acknowledged, Limits, Meeting, Outcome, Remote, State};
use model::{Body, Kind, RecordKey, ServerTime};
use rusqlite::Connection;
use store::{Library, Owner, StoreError, Uid};

use crate::raw::{self, Beside};
use crate::{Pairs, RECORDS, documents, rows};

/// Changes that come, or go, in one transaction.
const BATCH: usize = 500;

fn open(path: &Path) -> Library {
    Library::open(path, &Owner::Account(Uid::new("u1").unwrap()), 0).unwrap().library
}

fn put(library: &Library, number: usize, body: Body) {
    library.transact("edit", 1, |tx| tx.put(Kind::Workout, &documents::id(number), body)).unwrap();
}

/// Applies documents as if they came from the server at time `at`, in batches.
fn apply(library: &Library, bodies: Vec<Body>, at: i64) {
    let merge = &mut |_: &Meeting<'_>| Outcome::Theirs { lost: Vec::new() };
    let mut bodies = bodies.into_iter().enumerate().peekable();
    while bodies.peek().is_some() {
        library
            .sync(1, |tx| {
                for (number, body) in bodies.by_ref().take(BATCH) {
                    let key = RecordKey::new(Kind::Workout, documents::id(number));
                    tx.receive(Remote { key, at: ServerTime(at), state: State::Document(body) }, merge)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

fn bodies(texts: &[String]) -> Vec<Body> {
    texts.iter().map(|text| documents::parse(text)).collect()
}

/// Sends all that is queued: takes it, and has it acknowledged.
fn send(library: &Library, at: i64) {
    loop {
        let batch = library.sync(1, |tx| tx.take(Limits { rows: BATCH, bytes: 3 << 20 })).unwrap();
        if batch.due.is_empty() {
            return;
        }
        library
            .sync(1, |tx| {
                for taken in batch.due {
                    let (key, op, at) = (taken.key, taken.op, Some(ServerTime(at)));
                    tx.acknowledge(Acknowledged {
                        key,
                        op,
                        at,
                        state: State::Document(taken.body.unwrap_or_default()),
                    })?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

/// 10,000 edits, each durable and queued when the next begins.
pub(crate) fn enqueuing(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let library = open(&folder.path().join("library.db"));
    let raw = raw::open(&folder.path().join("raw.db"));
    let (before, after) = (rows(1), rows(2));
    apply(&library, bodies(&documents(1)), 1);
    raw::import(&raw, &before, Beside::Mirror);
    let texts = [documents(2), documents(1)];
    let (pairs, mut number) = (Pairs::default(), 0);
    criterion.bench_function("a durable edit that is queued", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let (at, round) = (number % RECORDS, number / RECORDS % 2);
                    number += 1;
                    let body = documents::parse(&texts[round][at]);
                    let (was, is) =
                        if round == 0 { (&before[at], &after[at]) } else { (&after[at], &before[at]) };
                    pairs.time(
                        || put(&library, at, body),
                        || raw::edit(&raw, &[(at as i64 + 1, was, is)], Beside::Queue),
                    )
                })
                .sum()
        });
    });
    // As many as were not yet made.
    while (1..RECORDS).contains(&number) {
        let body = documents::parse(&texts[0][number]);
        let edit = [(number as i64 + 1, &before[number], &after[number])];
        pairs.time(|| put(&library, number, body), || raw::edit(&raw, &edit, Beside::Queue));
        number += 1;
    }
    pairs.report("enqueue 10,000, each durable", "1.5");
}

/// What comes from the server: 10,000 new documents, and 10,000 that were changed there.
pub(crate) fn applying(criterion: &mut Criterion) {
    let (new, changed) = (documents(1), documents(2));
    let (before, after) = (rows(1), rows(2));
    let (creations, edits) = (Pairs::default(), Pairs::default());
    criterion.bench_function("applying 10,000 new and 10,000 changed documents", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let folder = tempfile::tempdir().unwrap();
                    let library = open(&folder.path().join("library.db"));
                    let raw = raw::open(&folder.path().join("raw.db"));
                    let (first, second) = (bodies(&new), bodies(&changed));
                    let created = creations.time(
                        || apply(&library, first, 1),
                        || before.chunks(BATCH).for_each(|rows| raw::import(&raw, rows, Beside::Mirror)),
                    );
                    let all: Vec<(i64, &raw::Row, &raw::Row)> =
                        (1..).zip(&before).zip(&after).map(|((num, was), is)| (num, was, is)).collect();
                    created
                        + edits.time(
                            || apply(&library, second, 2),
                            || all.chunks(BATCH).for_each(|rows| raw::edit(&raw, rows, Beside::Mirror)),
                        )
                })
                .sum()
        });
    });
    creations.report("apply 10,000 new remote documents", "1.5");
    edits.report("apply 10,000 remote changes", "1.5");
}

/// 10,000 new records, taken in batches and acknowledged.
pub(crate) fn sending(criterion: &mut Criterion) {
    let texts = documents(1);
    criterion.bench_function("taking and acknowledging 10,000 changes", |bencher| {
        bencher.iter_batched(
            || {
                let folder = tempfile::tempdir().unwrap();
                let library = open(&folder.path().join("library.db"));
                crate::import(&library, &texts);
                (folder, library)
            },
            |(folder, library)| {
                send(&library, 1);
                (folder, library)
            },
            criterion::BatchSize::PerIteration,
        );
    });
}

/// How much waits, with a short queue and a long one.
pub(crate) fn counting(criterion: &mut Criterion) {
    for queued in [10, 100_000] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let library = open(&path);
        let connection = Connection::open(&path).unwrap();
        connection
            .execute(
                "INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before)
                 WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)
                 SELECT 'workout', 'workout-' || n, 'delete', n, 1, 0, 0 FROM number",
                [queued],
            )
            .unwrap();
        assert_eq!(library.read(|view| view.unsent()).unwrap(), queued);
        criterion.bench_function(&format!("counting {queued} unsent changes"), |bencher| {
            bencher.iter(|| library.read(|view| view.pending()).unwrap());
        });
    }
}

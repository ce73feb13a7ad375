//! How fast the engine decides, and how fast two copies of a large document are brought together.

#![expect(clippy::expect_used, reason = "a benchmark that expects fails with a message and a line")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use model::sync::{Feed, Meeting, Op, Outcome, Pending, State, Taken, TakenBatch, Unsent};
use model::{Body, Kind, Millis, RecordKey, ServerTime};
use serde_json::{Value, json};
use sync::merge::meet;
use sync::{Clock, Effect, Engine, Event, Heard, HeardState, Mark, StreamId, WriteResult};

const NOW: Millis = 1_800_000_000_000;
const AT: ServerTime = ServerTime(NOW * 1_000);

criterion_main!(benches);
criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500));
    targets = decisions, merge
}

fn body(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        _ => Body::new(),
    }
}

/// An engine whose streams have caught up.
fn live() -> (Engine, StreamId) {
    let mut engine = Engine::new("bench", 7);
    let mut streams = Vec::new();
    for effect in engine.handle(Event::Started { cursors: Vec::new(), counts: Pending::default() }, NOW) {
        if let Effect::Listen { stream, feed, .. } = effect {
            streams.push((feed, stream));
        }
    }
    for (_, stream) in &streams {
        let mark = Mark { read_time: AT, token: Some(vec![1]), current: true };
        answer(&mut engine, Event::Heard { stream: *stream, changes: Vec::new(), mark: Some(mark) });
    }
    let workouts = streams.into_iter().find(|(feed, _)| *feed == Feed::Records(Kind::Workout));
    (engine, workouts.expect("a stream").1)
}

fn taken() -> Taken {
    Taken {
        key: RecordKey::new(Kind::Workout, "w"),
        op: Op("op".into()),
        edited_at: NOW,
        body: Some(body(json!({"id": "w", "name": "Push day", "tags": ["a", "b"]}))),
        base: None,
        gone: None,
        unresolved: false,
        attempts: 0,
    }
}

/// Tells the engine an event, and does all that it wants done, until it wants nothing: the number of decisions.
fn answer(engine: &mut Engine, event: Event) -> u64 {
    let mut events = vec![event];
    let mut decisions = 0;
    while let Some(event) = events.pop() {
        decisions += 1;
        for effect in engine.handle(event, NOW) {
            let counts = Pending::default();
            events.extend(match effect {
                Effect::Take(request, _) => {
                    let counts = Pending { pending: 1, refused: 0 };
                    Some(Event::Taken(request, TakenBatch { due: vec![taken()], next_in: None, counts }))
                }
                Effect::Commit(request, batch) => {
                    let results =
                        batch.writes.iter().map(|_| WriteResult { at: AT, modified: None }).collect();
                    Some(Event::Committed { request, at: AT, results })
                }
                Effect::Apply { request, .. } | Effect::Acknowledge(request, _) => {
                    Some(Event::Stored { request, counts, ask: Vec::new() })
                }
                Effect::Count(request, _) => {
                    Some(Event::Counted { request, at: AT, theirs: 1, timed: 1, ours: 1 })
                }
                _ => None,
            });
        }
    }
    decisions
}

fn decisions(c: &mut Criterion) {
    let mut group = c.benchmark_group("decisions");
    let (mut engine, stream) = live();
    let edit = || Event::LocalChange { counts: Pending { pending: 1, refused: 0 } };
    group.throughput(Throughput::Elements(answer(&mut engine, edit())));
    group.bench_function("an edit all the way", |b| b.iter(|| answer(&mut engine, edit())));
    let heard = || {
        let changes = vec![Heard::State(HeardState { id: "w".into(), at: AT, body: taken().body })];
        let mark = Mark { read_time: AT, token: Some(vec![1]), current: true };
        Event::Heard { stream, changes, mark: Some(mark) }
    };
    group.throughput(Throughput::Elements(answer(&mut engine, heard())));
    group.bench_function("a change heard", |b| b.iter(|| answer(&mut engine, heard())));
    group.finish();
}

/// A workout of about 100 kB, with one field of every group as given.
fn large(sets: &str, reps: &str) -> Body {
    let group = |number: usize| {
        let exercises = json!({"a": "Bench press", "b": "Bent-over row", "c": "Overhead press"});
        let notes = "Slowly down, a breath, and up again without a bounce. ".repeat(2);
        json!({"group_id": format!("group-{number}"), "exercises": exercises, "sets": sets, "reps": reps, "rest": "60s",
            "notes": notes})
    };
    let groups: Vec<Value> = (0..360).map(group).collect();
    body(json!({"id": "w", "name": "All of it", "tags": ["a", "b"], "version": 3, "exercise_groups": groups}))
}

fn merge(c: &mut Criterion) {
    let (base, ours, theirs) = (large("3", "8"), large("4", "8"), State::Document(large("3", "9")));
    let bytes = serde_json::to_string(&base).map_or(0, |text| text.len());
    let unsent = Unsent { op: Op("op".into()), edited_at: NOW };
    let key = RecordKey::new(Kind::Workout, "w");
    let meeting = Meeting {
        key: &key,
        base: Some(&base),
        ours: Some(&ours),
        unsent: &unsent,
        sent: &[],
        theirs: &theirs,
        at: AT,
    };
    let clock = Clock { now: NOW, offset: 0 };
    assert!(matches!(meet(&meeting, clock), Outcome::Both { lost, .. } if lost.is_empty()));
    let mut group = c.benchmark_group("merge");
    group.throughput(Throughput::Bytes(u64::try_from(bytes).unwrap_or_default()));
    group.bench_function(format!("{} kB", bytes / 1_000), |b| b.iter(|| black_box(meet(&meeting, clock))));
    group.finish();
}

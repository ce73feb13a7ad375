//! What may happen to the cloud side of a library, drawn at random.

use std::ops::Range;

use model::sync::{Loss, Op, Outcome, Side, State};
use model::{Body, Kind, RecordKey};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::support::object;

pub(crate) const HOUR: i64 = 3_600_000;

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A person puts a document, or deletes it.
    Edit(RecordKey, Option<u64>),
    Undo,
    Redo,
    Discard(RecordKey),
    Retry(RecordKey),
    /// The server had this document, or none, at a time.
    Receive(RecordKey, i64, Option<u64>, Verdict),
    Take {
        rows: usize,
        bytes: usize,
    },
    /// The answer to one of the changes that were taken, whichever: at a time, or that nothing was to be sent.
    Acknowledge(usize, Option<i64>),
    Refuse(usize),
    Postpone(usize, u64),
    Hurry,
    /// Time goes on, or back.
    Pass(i64),
    Reopen,
}

/// What the merge is to say.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verdict {
    Theirs,
    Ours(bool),
    Both(bool),
    Unreadable,
    Ask,
}

fn key() -> impl Strategy<Value = RecordKey> {
    (select(&Kind::ALL[..]), select(&["a", "b"][..])).prop_map(|(kind, id)| RecordKey::new(kind, id))
}

/// A document in one of a few versions; two of them say the same. A few devices have written them.
pub(crate) fn document(key: &RecordKey, version: u64) -> Body {
    let sync = json!({"op": format!("v{version}"), "device": format!("d{}", version % 3)});
    object(json!({"id": key.id, "name": format!("Name {}", version / 2), "version": version, "sync": sync}))
}

/// That there is no document, and what the tombstone of that time says, if anybody looked.
pub(crate) fn deleted(at: i64) -> State {
    let seen =
        |devices: Range<i64>| devices.map(|device| (format!("d{device}"), Op(format!("t{at}")))).collect();
    State::Deleted { after: (at % 3 > 0).then(|| seen(at % 2..at % 4)) }
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        2 => Just(Verdict::Theirs),
        2 => any::<bool>().prop_map(Verdict::Ours),
        2 => any::<bool>().prop_map(Verdict::Both),
        1 => Just(Verdict::Unreadable),
        1 => Just(Verdict::Ask),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (key(), option::weighted(0.8, 0..9_u64)).prop_map(|(key, version)| Step::Edit(key, version)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => key().prop_map(Step::Discard),
        1 => key().prop_map(Step::Retry),
        6 => (key(), 0..30_i64, option::weighted(0.7, 0..9_u64), verdict())
            .prop_map(|(key, at, version, verdict)| Step::Receive(key, at, version, verdict)),
        5 => (0..4_usize, select(&[0, 60, 9_999][..])).prop_map(|(rows, bytes)| Step::Take { rows, bytes }),
        5 => (0..64_usize, option::weighted(0.9, 0..30_i64))
            .prop_map(|(which, at)| Step::Acknowledge(which, at)),
        2 => (0..64_usize).prop_map(Step::Refuse),
        2 => (0..64_usize, 0..3_000_u64).prop_map(|(which, millis)| Step::Postpone(which, millis)),
        1 => Just(Step::Hurry),
        2 => select(&[1_000, 5_000, -1_000, -2 * HOUR][..]).prop_map(Step::Pass),
        1 => Just(Step::Reopen),
    ]
}

/// What the merge says.
pub(crate) fn outcome(key: &RecordKey, verdict: Verdict) -> Outcome {
    let lost = |theirs| {
        let side = if theirs { Side::Theirs } else { Side::Ours };
        vec![Loss { side, path: String::new(), value: Value::Null }]
    };
    match verdict {
        Verdict::Theirs => Outcome::Theirs { lost: lost(false) },
        Verdict::Ours(theirs) => Outcome::Ours { lost: if theirs { lost(true) } else { Vec::new() } },
        Verdict::Both(theirs) => Outcome::Both { body: document(key, 50), lost: lost(theirs) },
        Verdict::Unreadable => Outcome::Unreadable,
        Verdict::Ask => Outcome::Ask,
    }
}

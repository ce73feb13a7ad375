//! From queue to batch, and the way to the one write that spoils one.

use std::collections::BTreeSet;

use model::Body;
use model::RecordKey;
use model::body::same_content;
use model::sync::{Acknowledged, Limits, Op, State, Taken};
use serde_json::Value;

use crate::clock::Clock;
use crate::wire::Stamp;
use crate::write::{Batch, Change, Write};

/// The most writes of one commit.
pub const MOST_WRITES: usize = 500;

/// The most bytes of one commit; Firestore's emulator takes 4 MiB, Firestore itself 10 MiB.
pub const MOST_BYTES: usize = 3 << 20;

/// What is to be done about changes taken from the queue. The rows stay in the queue; what isn't in the plan for want
/// of room is taken again next time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Changes that the server has already: edits that took back each other, records made and deleted unsent.
    pub done: Vec<Acknowledged>,
    /// Records that have to be read first: a write that made them may have landed, and nothing is known of it; or they
    /// are made anew after a deletion of which nobody knows whose it was.
    pub ask: Vec<RecordKey>,
    /// What to send, first queued first.
    pub batch: Batch,
    /// What there was no room for.
    pub left: Vec<Op>,
}

/// Plans what to do about `due`, as `device`. `unlanded`: writes known not to have landed, whatever the store thinks.
/// The first write fits, whatever its size; whether it is too large is for the server to say.
#[must_use]
pub fn plan(due: Vec<Taken>, device: &str, clock: Clock, unlanded: &BTreeSet<Op>) -> Plan {
    let mut plan = Plan::default();
    let (mut writes, mut bytes) = (0, 0);
    for taken in due {
        match (&taken.body, &taken.base) {
            // If it landed and was deleted since, no precondition would keep it from landing again.
            (_, None) if taken.unresolved && !unlanded.contains(&taken.op) => plan.ask.push(taken.key),
            (None, None) => {
                let state = State::Deleted { after: None };
                plan.done.push(Acknowledged { key: taken.key, op: taken.op, at: None, state });
            }
            // What is made anew names all that was there before.
            (Some(_), None) if taken.gone.as_ref().is_some_and(|gone| !gone.looked) => {
                plan.ask.push(taken.key);
            }
            (Some(body), Some(base)) if !taken.unresolved && same_content(body, &base.body) => {
                let state = State::Document(base.body.clone());
                plan.done.push(Acknowledged { key: taken.key, op: taken.op, at: None, state });
            }
            _ => {
                let write = write(taken, device, clock);
                writes += write.count();
                bytes += write.size();
                let full = writes > MOST_WRITES || bytes > MOST_BYTES;
                // First come, first served: once one doesn't fit, none of those after it does.
                if full && !plan.batch.writes.is_empty() {
                    plan.left.push(write.op);
                } else {
                    plan.batch.writes.push(write);
                }
            }
        }
    }
    plan
}

fn write(taken: Taken, device: &str, clock: Clock) -> Write {
    let stamp = Stamp {
        key: &taken.key,
        op: &taken.op,
        device,
        edited_at: clock.corrected(taken.edited_at),
        base: taken.base.as_ref().map(|base| (base.at, &base.body)),
        gone: taken.gone.as_ref().map(|gone| &gone.seen),
    };
    stamp.write(taken.body, taken.attempts)
}

impl Write {
    /// How many of Firestore's writes it is.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.change {
            Change::Put(_) => 1,
            Change::Delete { .. } => 2,
        }
    }

    /// About how many bytes it is on the wire, rather more than less.
    #[must_use]
    pub fn size(&self) -> usize {
        const NAMES: usize = 256;
        let (Change::Put(body) | Change::Delete { tombstone: body }) = &self.change;
        self.count() * (NAMES + self.key.id.len()) + size_of_body(body)
    }
}

/// Tags and lengths that protobuf puts around a value.
const AROUND: usize = 8;

fn size_of_body(body: &Body) -> usize {
    body.iter().map(|(name, value)| name.len() + AROUND + size_of(value)).sum()
}

fn size_of(value: &Value) -> usize {
    AROUND
        + match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => AROUND,
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(size_of).sum(),
            Value::Object(body) => size_of_body(body),
        }
}

/// How many writes go into the next batch. After a batch that the server would not take, half of it; on with batches
/// of that size until the one that spoils it has shown itself alone, or all of them have gone through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halving {
    limit: usize,
    /// The writes, from the front of the queue, among which the spoiled one is.
    suspects: usize,
}

impl Default for Halving {
    fn default() -> Self {
        Self { limit: MOST_WRITES, suspects: 0 }
    }
}

impl Halving {
    /// How much to take next.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { rows: self.limit, bytes: MOST_BYTES }
    }

    /// A batch of so many writes was not taken. One alone can't be halved.
    pub fn refused(&mut self, writes: usize) {
        self.suspects = writes;
        self.limit = writes.div_ceil(2).max(1);
    }

    /// The one that spoiled its batch has shown itself, and is out of the way.
    pub fn found(&mut self) {
        *self = Self::default();
    }

    /// So many writes went through.
    pub fn passed(&mut self, writes: usize) {
        self.suspects = self.suspects.saturating_sub(writes);
        if self.suspects == 0 {
            *self = Self::default();
        }
    }
}

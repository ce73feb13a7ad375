//! The cloud side of a library as it would be without a database: what is on the server as far as is known, what
//! waits to be sent, and what was given out, in maps.

use std::collections::{BTreeMap, BTreeSet};

use model::body::same_content;
use model::sync::{Acknowledged, Gone, Op, Outcome, Pending, Refusal, Remote, Seen, Sent, Side, State};
use model::{Body, RecordKey};
use serde_json::Value;

/// A change that waits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) key: RecordKey,
    pub(crate) deleted: bool,
    /// Another number for each state of each record.
    pub(crate) generation: u64,
    pub(crate) edited_at: i64,
    pub(crate) attempts: u32,
    pub(crate) not_before: i64,
    pub(crate) postponed_at: i64,
    pub(crate) refused: Option<Refusal>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct CloudReference {
    pub(crate) records: BTreeMap<RecordKey, Body>,
    /// The last known state of the server: a time and a document, or that there is none.
    pub(crate) server: BTreeMap<RecordKey, (i64, Option<Body>)>,
    /// In the order of the queue.
    pub(crate) queue: Vec<Row>,
    /// What was given out, the oldest first: which generation, and what it wrote.
    pub(crate) sent: BTreeMap<RecordKey, Vec<(u64, Sent)>>,
    /// What the records were, and what lost against them, the newest first.
    pub(crate) history: BTreeMap<RecordKey, Vec<Option<Body>>>,
    /// Of what is gone from the server: which writes were in it, as who says, at which time; the document at none.
    told: BTreeMap<RecordKey, Vec<(i64, Seen)>>,
    generation: u64,
}

impl CloudReference {
    pub(crate) fn row(&self, key: &RecordKey) -> Option<&Row> {
        self.queue.iter().find(|row| row.key == *key)
    }

    pub(crate) fn pending(&self) -> Pending {
        let refused = self.queue.iter().filter(|row| row.refused.is_some()).count() as u64;
        Pending { pending: self.queue.len() as u64 - refused, refused }
    }

    pub(crate) fn given_out(&self, key: &RecordKey) -> Vec<Sent> {
        self.sent.get(key).into_iter().flatten().map(|(_, sent)| sent.clone()).collect()
    }

    /// A person puts a document, or deletes it.
    pub(crate) fn edit(&mut self, key: &RecordKey, body: Option<&Body>, now: i64) {
        let before = self.records.get(key).cloned();
        if before.as_ref() == body {
            return;
        }
        self.remember(key, before);
        self.set(key, body.cloned());
        self.enqueue(key, body.is_none(), now);
    }

    /// A record was changed by undo or redo to what it is now; history is another matter.
    pub(crate) fn reverted(&mut self, key: &RecordKey, body: Option<&Body>, now: i64) {
        if self.records.get(key) == body {
            return;
        }
        self.set(key, body.cloned());
        self.enqueue(key, body.is_none(), now);
    }

    fn enqueue(&mut self, key: &RecordKey, deleted: bool, now: i64) {
        let unheard = self.server.get(key).is_none_or(|(_, document)| document.is_none());
        if deleted && unheard && self.given_out(key).is_empty() {
            self.dequeue(key);
            return;
        }
        let generation = self.next();
        let row = Row {
            key: key.clone(),
            deleted,
            generation,
            edited_at: now,
            attempts: 0,
            not_before: 0,
            postponed_at: 0,
            refused: None,
        };
        match self.queue.iter_mut().find(|row| row.key == *key) {
            Some(there) => *there = row,
            None => self.queue.push(row),
        }
    }

    /// What the store must answer to a state of the server's that meets nothing unsent, or is known: whether it is
    /// later than what is known.
    pub(crate) fn is_later(&self, remote: &Remote) -> bool {
        let is_there = matches!(remote.state, State::Document(_));
        self.server
            .get(&remote.key)
            .is_none_or(|(at, document)| (*at, document.is_some()) < (remote.at.0, is_there))
    }

    pub(crate) fn receive(&mut self, remote: &Remote, outcome: &Outcome) {
        if !self.is_later(remote) {
            let is_tombstone = matches!(remote.state, State::Deleted { .. });
            if is_tombstone && matches!(self.server.get(&remote.key), Some((_, None))) {
                self.tell(&remote.key, remote.at.0, &remote.state);
            }
            return;
        }
        let key = &remote.key;
        let theirs = document(&remote.state);
        let Some(row) = self.row(key).cloned() else {
            self.move_server(key, remote.at.0, &remote.state);
            self.follow(key, theirs);
            return;
        };
        if *outcome == Outcome::Ask {
            return;
        }
        self.move_server(key, remote.at.0, &remote.state);
        self.sent.remove(key);
        let theirs_lost = match outcome {
            Outcome::Ours { lost } | Outcome::Both { lost, .. } => {
                lost.iter().any(|loss| loss.side == Side::Theirs)
            }
            _ => false,
        };
        match outcome {
            Outcome::Ask => {}
            Outcome::Theirs { .. } => {
                self.dequeue(key);
                self.follow(key, theirs);
            }
            Outcome::Ours { .. } => {
                if theirs_lost && theirs.is_some() {
                    self.remember(key, theirs);
                }
                self.renew(key, row.refused);
            }
            Outcome::Both { body, .. } => {
                if let Some(ours) = self.records.get(key).cloned() {
                    self.remember(key, Some(ours));
                }
                if theirs_lost && theirs.is_some() {
                    self.remember(key, theirs);
                }
                self.set(key, Some(body.clone()));
                self.enqueue(key, false, row.edited_at);
            }
            Outcome::Unreadable => self.renew(key, Some(Refusal::Unreadable)),
        }
    }

    /// `generation` is what the op stands for.
    pub(crate) fn acknowledge(&mut self, done: &Acknowledged, generation: u64) {
        let key = &done.key;
        let known = self.server.get(key).map_or((i64::MIN, None), |(at, body)| (*at, Some(body.is_some())));
        let document = document(&done.state);
        let now = (done.at.map_or(known.0, |at| at.0), Some(document.is_some()));
        if done.at.is_some() && now < known {
            return;
        }
        let moves = done.at.is_some() && now > known;
        if moves {
            self.move_server(key, now.0, &done.state);
            self.sent.remove(key);
        }
        match self.row(key).cloned() {
            Some(row) if row.generation == generation => {
                self.dequeue(key);
                self.follow(key, document);
            }
            Some(_) if moves => {
                let place = self.queue.iter().position(|row| row.key == *key).unwrap();
                let row = self.queue.remove(place);
                self.queue.push(row);
            }
            None if moves => self.follow(key, document),
            _ => {}
        }
    }

    fn move_server(&mut self, key: &RecordKey, at: i64, state: &State) {
        let before = self.server.insert(key.clone(), (at, document(state)));
        if let Some((_, Some(body))) = before {
            self.told.insert(key.clone(), vec![(i64::MIN, Seen::of(&body))]);
        }
        self.tell(key, at, state);
    }

    fn tell(&mut self, key: &RecordKey, at: i64, state: &State) {
        match state {
            State::Document(_) => drop(self.told.remove(key)),
            State::Deleted { after: None } => {}
            State::Deleted { after: Some(after) } => {
                self.told.entry(key.clone()).or_default().push((at, after.clone()));
            }
        }
    }

    /// Every device that anybody named is known with a write that was told; those that the last tombstone names, with
    /// the write that it names.
    pub(crate) fn assert_gone(&self, key: &RecordKey, gone: &Gone) {
        let told = self.told.get(key).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(gone.looked, told.iter().any(|(at, _)| *at > i64::MIN));
        let all: Vec<Op> = told.iter().flat_map(|(_, seen)| ops(seen)).collect();
        assert!(ops(&gone.seen).iter().all(|op| all.contains(op)), "{gone:?} was not told: {told:?}");
        let devices =
            |seen: &Seen| seen.to_map().into_iter().map(|(device, _)| device).collect::<BTreeSet<_>>();
        assert_eq!(devices(&gone.seen), told.iter().flat_map(|(_, seen)| devices(seen)).collect());
        // Of two that came for one time, the first.
        if let Some((_, last)) = told.iter().rev().max_by_key(|(at, _)| *at) {
            assert!(ops(last).iter().all(|op| gone.seen.contains(op)), "{gone:?} is not the last: {told:?}");
        }
    }

    /// Notes that a row was given out.
    pub(crate) fn give_out(&mut self, row: &Row, op: Op) {
        let body = if row.deleted { None } else { self.records.get(&row.key).cloned() };
        let sent = self.sent.entry(row.key.clone()).or_default();
        if !sent.iter().any(|(generation, _)| *generation == row.generation) {
            sent.push((row.generation, Sent { op, body }));
        }
    }

    pub(crate) fn discard(&mut self, key: &RecordKey) {
        if self.row(key).is_none() {
            return;
        }
        self.dequeue(key);
        let theirs = self.server.get(key).and_then(|(_, document)| document.clone());
        let ours = self.records.get(key).cloned();
        let same = match (&ours, &theirs) {
            (Some(ours), Some(theirs)) => same_content(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        if !same {
            self.remember(key, ours);
        }
        self.set(key, theirs);
    }

    pub(crate) fn row_mut(&mut self, key: &RecordKey, generation: u64) -> Option<&mut Row> {
        self.queue.iter_mut().find(|row| row.key == *key && row.generation == generation)
    }

    fn follow(&mut self, key: &RecordKey, body: Option<Body>) {
        let before = self.records.get(key).cloned();
        let changes = match (&before, &body) {
            (Some(before), Some(body)) => !same_content(before, body),
            (before, body) => before.is_some() || body.is_some(),
        };
        if changes {
            self.remember(key, before);
        }
        self.set(key, body);
    }

    fn renew(&mut self, key: &RecordKey, refused: Option<Refusal>) {
        let generation = self.next();
        for row in self.queue.iter_mut().filter(|row| row.key == *key) {
            (row.generation, row.attempts, row.not_before, row.refused) = (generation, 0, 0, refused);
        }
    }

    fn dequeue(&mut self, key: &RecordKey) {
        self.queue.retain(|row| row.key != *key);
        self.sent.remove(key);
    }

    fn next(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    fn remember(&mut self, key: &RecordKey, before: Option<Body>) {
        self.history.entry(key.clone()).or_default().insert(0, before);
    }

    fn set(&mut self, key: &RecordKey, body: Option<Body>) {
        match body {
            Some(body) => self.records.insert(key.clone(), body),
            None => self.records.remove(key),
        };
    }
}

fn ops(seen: &Seen) -> Vec<Op> {
    seen.to_map().values().filter_map(Value::as_str).map(|op| Op(op.to_owned())).collect()
}

fn document(state: &State) -> Option<Body> {
    match state {
        State::Document(body) => Some(body.clone()),
        State::Deleted { .. } => None,
    }
}

//! Any sequence of edits and of what comes from the cloud, in any order and any number of times, through the store
//! equals the same through [`CloudReference`].

use std::collections::BTreeMap;

use model::body::same_content;
use model::sync::{Acknowledged, Limits, Meeting, Outcome, Refusal, Remote, State, Taken};
use model::{Body, Kind, RecordKey, ServerTime};
use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;
use store::{Library, Received, StoreError};
use tempfile::TempDir;

use crate::cloud::{account, library};
use crate::cloud_reference::{CloudReference, Row};
use crate::cloud_steps::{HOUR, Step, Verdict, deleted, document, outcome, step};

/// A library, the reference, and what was ever taken from it with its generation.
struct Trial {
    _folder: TempDir,
    library: Library,
    reference: CloudReference,
    taken: Vec<(Taken, u64)>,
    now: i64,
}

impl Trial {
    fn step(&mut self, step: Step) {
        match step {
            Step::Edit(key, version) => {
                let body = version.map(|version| document(&key, version));
                self.library
                    .transact("edit", self.now, |tx| match body.clone() {
                        Some(body) => tx.put(key.kind, &key.id, body).map(drop),
                        None => tx.delete(key.kind, &key.id).map(drop),
                    })
                    .unwrap();
                self.reference.edit(&key, body.as_ref(), self.now);
            }
            Step::Undo => self.revert(Library::undo),
            Step::Redo => self.revert(Library::redo),
            Step::Discard(key) => {
                let there = self.reference.row(&key).is_some();
                let discard =
                    || self.library.transact("discard", self.now, |tx| tx.discard(key.kind, &key.id));
                assert_eq!((discard().unwrap(), discard().unwrap()), (there, false));
                self.reference.discard(&key);
            }
            Step::Retry(key) => {
                let retry = || self.library.transact("retry", self.now, |tx| tx.retry(key.kind, &key.id));
                let there = self.reference.row(&key).map(|row| row.generation);
                assert_eq!((retry().unwrap(), retry().unwrap()), (there.is_some(), there.is_some()));
                if let Some(row) = there.and_then(|generation| self.reference.row_mut(&key, generation)) {
                    (row.attempts, row.not_before, row.refused) = (0, 0, None);
                }
            }
            Step::Receive(key, at, version, verdict) => self.receive(key, at, version, verdict),
            Step::Take { rows, bytes } => self.take(Limits { rows, bytes }),
            Step::Acknowledge(which, at) => self.acknowledge(which, at),
            Step::Refuse(which) => self.answer(
                which,
                |tx, taken| tx.refuse(&taken.key, &taken.op, Refusal::Invalid),
                |row| row.refused = Some(Refusal::Invalid),
            ),
            Step::Postpone(which, millis) => self.postpone(which, millis),
            Step::Hurry => {
                self.library.sync(self.now, |tx| tx.hurry()).unwrap();
                self.reference.queue.iter_mut().for_each(|row| row.not_before = 0);
            }
            Step::Pass(millis) => self.now += millis,
            Step::Reopen => {
                let path = self.library.path().to_owned();
                self.library.close();
                self.library = Library::open(&path, &account(), self.now).unwrap().library;
            }
        }
        self.compare();
    }

    fn revert(&mut self, revert: impl Fn(&Library, i64) -> Result<Option<store::Reverted>, StoreError>) {
        match revert(&self.library, self.now) {
            Ok(None) | Err(StoreError::Conflict { .. }) => {}
            Ok(Some(reverted)) => {
                for key in reverted.keys {
                    let record = self.library.read(|view| view.get(key.kind, &key.id)).unwrap();
                    let body = record.map(|record| record.body);
                    self.reference.reverted(&key, body.as_ref(), self.now);
                    // Which version it was is the business of another test.
                    let versions = self.library.read(|view| view.history(key.kind, &key.id)).unwrap();
                    let bodies = versions.into_iter().map(|version| version.body).collect();
                    self.reference.history.insert(key, bodies);
                }
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    fn receive(&mut self, key: RecordKey, at: i64, version: Option<u64>, verdict: Verdict) {
        let state = match version {
            Some(version) => State::Document(document(&key, version)),
            None => deleted(at),
        };
        let outcome = outcome(&key, verdict);
        let remote = Remote { key, at: ServerTime(at), state };
        let reference = &self.reference;
        let row = reference.row(&remote.key);
        let mut met = 0;
        let merge = &mut |meeting: &Meeting<'_>| {
            met += 1;
            let base = reference.server.get(meeting.key).and_then(|(_, document)| document.as_ref());
            assert_eq!((meeting.base, meeting.ours), (base, reference.records.get(meeting.key)));
            assert_eq!((meeting.theirs, meeting.at), (&remote.state, remote.at));
            assert_eq!(Some(meeting.unsent.edited_at), row.map(|row| row.edited_at));
            assert_eq!(meeting.sent, reference.given_out(meeting.key));
            outcome.clone()
        };
        let expected = match row {
            _ if !reference.is_later(&remote) => Received::Known,
            None => Received::Followed,
            Some(_) if outcome == Outcome::Ask => Received::Ask,
            Some(_) => Received::Met,
        };
        let mut receive = || self.library.sync(self.now, |tx| tx.receive(remote.clone(), merge)).unwrap();
        let again = if expected == Received::Ask { Received::Ask } else { Received::Known };
        assert_eq!((receive(), receive()), (expected, again));
        let times = match expected {
            Received::Met => 1,
            Received::Ask => 2,
            _ => 0,
        };
        assert_eq!(met, times);
        self.reference.receive(&remote, &outcome);
    }

    fn take(&mut self, limits: Limits) {
        let take = || self.library.sync(self.now, |tx| tx.take(limits)).unwrap();
        let (batch, mut again) = (take(), take());
        for (again, first) in again.due.iter_mut().zip(&batch.due) {
            // By then it was given out before.
            assert!(again.unresolved);
            again.unresolved = first.unresolved;
        }
        assert_eq!(again, batch);
        let mut bytes = 0;
        let fits = |row: &&Row| {
            bytes += self.reference.records.get(&row.key).map_or(0, |body| json!(body).to_string().len());
            bytes <= limits.bytes
        };
        let is_due = |row: &&Row| row.refused.is_none() && is_due(row, self.now);
        let due: Vec<&Row> = self.reference.queue.iter().filter(is_due).take(limits.rows).collect();
        let fitting: Vec<&Row> = due.iter().copied().take_while(fits).collect();
        let expected: Vec<Row> = if fitting.is_empty() {
            due.into_iter().take(1).cloned().collect()
        } else {
            fitting.into_iter().cloned().collect()
        };
        assert_eq!(batch.counts, self.reference.pending());
        assert_eq!(batch.due.len(), expected.len());
        for (row, taken) in expected.into_iter().zip(batch.due) {
            let body = if row.deleted { None } else { self.reference.records.get(&row.key).cloned() };
            let base = self.reference.server.get(&row.key);
            let base = base.and_then(|(at, body)| Some((ServerTime(*at), body.clone()?)));
            let sent = self.reference.sent.get(&row.key).into_iter().flatten();
            assert_eq!((&taken.key, &taken.body), (&row.key, &body));
            assert_eq!(taken.base.clone().map(|base| (base.at, base.body)), base);
            assert_eq!((taken.edited_at, taken.attempts), (row.edited_at, row.attempts));
            assert_eq!(taken.unresolved, sent.count() > 0);
            assert_eq!(taken.gone.is_some(), base_is_gone(&self.reference, &taken.key));
            if let Some(gone) = &taken.gone {
                self.reference.assert_gone(&taken.key, gone);
            }
            for (other, generation) in &self.taken {
                let is_same = (&other.key, *generation) == (&taken.key, row.generation);
                assert_eq!(other.op == taken.op, is_same, "a name is given once");
            }
            self.reference.give_out(&row, taken.op.clone());
            self.taken.push((taken, row.generation));
        }
    }

    fn acknowledge(&mut self, which: usize, at: Option<i64>) {
        let Some((taken, generation)) = self.pick(which) else { return };
        let mut body = taken.body;
        let known_at = self.reference.server.get(&taken.key).map(|(known_at, _)| *known_at);
        let known = self.reference.server.get(&taken.key).and_then(|(_, document)| document.clone());
        if at.is_some() {
            // What the server filled in.
            if let Some(body) = &mut body {
                body.insert("version".into(), 90.into());
            }
            // At one time there was one document.
            if at == known_at && body.is_some() && known.is_some() && body != known {
                return;
            }
        } else {
            // Only what the server has needs no sending.
            match (&body, &known) {
                (Some(body), Some(known)) if same_content(body, known) => {}
                (None, None) => {}
                _ => return,
            }
            body = known;
        }
        let state = body.map_or_else(|| deleted(at.unwrap_or_default()), State::Document);
        let done = Acknowledged { key: taken.key, op: taken.op, at: at.map(ServerTime), state };
        for _ in 0..2 {
            self.library.sync(self.now, |tx| tx.acknowledge(done.clone())).unwrap();
        }
        self.reference.acknowledge(&done, generation);
    }

    fn postpone(&mut self, which: usize, millis: u64) {
        let now = self.now;
        let until = now + i64::try_from(millis).unwrap();
        let Some((taken, generation)) = self.pick(which) else { return };
        let waits = |row: &Row| !is_due(row, now);
        let row = self.reference.row_mut(&taken.key, generation).filter(|row| !waits(row));
        let postpone = || self.library.sync(now, |tx| tx.postpone(&taken.key, &taken.op, millis)).unwrap();
        assert_eq!(postpone(), row.is_some());
        if let Some(row) = row {
            (row.attempts, row.not_before, row.postponed_at) = (row.attempts + 1, until, now);
        }
    }

    fn answer(
        &mut self,
        which: usize,
        answer: impl Fn(&mut store::SyncTx<'_>, &Taken) -> Result<bool, StoreError>,
        change: impl Fn(&mut Row),
    ) {
        let Some((taken, generation)) = self.pick(which) else { return };
        let row = self.reference.row_mut(&taken.key, generation);
        for _ in 0..2 {
            let answered = self.library.sync(self.now, |tx| answer(tx, &taken)).unwrap();
            assert_eq!(answered, row.is_some());
        }
        row.into_iter().for_each(change);
    }

    /// One of the changes that were ever taken.
    fn pick(&self, which: usize) -> Option<(Taken, u64)> {
        self.taken.get(which.checked_rem(self.taken.len())?).cloned()
    }

    fn compare(&self) {
        let reference = &self.reference;
        let mut records = BTreeMap::new();
        self.library
            .read(|view| {
                for kind in Kind::ALL {
                    view.all(kind, |record| {
                        records.insert(RecordKey::new(kind, record.id), record.body);
                        Ok::<_, StoreError>(())
                    })?;
                    let mirrored =
                        reference.server.iter().filter(|(key, state)| key.kind == kind && state.1.is_some());
                    assert_eq!(view.count_mirrored(kind)?, mirrored.count() as u64);
                }
                assert_eq!(view.pending()?, reference.pending());
                let refused: Vec<&Row> = reference.queue.iter().filter(|row| row.refused.is_some()).collect();
                let keys: Vec<RecordKey> = view.refused(9)?.into_iter().map(|queued| queued.key).collect();
                assert_eq!(keys, refused.iter().map(|row| row.key.clone()).collect::<Vec<_>>());
                for kind in Kind::ALL {
                    for id in ["a", "b"] {
                        let key = RecordKey::new(kind, id);
                        let base = view.mirrored(kind, id)?.map(|base| (base.at.0, base.body));
                        let known =
                            reference.server.get(&key).and_then(|(at, body)| Some((*at, body.clone()?)));
                        assert_eq!(base, known);
                        let row = view.waiting(kind, id)?.map(|waiting| {
                            assert_eq!(waiting.ours.as_ref(), reference.records.get(&key));
                            let queued = waiting.queued;
                            (
                                queued.deleted,
                                queued.edited_at,
                                queued.attempts,
                                queued.not_before,
                                queued.refused,
                            )
                        });
                        let expected = reference.row(&key).map(|row| {
                            (row.deleted, row.edited_at, row.attempts, row.not_before, row.refused)
                        });
                        assert_eq!(row, expected);
                        let versions = view.history(kind, id)?;
                        let bodies: Vec<Option<Body>> =
                            versions.into_iter().map(|version| version.body).collect();
                        assert_eq!(Some(&bodies), reference.history.get(&key).or(Some(&Vec::new())));
                    }
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(records, reference.records);
    }

    /// What no sequence of steps may leave behind.
    fn check(&self) {
        self.library.check().unwrap();
        let connection = Connection::open(self.library.path()).unwrap();
        let none: [(&str, &str); 3] = [
            ("a tombstone beside a document", "SELECT 1 FROM tombstone JOIN mirror USING (kind, id)"),
            (
                "a record that is neither sent nor as the server has it",
                "SELECT 1 FROM record LEFT JOIN mirror USING (kind, id)
                 WHERE mirror.body IS NOT record.body AND NOT EXISTS (
                     SELECT 1 FROM queue WHERE queue.kind = record.kind AND queue.id = record.id)",
            ),
            (
                "a document of the server's that is neither shown nor to be deleted",
                "SELECT 1 FROM mirror LEFT JOIN record USING (kind, id) LEFT JOIN queue USING (kind, id)
                 WHERE record.num IS NULL AND queue.op IS NOT 'delete'",
            ),
        ];
        for (what, sql) in none {
            assert!(!connection.prepare(sql).unwrap().exists([]).unwrap(), "{what}");
        }
    }
}

fn base_is_gone(reference: &CloudReference, key: &RecordKey) -> bool {
    matches!(reference.server.get(key), Some((_, None)))
}

fn is_due(row: &Row, now: i64) -> bool {
    row.not_before <= now || row.postponed_at > now
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_edits_and_messages_equals_the_reference(steps in vec(step(), 1..60)) {
        let (folder, library) = library();
        let reference = CloudReference::default();
        let mut trial = Trial { _folder: folder, library, reference, taken: Vec::new(), now: 10 * HOUR };
        for step in steps {
            trial.step(step);
        }
        trial.check();
    }
}

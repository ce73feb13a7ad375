//! Three devices and a server, in miniature: whatever the order in which edits arrive, all end with the same bytes.
//! The crate `simulation` does the same with everything that can go wrong.

use std::collections::BTreeSet;

use model::Body;
use model::sync::{Base, Loss, Meeting, Outcome, Seen, State, Taken, Unsent};
use model::{Millis, ServerTime};
use proptest::prelude::*;
use serde_json::Value;
use sync::merge::meet;
use sync::{Change, Clock, Precondition, batch};

use crate::documents::{any_workout, is_within, leaves};
use crate::support::{NOW, a_workout, op, workout};

#[derive(Clone, Default)]
struct Server {
    now: i64,
    document: Option<Base>,
    /// When it was deleted last.
    deleted: ServerTime,
}

#[derive(Clone)]
struct Device {
    name: String,
    record: Option<Body>,
    mirror: Option<Base>,
    known: ServerTime,
    unsent: Option<Unsent>,
    lost: Vec<Loss>,
}

impl Device {
    fn new(name: usize, base: &Base, edit: Option<Body>, edited_at: Millis) -> Self {
        let unsent = Unsent { op: op(&format!("{name}-1")), edited_at };
        Self {
            name: format!("d{name}"),
            record: edit,
            mirror: Some(base.clone()),
            known: base.at,
            unsent: Some(unsent),
            lost: Vec::new(),
        }
    }

    fn clock() -> Clock {
        Clock { now: NOW, offset: 0 }
    }

    fn pull(&mut self, server: &Server) {
        let (at, theirs) = match &server.document {
            Some(base) => (base.at, State::Document(base.body.clone())),
            None => (server.deleted, State::Deleted { after: Some(Seen::default()) }),
        };
        if at <= self.known {
            return;
        }
        let base = self.mirror.as_ref().map(|base| &base.body);
        let outcome = self.unsent.as_ref().map(|unsent| {
            let ours = self.record.as_ref();
            meet(
                &Meeting { key: &workout("w"), base, ours, unsent, sent: &[], theirs: &theirs, at },
                Self::clock(),
            )
        });
        self.known = at;
        self.mirror.clone_from(&server.document);
        match outcome.unwrap_or(Outcome::Theirs { lost: Vec::new() }) {
            Outcome::Theirs { lost } => {
                self.lost.extend(lost);
                self.record = self.mirror.as_ref().map(|base| base.body.clone());
                self.unsent = None;
            }
            Outcome::Ours { lost } => self.lost.extend(lost),
            Outcome::Both { body, lost } => {
                self.lost.extend(lost);
                self.record = Some(body);
            }
            outcome => panic!("{outcome:?}"),
        }
    }

    /// Sends what is unsent; if the server holds something else than known, that first.
    fn push(&mut self, server: &mut Server) {
        let Some(unsent) = self.unsent.clone() else { return };
        let taken = Taken {
            key: workout("w"),
            op: unsent.op,
            edited_at: unsent.edited_at,
            body: self.record.clone(),
            base: self.mirror.clone(),
            gone: None,
            unresolved: false,
            attempts: 0,
        };
        let plan = batch::plan(vec![taken], &self.name, Self::clock(), &BTreeSet::new());
        let Some(write) = plan.batch.writes.into_iter().next() else {
            self.unsent = None;
            return;
        };
        let holds = match write.only_if {
            Precondition::Absent => server.document.is_none(),
            Precondition::UpdatedAt(at) => server.document.as_ref().is_some_and(|base| base.at == at),
        };
        if !holds {
            self.pull(server);
            return self.push(server);
        }
        server.now += 1_000;
        let at = ServerTime(server.now);
        server.document = match write.change {
            Change::Put(mut body) => {
                body.insert("modified_date".into(), at.to_string().into());
                Some(Base { at, body })
            }
            Change::Delete { .. } => {
                server.deleted = at;
                None
            }
        };
        self.known = at;
        self.mirror.clone_from(&server.document);
        self.record = self.mirror.as_ref().map(|base| base.body.clone());
        self.unsent = None;
    }
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// What the server holds in the end, once every device has sent its edit in this order and heard the rest; nothing
/// that is neither there nor in some device's losses.
fn settle(
    base: &Body,
    edits: &[(Option<Body>, Millis)],
    order: [usize; 3],
) -> Result<Option<Body>, TestCaseError> {
    let start = Base { at: ServerTime((NOW - 1_000_000) * 1_000), body: base.clone() };
    let mut server = Server { now: NOW * 1_000, document: Some(start.clone()), deleted: ServerTime(0) };
    let mut devices: Vec<Device> = edits
        .iter()
        .enumerate()
        .map(|(name, (edit, at))| Device::new(name, &start, edit.clone(), *at))
        .collect();
    for index in order {
        devices[index].push(&mut server);
    }
    let end = server.document.clone().map(|base| base.body);
    for device in &mut devices {
        device.pull(&server);
        prop_assert!(device.unsent.is_none());
        let bytes = |body: &Option<Body>| serde_json::to_string(body).expect("it is JSON");
        prop_assert_eq!(bytes(&device.record), bytes(&end));
    }
    let lost: Vec<&Loss> = devices.iter().flat_map(|device| &device.lost).collect();
    let left = end.as_ref().map(leaves).unwrap_or_default();
    for (edit, _) in edits {
        for (path, value) in edit.as_ref().map(leaves).unwrap_or_default() {
            let new = leaves(base).get(&path) != Some(&value);
            let kept =
                left.get(&path) == Some(&value) || lost.iter().any(|loss| is_within(&path, &loss.path));
            prop_assert!(!new || kept, "{path}: {value} has vanished; {lost:?}");
        }
    }
    Ok(end)
}

fn any_edit() -> impl Strategy<Value = (Option<Body>, Millis)> {
    (prop_oneof![6 => any_workout().prop_map(Some), 1 => Just(None)], NOW - 900_000..NOW - 1_000)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_devices_end_with_the_servers_bytes_and_nothing_vanishes(
        base in any_workout(),
        edits in proptest::collection::vec(any_edit(), 3),
    ) {
        for order in ORDERS {
            settle(&base, &edits, order)?;
        }
    }

    /// Edits that don't touch the same value make the same document in any order.
    #[test]
    fn edits_that_do_not_collide_commute(base in any_workout(), edited in any_workout(), who in proptest::collection::vec(0..3_usize, 8)) {
        const FIELDS: [&str; 5] = ["name", "description", "tags", "unknown", "list"];
        let mut edits = vec![(Some(base.clone()), NOW - 5_000), (Some(base.clone()), NOW - 4_000), (Some(base.clone()), NOW - 3_000)];
        for (field, who) in FIELDS.into_iter().zip(&who) {
            let body = edits[*who].0.as_mut().expect("an edit");
            body.insert(field.into(), edited.get(field).cloned().unwrap_or(Value::Null));
        }
        let mut ends = Vec::new();
        for order in ORDERS {
            ends.push(settle(&base, &edits, order)?.as_ref().map(leaves));
        }
        for end in &ends {
            prop_assert_eq!(end, &ends[0]);
        }
    }

    /// Of two values of one field, the later edit's stays, whichever arrives first.
    #[test]
    fn the_later_of_two_edits_stays_in_any_order(first in any_workout(), second in any_workout(), base in any_workout()) {
        let edits = [(Some(first), NOW - 5_000), (Some(second), NOW - 4_000), (Some(base.clone()), NOW - 3_000)];
        let mut ends = Vec::new();
        for order in ORDERS {
            ends.push(settle(&base, &edits, order)?.as_ref().map(leaves));
        }
        for end in &ends {
            prop_assert_eq!(end, &ends[0]);
        }
    }
}

#[test]
fn an_edit_made_upon_another_is_never_older_whatever_the_clocks_say() {
    let base =
        Base { at: ServerTime((NOW - 1_000_000) * 1_000), body: a_workout("w", serde_json::json!({})) };
    let mut server = Server { now: NOW * 1_000, document: Some(base.clone()), deleted: ServerTime(0) };
    let named = |name: &str| Some(a_workout("w", serde_json::json!({"name": name})));
    let mut first = Device::new(1, &base, named("first"), NOW - 10_000);
    let mut other = Device::new(2, &base, named("other"), NOW - 20_000);
    first.push(&mut server);
    // This device's clock is an hour late; its person has seen the first edit all the same.
    let mut third = Device::new(3, server.document.as_ref().expect("there"), named("third"), NOW - 3_600_000);
    third.push(&mut server);
    other.push(&mut server);
    assert_eq!(server.document.expect("there").body["name"], "third");
}

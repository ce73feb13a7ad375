use std::collections::BTreeSet;

use model::body::same_content;
use model::sync::{Base, Limits, State, Taken};
use serde_json::json;
use sync::batch::{self, Halving, MOST_BYTES, MOST_WRITES, Plan};
use sync::{Change, Clock, Precondition};

use crate::support::{NOW, a_workout, ago, op, workout};

const CLOCK: Clock = Clock { now: NOW, offset: 2_000 };

fn plan(due: Vec<Taken>) -> Plan {
    batch::plan(due, "d1", CLOCK, &BTreeSet::new())
}

fn taken(id: &str, text: usize) -> Taken {
    Taken {
        key: workout(id),
        op: op(id),
        edited_at: NOW - 1_000,
        body: Some(a_workout(id, json!({"description": "x".repeat(text)}))),
        base: None,
        gone: None,
        unresolved: false,
        attempts: 3,
    }
}

fn base(taken: &Taken) -> Base {
    let mut body = taken.body.clone().expect("a body");
    body.insert("version".into(), json!(7));
    body.insert("modified_date".into(), json!("2026-01-01"));
    Base { at: ago(90_000), body }
}

fn sent(due: Vec<Taken>) -> Vec<String> {
    plan(due).batch.writes.into_iter().map(|write| write.key.id).collect()
}

#[test]
fn a_batch_has_500_writes_at_most_and_a_deletion_is_two() {
    let many = |count: usize| (0..count).map(|id| taken(&id.to_string(), 1)).collect::<Vec<_>>();
    assert_eq!(sent(many(MOST_WRITES)).len(), 500);
    assert_eq!(sent(many(MOST_WRITES + 1)).len(), 500);
    let deleted = |taken: Taken| Taken { base: Some(base(&taken)), body: None, ..taken };
    assert_eq!(sent(many(400).into_iter().map(deleted).collect()).len(), 250);
    let write = &plan(vec![deleted(taken("a", 1))]).batch.writes[0];
    assert_eq!((write.count(), write.attempts), (2, 3));
}

#[test]
fn a_batch_has_3_mib_at_most_and_is_in_the_order_of_the_queue() {
    let mib = 1 << 20;
    assert_eq!(MOST_BYTES, 3 * mib);
    let due = vec![taken("a", mib), taken("b", mib), taken("c", mib), taken("d", 1)];
    // The third doesn't fit, and what comes after it doesn't overtake it.
    assert_eq!(sent(due), ["a", "b"]);
    // One that is too large on its own is sent on its own.
    assert_eq!(sent(vec![taken("a", 4 * mib), taken("b", 1)]), ["a"]);
    let third = MOST_BYTES - 2 * plan(vec![taken("a", mib)]).batch.writes[0].size();
    let around = plan(vec![taken("c", 0)]).batch.writes[0].size();
    assert_eq!(sent(vec![taken("a", mib), taken("b", mib), taken("c", third - around)]).len(), 3);
    assert_eq!(sent(vec![taken("a", mib), taken("b", mib), taken("c", third - around + 1)]).len(), 2);
}

#[test]
fn a_write_is_rather_overestimated_than_underestimated() {
    let body = json!({"list": [{"a": 1, "b": true, "c": null, "d": "text"}], "nested": {"deep": {"deeper": ["x", 1.5]}}});
    let due = Taken { body: Some(a_workout("a", body)), ..taken("a", 0) };
    let write = plan(vec![due]).batch.writes.remove(0);
    let Change::Put(body) = &write.change else { panic!() };
    let json = serde_json::to_string(body).expect("it is JSON").len();
    assert!(write.size() > json && write.size() < 3 * json + 400, "{} for {json}", write.size());
    // Each value counts.
    let size = |fields| {
        plan(vec![Taken { body: Some(a_workout("a", fields)), ..taken("a", 0) }]).batch.writes[0].size()
    };
    assert_eq!(size(json!({"f": "abc"})) - size(json!({"f": ""})), 3);
    assert_eq!(size(json!({"f": null})), size(json!({"f": ""})) + 8);
    assert_eq!(size(json!({"f": [1, 2]})) - size(json!({"f": [1]})), 16);
    assert_eq!(size(json!({"f": {"gh": "abc"}})) - size(json!({"f": {}})), 2 + 8 + 8 + 3);
    let named = |id: &str| plan(vec![taken(id, 0)]).batch.writes[0].size();
    // In the name of the document, its id field, and the op that the test calls alike.
    assert_eq!(named("abc") - named("a"), 6);
    // A deletion is the names of two documents.
    let deleted = |id: &str| {
        let due = taken(id, 0);
        plan(vec![Taken { base: Some(base(&due)), body: None, ..due }]).batch.writes[0].size()
    };
    assert_eq!(deleted("abc") - deleted("a"), 8);
}

#[test]
fn what_the_server_has_already_is_not_sent() {
    let same = taken("a", 1);
    let same = Taken { base: Some(base(&same)), ..same };
    let never = Taken { body: None, ..taken("b", 1) };
    let plan = plan(vec![same.clone(), never.clone(), taken("c", 1)]);
    assert_eq!(plan.batch.writes.len(), 1);
    assert_eq!(plan.ask, vec![]);
    let known = State::Document(base(&taken("a", 1)).body);
    let done: Vec<_> =
        plan.done.iter().map(|done| (done.key.id.as_str(), &done.op, done.at, done.state.clone())).collect();
    assert_eq!(done, [("a", &op("a"), None, known), ("b", &op("b"), None, State::Deleted { after: None })]);
}

#[test]
fn what_may_have_landed_is_sent_or_asked_for_even_so() {
    let same = taken("a", 1);
    let same = Taken { base: Some(base(&same)), unresolved: true, ..same };
    let never = Taken { body: None, unresolved: true, ..taken("b", 1) };
    let new = Taken { unresolved: true, ..taken("c", 1) };
    let due = vec![same, never, new];
    let planned = plan(due.clone());
    assert_eq!(planned.done, vec![]);
    assert_eq!(planned.ask, [workout("b"), workout("c")]);
    assert_eq!(planned.batch.writes.len(), 1);
    assert_eq!(planned.batch.writes[0].only_if, Precondition::UpdatedAt(ago(90_000)));
    // Unless it is known that it has not.
    let unlanded = ["a", "b", "c"].map(op).into();
    let planned = batch::plan(due, "d1", CLOCK, &unlanded);
    assert_eq!((planned.done.len(), planned.ask.len(), planned.batch.writes.len()), (1, 0, 2));
    assert_eq!(planned.batch.writes[1].only_if, Precondition::Absent);
}

#[test]
fn what_has_no_room_is_named() {
    let due: Vec<Taken> = (100..603).map(|id| taken(&id.to_string(), 1)).collect();
    assert_eq!(plan(due).left, ["600", "601", "602"].map(op));
}

#[test]
fn what_is_done_is_done_even_if_the_batch_is_full() {
    let same = taken("z", 1);
    let same = Taken { base: Some(base(&same)), ..same };
    let mut due: Vec<Taken> = (0..501).map(|id| taken(&id.to_string(), 1)).collect();
    due.push(same);
    let plan = plan(due);
    assert_eq!((plan.batch.writes.len(), plan.done.len()), (500, 1));
}

#[test]
fn a_write_says_everything_but_the_servers_time() {
    let due = taken("a", 3);
    let due = Taken { base: Some(Base { body: a_workout("a", json!({"version": 7})), ..base(&due) }), ..due };
    let write = plan(vec![due.clone()]).batch.writes.remove(0);
    let Change::Put(body) = write.change else { panic!() };
    assert!(same_content(&body, due.body.as_ref().expect("a body")));
    assert!(!body.contains_key("modified_date"));
    assert_eq!(write.only_if, Precondition::UpdatedAt(ago(90_000)));
    assert_eq!(body["sync"]["edited_at"], model::time::format(NOW + 1_000));
}

#[test]
fn halving_halves_until_all_suspects_have_passed() {
    let limits = |rows| Limits { rows, bytes: MOST_BYTES };
    let mut halving = Halving::default();
    assert_eq!(halving.limits(), limits(500));
    halving.refused(9);
    assert_eq!(halving.limits(), limits(5));
    halving.passed(5);
    assert_eq!(halving.limits(), limits(5), "four are left");
    halving.refused(4);
    assert_eq!(halving.limits(), limits(2));
    halving.passed(2);
    halving.passed(2);
    assert_eq!(halving.limits(), limits(500));
    halving.refused(1);
    assert_eq!(halving.limits(), limits(1));
    halving.found();
    assert_eq!(halving, Halving::default());
    halving.refused(0);
    assert_eq!(halving.limits(), limits(1));
}

use model::RecordKey;
use model::sync::{Acknowledged, Base, Limits, Pending, Remote, State, Taken, TakenBatch};
use serde_json::json;
use sync::{Change, Code, Effect, Event, Precondition, Timer, WriteResult};

use super::rig::{Rig, at, ids, many, taken};
use crate::support::{NOW, a_workout, body, op, seen, workout};

#[test]
fn a_change_goes_from_the_queue_to_the_server_and_out_of_the_queue() {
    let mut rig = Rig::live(0);
    rig.wants_nothing();
    rig.counts.pending = 1;
    rig.tell(Event::LocalChange { counts: rig.counts });
    let (request, limits) = rig.takes();
    assert_eq!(limits, Limits { rows: 500, bytes: 3 << 20 });
    rig.tell(Event::Taken(request, TakenBatch { due: vec![taken("a")], next_in: None, counts: rig.counts }));
    let (request, batch) = rig.commits();
    assert_eq!(ids(&batch), ["a"]);
    let write = &batch.writes[0];
    assert_eq!((&write.op, write.only_if), (&op("op-a"), Precondition::Absent));
    let Change::Put(sent) = &write.change else { panic!("{write:?}") };
    assert_eq!(sent["sync"]["device"], "d1");

    let result = WriteResult { at: at(NOW + 5), modified: Some(json!("then")) };
    rig.tell(Event::Committed { request, at: at(NOW + 5), results: vec![result] });
    let (request, done) = rig.acknowledges();
    let mut landed = sent.clone();
    landed.insert("modified_date".into(), json!("then"));
    let expected = Acknowledged {
        key: workout("a"),
        op: op("op-a"),
        at: Some(at(NOW + 5)),
        state: State::Document(landed),
    };
    assert_eq!(done, vec![expected]);
    rig.counts.pending = 0;
    rig.stored(request);
    rig.wants_nothing();
}

#[test]
fn a_deletion_goes_with_its_tombstone() {
    let mut rig = Rig::live(1);
    let base = Base { at: at(NOW - 90_000), body: a_workout("a", json!({})) };
    let (request, batch) = rig.send(vec![Taken { body: None, base: Some(base), ..taken("a") }]);
    let write = &batch.writes[0];
    assert_eq!(write.only_if, Precondition::UpdatedAt(at(NOW - 90_000)));
    assert!(matches!(&write.change, Change::Delete { tombstone } if tombstone["kind"] == "workout"));
    rig.commit(request, 1);
    let (_, done) = rig.acknowledges();
    let after = Some(seen(&[("d1", "op-a")]));
    assert_eq!(done[0].state, State::Deleted { after });
}

#[test]
fn there_is_one_request_at_a_time_and_its_answer_counts_once() {
    let mut rig = Rig::live(2);
    let (take, _) = rig.takes();
    rig.tell(Event::Taken(take, TakenBatch { due: many(2), next_in: None, counts: rig.counts }));
    let (commit, _) = rig.commits();
    rig.tell(Event::LocalChange { counts: Pending { pending: 3, refused: 0 } });
    rig.tell(Event::Taken(take, TakenBatch { due: many(2), next_in: None, counts: rig.counts }));
    rig.tell(Event::Failed(take, super::rig::broken()));
    rig.tell(Event::StoreFailed(take));
    rig.wants_nothing();
    rig.commit(commit, 2);
    let (stored, done) = rig.acknowledges();
    assert_eq!(done.len(), 2);
    rig.commit(commit, 2);
    rig.fail(commit, Code::Internal);
    rig.wants_nothing();
    rig.counts.pending = 1;
    rig.stored(stored);
    rig.takes();
    rig.stored(stored);
    rig.wants_nothing();
    assert!(rig.timers.is_empty());
}

#[test]
fn the_queue_waits_for_the_streams_but_not_for_long() {
    let mut rig = Rig::started(1);
    rig.wants_nothing();
    assert_eq!(rig.timers[&Timer::Work], 10_000);
    rig.tell(Event::LocalChange { counts: Pending { pending: 2, refused: 0 } });
    rig.wants_nothing();
    rig.fire(Timer::Work);
    rig.takes();

    let mut rig = Rig::started(1);
    rig.catch_up();
    assert!(rig.timers.is_empty());
    rig.takes();

    // One that can't be opened is no reason to wait.
    let mut rig = Rig::started(1);
    let stream = rig.stream(super::rig::PROGRAMS);
    rig.tell(Event::StreamBroken { stream, failure: super::rig::failure(Code::Unavailable) });
    rig.takes();
}

#[test]
fn nothing_due_means_rest_until_something_is() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.takes();
    let rest = |wait| TakenBatch { due: vec![], next_in: wait, counts: Pending { pending: 1, refused: 0 } };
    rig.tell(Event::Taken(request, rest(Some(40_000))));
    rig.wants_nothing();
    assert_eq!(rig.fire(Timer::Work), 40_000);
    let (request, _) = rig.takes();
    rig.tell(Event::Taken(request, rest(Some(0))));
    assert_eq!(rig.fire(Timer::Work), 100);
    let (request, _) = rig.takes();
    rig.tell(Event::Taken(request, rest(None)));
    assert_eq!(rig.timers[&Timer::Work], 60_000);
    // An edit ends the rest.
    rig.tell(Event::LocalChange { counts: Pending { pending: 2, refused: 0 } });
    assert!(rig.timers.is_empty());
    let (request, _) = rig.takes();
    let nothing = TakenBatch { due: vec![], next_in: None, counts: Pending::default() };
    rig.tell(Event::Taken(request, nothing));
    assert!(rig.timers.is_empty());
    rig.wants_nothing();
}

#[test]
fn changes_that_say_nothing_leave_the_queue_unsent() {
    let mut rig = Rig::live(2);
    let body = a_workout("a", json!({"modified_date": "x"}));
    let same = Taken { base: Some(Base { at: at(1), body: body.clone() }), ..taken("a") };
    rig.give(vec![same, taken("b")]);
    let (request, done) = rig.acknowledges();
    assert_eq!(
        done,
        vec![Acknowledged { key: workout("a"), op: op("op-a"), at: None, state: State::Document(body) }]
    );
    rig.counts.pending = 1;
    rig.stored(request);
    let (_, batch) = rig.send(vec![taken("b")]);
    assert_eq!(ids(&batch), ["b"]);
}

#[test]
fn a_deletion_of_what_may_have_been_sent_asks_first() {
    let mut rig = Rig::live(1);
    rig.give(vec![Taken { body: None, unresolved: true, ..taken("a") }]);
    let (request, keys) = rig.fetches();
    assert_eq!(keys, [workout("a")]);
    rig.wants_nothing();
    let there = Remote { key: workout("a"), at: at(NOW), state: State::Document(body(json!({"id": "b"}))) };
    rig.tell(Event::Fetched { request, at: at(NOW), found: vec![there] });
    let portion = rig.applies();
    assert_eq!(portion.remotes[0].state, State::Document(body(json!({"id": "a"}))));
    rig.stored(portion.request);
    rig.takes();
}

#[test]
fn what_the_merge_wants_to_know_is_read() {
    let mut rig = Rig::live(0);
    rig.hear(super::rig::WORKOUTS, vec![super::rig::deletion("a", at(NOW))], Some(NOW));
    let portion = rig.applies();
    rig.tell(Event::Stored { request: portion.request, counts: rig.counts, ask: vec![workout("a")] });
    assert_eq!(rig.fetches().1, [workout("a")]);
}

#[test]
fn after_a_conflict_the_documents_are_read_and_merged_and_the_rest_sent() {
    for code in [Code::FailedPrecondition, Code::NotFound, Code::AlreadyExists] {
        let mut rig = Rig::live(2);
        let (request, _) = rig.send(many(2));
        rig.fail(request, code);
        let (request, keys) = rig.fetches();
        assert_eq!(keys, [workout("w000"), workout("w001")]);
        let found = |key: &RecordKey| Remote {
            key: key.clone(),
            at: at(NOW - 1),
            state: State::Deleted { after: None },
        };
        rig.tell(Event::Fetched { request, at: at(NOW), found: keys.iter().map(found).collect() });
        let portion = rig.applies();
        assert_eq!((portion.remotes.len(), &portion.cursor), (2, &None));
        rig.stored(portion.request);
        // At once, and all of it: no back-off, no halving.
        assert_eq!(rig.takes().1.rows, 500);
        assert!(rig.timers.is_empty());
    }
}

#[test]
fn the_servers_answers_set_the_clock_right() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Committed { request, at: at(NOW - 7_000), results: vec![] });
    let (request, done) = rig.acknowledges();
    assert_eq!(done, vec![]);
    rig.stored(request);
    let (_, batch) = rig.send(vec![taken("a")]);
    let Change::Put(body) = &batch.writes[0].change else { panic!() };
    assert_eq!(body["sync"]["edited_at"], model::time::format(NOW - 8_000));

    let then = at(NOW - 7_000);
    let mut rig = Rig::live(0);
    rig.hear(super::rig::WORKOUTS, vec![sync::Heard::Unmatched { id: "a".into() }], None);
    let (request, _) = rig.fetches();
    rig.tell(Event::Fetched { request, at: then, found: vec![] });
    assert_eq!(rig.applies().clock.offset, -7_000);

    for theirs in [1, 2] {
        let mut rig = Rig::live(0);
        rig.tell(Event::StreamFilter { stream: rig.stream(super::rig::WORKOUTS), documents: 7 });
        let (request, _) = rig.counts();
        rig.applies();
        let counted = if theirs == 1 { then } else { at(NOW) };
        rig.tell(Event::Counted { request, at: counted, theirs, timed: theirs, ours: 1 });
        if theirs == 2 {
            let (request, _) = rig.compares();
            rig.tell(Event::Compared { request, at: then, differing: vec![] });
        }
        rig.hear(super::rig::PROGRAMS, vec![super::rig::document("p", at(NOW))], None);
        assert_eq!(rig.applies().clock.offset, -7_000, "{theirs}");
    }
}

#[test]
fn a_batch_taken_while_sync_is_paused_is_not_sent() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.takes();
    rig.tell(Event::Paused(sync::Pause::User));
    rig.tell(Event::Taken(request, TakenBatch { due: many(1), next_in: None, counts: rig.counts }));
    rig.wants_nothing();
    rig.tell(Event::Resumed(sync::Pause::User));
    rig.catch_up();
    assert!(matches!(rig.any(), Effect::Take(..)));
}

#[test]
fn a_new_document_that_may_have_landed_is_looked_for_before_it_is_sent_again() {
    let again = || Taken { unresolved: true, ..taken("a") };
    // The store doesn't know what the server said; the engine does.
    for code in
        [Code::InvalidArgument, Code::ResourceExhausted, Code::Unauthenticated, Code::PermissionDenied]
    {
        let mut rig = Rig::live(2);
        let (request, _) = rig.send(vec![taken("a"), taken("b")]);
        rig.fail(request, code);
        match code {
            Code::Unauthenticated => rig.tell(Event::TokenRefreshed),
            Code::ResourceExhausted => {
                rig.fire(Timer::Work);
            }
            Code::PermissionDenied => {
                let (request, keys) = rig.fetches();
                let found =
                    vec![Remote { key: keys[0].clone(), at: at(NOW), state: State::Deleted { after: None } }];
                rig.tell(Event::Fetched { request, at: at(NOW), found });
                let portion = rig.applies();
                rig.stored(portion.request);
            }
            _ => {}
        }
        rig.give(vec![again(), Taken { unresolved: true, ..taken("b") }]);
        let (request, batch) = rig.commits();
        assert_eq!(ids(&batch)[0], "a", "{code:?}");
        // Now it is on its way again.
        rig.fail(request, Code::Unavailable);
        rig.fire(Timer::Work);
        rig.give(vec![again()]);
        assert_eq!(rig.fetches().1, [workout("a")]);
    }
    for code in [Code::Unavailable, Code::Internal, Code::DeadlineExceeded] {
        let mut rig = Rig::live(1);
        let (request, _) = rig.send(vec![taken("a")]);
        rig.fail(request, code);
        rig.fire(Timer::Work);
        rig.give(vec![again()]);
        assert_eq!(rig.fetches().1, [workout("a")], "{code:?}");
    }
}

#[test]
fn what_had_no_room_is_not_looked_for() {
    let mut rig = Rig::live(2);
    let large = |id: &str, unresolved| Taken {
        body: Some(a_workout(id, json!({"description": "x".repeat(2 << 20)}))),
        unresolved,
        ..taken(id)
    };
    let (request, batch) = rig.send(vec![large("a", false), large("b", false)]);
    assert_eq!(ids(&batch), ["a"]);
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    rig.counts.pending = 1;
    rig.stored(request);
    let (_, batch) = rig.send(vec![large("b", true)]);
    assert_eq!(ids(&batch), ["b"]);
    // Nor what was taken for a batch that was not sent: because of a pause, or of something that had to be done first.
    let again = |id| Taken { unresolved: true, ..taken(id) };
    let mut rig = Rig::live(2);
    let (request, _) = rig.takes();
    rig.tell(Event::Paused(sync::Pause::User));
    let due = vec![taken("a"), again("b")];
    rig.tell(Event::Taken(request, TakenBatch { due, next_in: None, counts: rig.counts }));
    rig.tell(Event::Resumed(sync::Pause::User));
    rig.catch_up();
    rig.give(vec![again("a"), again("b")]);
    let (request, batch) = rig.commits();
    assert_eq!(ids(&batch), ["a"]);
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    rig.stored(request);
    assert_eq!(rig.fetches().1, [workout("b")]);

    let mut rig = Rig::live(2);
    rig.give(vec![Taken { body: None, ..taken("a") }, taken("b")]);
    let (request, _) = rig.acknowledges();
    rig.stored(request);
    let (_, batch) = rig.send(vec![again("b")]);
    assert_eq!(ids(&batch), ["b"]);

    // What is known is forgotten with the queue.
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(vec![taken("a")]);
    rig.fail(request, Code::ResourceExhausted);
    rig.counts.pending = 0;
    rig.stored(sync::RequestId(0));
    rig.counts.pending = 1;
    rig.fire(Timer::Work);
    rig.tell(Event::LocalChange { counts: rig.counts });
    rig.give(vec![Taken { unresolved: true, ..taken("a") }]);
    rig.fetches();
}

use model::SyncStatus;
use model::sync::TakenBatch;
use sync::{Code, Effect, Event, Pause, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, document, failure, many};
use crate::support::NOW;

#[test]
fn sync_runs_only_when_there_is_no_reason_not_to() {
    let mut rig = Rig::live(0);
    rig.tell(Event::Paused(Pause::User));
    rig.tell(Event::Paused(Pause::Metered));
    assert!(rig.streams.is_empty());
    assert_eq!(rig.status, SyncStatus::Paused { pending: 0 });
    rig.counts.pending = 1;
    rig.tell(Event::LocalChange { counts: rig.counts });
    rig.tell(Event::Network { up: true });
    rig.tell(Event::Resumed(Pause::User));
    rig.wants_nothing();
    assert!(rig.streams.is_empty());
    assert_eq!(rig.status, SyncStatus::Paused { pending: 1 });
    rig.tell(Event::Resumed(Pause::Metered));
    assert_eq!(rig.streams.len(), 3);
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
    rig.catch_up();
    rig.takes();
}

#[test]
fn what_is_under_way_when_sync_pauses_is_brought_to_its_end() {
    let mut rig = Rig::live(2);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Paused(Pause::User));
    rig.commit(request, 1);
    let (request, done) = rig.acknowledges();
    assert_eq!(done.len(), 1);
    rig.counts.pending = 1;
    rig.stored(request);
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Paused { pending: 1 });
}

#[test]
fn a_comparison_does_not_begin_while_sync_is_paused() {
    let mut rig = Rig::live(0);
    rig.tell(Event::StreamFilter { stream: rig.stream(WORKOUTS), documents: 7 });
    let (request, _) = rig.counts();
    rig.applies();
    rig.tell(Event::Paused(Pause::User));
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 1, timed: 1, ours: 2 });
    rig.wants_nothing();
}

#[test]
fn a_pause_ends_every_wait() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unavailable);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Unavailable) });
    assert_eq!(rig.timers.len(), 2);
    rig.tell(Event::Paused(Pause::User));
    assert!(rig.timers.is_empty());
    rig.tell(Event::Resumed(Pause::User));
    assert_eq!(rig.streams.len(), 3);
    rig.catch_up();
    assert_eq!(rig.any(), Effect::Hurry);
    rig.takes();
}

#[test]
fn a_resume_that_was_no_pause_changes_nothing() {
    let mut rig = Rig::live(0);
    let streams = rig.streams.clone();
    rig.tell(Event::Resumed(Pause::User));
    assert_eq!(rig.streams, streams);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn a_store_that_cannot_stops_everything_for_a_while() {
    let mut rig = Rig::live(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], Some(NOW + 1));
    let portion = rig.applies();
    rig.hear(WORKOUTS, vec![document("b", at(NOW))], Some(NOW + 2));
    rig.tell(Event::StoreFailed(portion.request));
    assert!(rig.streams.is_empty());
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    assert!(rig.fire(Timer::Store) <= 1_000);
    // From where it was before: what was not stored is heard again.
    assert!(matches!(rig.from(WORKOUTS), sync::From::Token { token, .. } if *token == vec![1]));
    rig.catch_up();
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], Some(NOW + 1));
    assert_eq!(rig.applies().remotes.len(), 1);
}

#[test]
fn every_request_to_the_store_may_fail() {
    // Taking, and again, longer and longer.
    let mut rig = Rig::live(1);
    let mut longest = 0;
    for _ in 0..12 {
        let (request, _) = rig.takes();
        rig.tell(Event::StoreFailed(request));
        rig.wants_nothing();
        longest = longest.max(rig.fire(Timer::Store));
        rig.catch_up();
    }
    assert!(longest > 1_500, "{longest}");
    let (request, _) = rig.takes();
    rig.tell(Event::Taken(request, TakenBatch { due: many(1), next_in: None, counts: rig.counts }));
    // Acknowledging: the batch is taken again, and the conflict shows that it landed.
    let (request, _) = rig.commits();
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    rig.tell(Event::StoreFailed(request));
    rig.wants_nothing();
    assert!(rig.fire(Timer::Store) <= 1_000, "it worked meanwhile");
    rig.catch_up();
    rig.takes();
    // A store that somebody else asked is no business of ours.
    rig.tell(Event::StoreFailed(sync::RequestId(1)));
    assert!(rig.timers.is_empty());
}

#[test]
fn stored_means_that_the_store_works_again() {
    let mut rig = Rig::live(0);
    for round in 0..12 {
        rig.hear(PROGRAMS, vec![document("a", at(NOW))], None);
        let portion = rig.applies();
        rig.tell(Event::StoreFailed(portion.request));
        rig.fire(Timer::Store);
        rig.catch_up();
        rig.hear(PROGRAMS, vec![document("a", at(NOW + round))], None);
        let portion = rig.applies();
        rig.stored(portion.request);
    }
    rig.hear(PROGRAMS, vec![document("a", at(NOW))], None);
    let portion = rig.applies();
    rig.tell(Event::StoreFailed(portion.request));
    assert!(rig.timers[&Timer::Store] <= 1_000);
}

#[test]
fn a_person_who_wants_it_now_does_not_wait_for_the_store() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.takes();
    rig.tell(Event::StoreFailed(request));
    rig.tell(Event::SyncNow);
    assert_eq!(rig.any(), Effect::Hurry);
    assert_eq!(rig.streams.len(), 3);
}

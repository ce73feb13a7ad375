use model::SyncStatus;
use model::sync::{Feed, Pending, TakenBatch};
use sync::{Code, Effect, Event, Failure, Pause, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, broken, document, failure, many};
use crate::support::NOW;

#[test]
fn synced_is_said_only_when_everything_is_sent_and_heard() {
    let mut rig = Rig::started(1);
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
    rig.catch_up();
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
    let (request, _) = rig.send(many(1));
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
    rig.counts.pending = 0;
    rig.now += 500;
    rig.stored(request);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW + 500 });
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], None);
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
    let portion = rig.applies();
    rig.now += 500;
    rig.stored(portion.request);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW + 1_000 });
}

#[test]
fn progress_counts_what_is_sent_and_what_is_received() {
    let mut rig = Rig::live(5);
    rig.hear(WORKOUTS, vec![document("a", at(NOW)), document("b", at(NOW))], None);
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 7 });
    let (take, _) = rig.takes();
    let portion = rig.applies();
    rig.hear(WORKOUTS, vec![document("c", at(NOW))], None);
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 8 });
    rig.stored(portion.request);
    assert_eq!(rig.status, SyncStatus::Syncing { done: 2, total: 8 });
    rig.tell(Event::Taken(take, TakenBatch { due: many(3), next_in: None, counts: rig.counts }));
    rig.applies();
    let (request, _) = rig.commits();
    rig.commit(request, 3);
    let (request, _) = rig.acknowledges();
    rig.counts.pending = 2;
    rig.stored(request);
    assert_eq!(rig.status, SyncStatus::Syncing { done: 5, total: 8 });
}

#[test]
fn progress_begins_anew_once_all_was_in_order() {
    let mut rig = Rig::live(1);
    rig.pass(many(1));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.counts.pending = 2;
    rig.tell(Event::LocalChange { counts: rig.counts });
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 2 });
}

#[test]
fn the_time_of_synced_moves_on_while_the_server_says_so() {
    let mut rig = Rig::live(0);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.now = NOW + 59_999;
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.now = NOW + 60_000;
    rig.tell(Event::TimerFired(Timer::Token));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW + 60_000 });
    // A clock that was set back.
    rig.now = NOW - 3_600_000;
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW - 3_600_000 });
}

#[test]
fn refused_changes_need_attention_whatever_else_goes_on() {
    let mut rig = Rig::live(0);
    rig.tell(Event::LocalChange { counts: Pending { pending: 0, refused: 2 } });
    assert_eq!(rig.status, SyncStatus::NeedsAttention { refused: 2, pending: 0 });
    rig.wants_nothing();
    rig.tell(Event::Network { up: false });
    assert_eq!(rig.status, SyncStatus::NeedsAttention { refused: 2, pending: 0 });
    rig.tell(Event::Paused(Pause::User));
    assert_eq!(rig.status, SyncStatus::Paused { pending: 0 });
    rig.tell(Event::Paused(Pause::SignedOut));
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 0 });
}

#[test]
fn without_a_network_everything_waits_and_says_so() {
    let mut rig = Rig::live(0);
    rig.tell(Event::Network { up: false });
    assert_eq!(rig.status, SyncStatus::Offline { pending: 0 });
    // What the server says is more than what the system thinks.
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.tell(Event::Network { up: false });
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::Network { up: true });
    assert_ne!(rig.stream(WORKOUTS), stream);
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    rig.catch_up();
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn a_network_that_is_back_ends_every_wait() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Failed(request, broken()));
    for feed in [WORKOUTS, PROGRAMS] {
        let stream = rig.stream(feed);
        rig.tell(Event::StreamBroken { stream, failure: broken() });
    }
    assert_eq!(rig.timers.len(), 3);
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    rig.tell(Event::Network { up: true });
    assert_eq!(rig.streams.len(), 3);
    assert_eq!(rig.timers.keys().collect::<Vec<_>>(), [&Timer::Work], "the streams are to catch up");
    rig.catch_up();
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
    assert_eq!(rig.any(), Effect::Hurry);
    rig.takes();
}

#[test]
fn a_server_that_is_heard_again_ends_the_waits_for_it_once_until_they_are_of_use() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Failed(request, broken()));
    for feed in [WORKOUTS, PROGRAMS] {
        let stream = rig.stream(feed);
        rig.tell(Event::StreamBroken { stream, failure: broken() });
    }
    assert_eq!(rig.timers.len(), 3);
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    assert_eq!(rig.streams.len(), 3);
    assert!(
        !rig.timers.contains_key(&Timer::Listen(WORKOUTS))
            && !rig.timers.contains_key(&Timer::Listen(PROGRAMS))
    );
    // What fails again waits, however often something else is heard.
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    assert!(rig.timers.contains_key(&Timer::Listen(WORKOUTS)));
    // It works, and fails: that may be cut short once more.
    rig.fire(Timer::Listen(WORKOUTS));
    rig.hear(WORKOUTS, vec![], Some(NOW));
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    assert!(!rig.timers.contains_key(&Timer::Listen(WORKOUTS)));
}

#[test]
fn an_answer_ends_the_waits_of_the_streams_and_a_stream_that_of_the_queue() {
    let mut rig = Rig::live(2);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Unavailable) });
    let (request, _) = rig.send(many(1));
    rig.commit(request, 1);
    assert!(!rig.timers.contains_key(&Timer::Listen(WORKOUTS)));

    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::DeadlineExceeded);
    assert!(rig.timers.contains_key(&Timer::Work));
    rig.hear(PROGRAMS, vec![], Some(NOW));
    assert!(!rig.timers.contains_key(&Timer::Work));
    rig.takes();
}

#[test]
fn a_server_that_said_no_or_for_how_long_is_waited_for() {
    let told = Failure { retry_after: Some(5_000), ..failure(Code::Unavailable) };
    for failure in [failure(Code::Internal), failure(Code::ResourceExhausted), told] {
        let mut rig = Rig::live(1);
        let (request, _) = rig.send(many(1));
        rig.tell(Event::Failed(request, failure));
        rig.hear(PROGRAMS, vec![], Some(NOW));
        assert!(rig.timers.contains_key(&Timer::Work));
        rig.wants_nothing();
    }
}

#[test]
fn what_was_put_off_while_the_server_was_out_of_reach_is_due_when_it_is_back() {
    let mut rig = Rig::live(1);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    let (take, _) = rig.takes();
    let nothing = TakenBatch { due: vec![], next_in: Some(500_000), counts: rig.counts };
    rig.tell(Event::Taken(take, nothing.clone()));
    rig.fire(Timer::Listen(WORKOUTS));
    let (take, _) = {
        rig.fire(Timer::Work);
        rig.takes()
    };
    rig.tell(Event::Taken(take, nothing));
    assert_eq!(rig.timers[&Timer::Work], 500_000, "the stream was too slow to be waited for");
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(rig.any(), Effect::Hurry);
    rig.takes();
    // Once.
    rig.hear(WORKOUTS, vec![], Some(NOW));
    rig.wants_nothing();
}

#[test]
fn a_server_that_fails_is_not_a_network_that_is_gone() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Failed(request, broken()));
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Internal) });
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::Failed(request, broken()));
    // A request that nobody answers in time tells nothing of the network.
    rig.fire(Timer::Work);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::DeadlineExceeded);
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    let mut rig = Rig::live(1);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Unavailable) });
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    rig.tell(Event::StreamOpened { stream: rig.stream(PROGRAMS), server_now: None });
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
}

#[test]
fn an_answer_that_was_lost_is_past_when_there_is_nothing_left_to_send() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    // The echo came by the stream, so the queue is empty; the answer doesn't come.
    rig.counts.pending = 0;
    rig.hear(WORKOUTS, vec![document("w000", at(NOW))], None);
    let portion = rig.applies();
    rig.stored(portion.request);
    rig.tell(Event::Failed(request, broken()));
    assert_eq!(rig.status, SyncStatus::Offline { pending: 0 });
    rig.fire(Timer::Work);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

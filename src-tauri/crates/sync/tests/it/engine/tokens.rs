use model::SyncStatus;
use model::sync::Feed;
use sync::{Code, Effect, Event, Failure, Pause, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, broken, failure, many};
use crate::support::NOW;

fn unauthenticated() -> Failure {
    failure(Code::Unauthenticated)
}

#[test]
fn a_rejected_token_is_refreshed_once_and_the_batch_sent_again() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert_eq!((rig.refreshes, &rig.status), (1, &SyncStatus::Connecting { pending: 1 }));
    rig.wants_nothing();
    // A stream is told the same; one refresh is enough.
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
    assert!(!rig.streams.contains_key(&WORKOUTS));
    rig.tell(Event::TokenRefreshed);
    assert_eq!(rig.refreshes, 1);
    assert_ne!(rig.stream(WORKOUTS), stream);
    rig.catch_up();
    let (request, _) = rig.send(many(1));
    rig.commit(request, 1);
    rig.acknowledges();
}

#[test]
fn new_tokens_that_are_rejected_too_end_the_session() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    let mut ceiling = 1_000;
    for refreshes in 1..3 {
        assert_eq!(rig.refreshes, refreshes);
        rig.tell(Event::TokenRefreshed);
        let (request, _) = rig.send(many(1));
        rig.fail(request, Code::Unauthenticated);
        // It may have expired while the machine slept.
        assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
        rig.wants_nothing();
        assert!(rig.fire(Timer::Token) <= ceiling);
        ceiling = ceiling * 3 / 2;
    }
    rig.tell(Event::TokenRefreshed);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert_eq!((rig.refreshes, &rig.status), (3, &SyncStatus::NeedsSignIn { pending: 1 }));
    assert!(rig.streams.is_empty());
    rig.wants_nothing();
    rig.tell(Event::TimerFired(Timer::Work));
    rig.tell(Event::TimerFired(Timer::Token));
    rig.tell(Event::SyncNow);
    assert_eq!(rig.any(), Effect::Hurry);
    rig.wants_nothing();
    assert_eq!(rig.refreshes, 3);
    // The queue was kept.
    rig.tell(Event::Resumed(Pause::SignedOut));
    rig.catch_up();
    rig.wanted.retain(|effect| !matches!(effect, Effect::Apply { .. }));
    let (request, _) = rig.send(many(1));
    // Whoever signs in begins anew.
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 4);
    rig.tell(Event::TokenRefreshed);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert!(rig.timers[&Timer::Token] <= 1_000);
}

#[test]
fn a_token_is_good_that_is_not_what_the_server_complains_of() {
    for complaint in
        [Code::ResourceExhausted, Code::Internal, Code::FailedPrecondition, Code::InvalidArgument]
    {
        let mut rig = Rig::live(1);
        let (request, _) = rig.send(many(1));
        rig.fail(request, Code::Unauthenticated);
        rig.tell(Event::TokenRefreshed);
        let stream = rig.stream(WORKOUTS);
        let (request, _) = rig.send(many(1));
        rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
        rig.fail(request, complaint);
        rig.tell(Event::StreamBroken { stream: rig.stream(PROGRAMS), failure: unauthenticated() });
        assert_eq!(rig.refreshes, 2, "{complaint:?}");
    }
    // A stream that breaks says as much, a broken connection doesn't.
    for (complaint, refreshes) in
        [(failure(Code::Internal), 2), (failure(Code::Unavailable), 1), (broken(), 1)]
    {
        let mut rig = Rig::live(1);
        let (request, _) = rig.send(many(1));
        rig.fail(request, Code::Unauthenticated);
        rig.tell(Event::StreamBroken { stream: rig.stream(WORKOUTS), failure: unauthenticated() });
        rig.tell(Event::TokenRefreshed);
        rig.tell(Event::StreamBroken { stream: rig.stream(WORKOUTS), failure: complaint });
        let (request, _) = rig.send(many(1));
        rig.fail(request, Code::Unauthenticated);
        assert_eq!(rig.refreshes, refreshes);
        assert_eq!(rig.timers.contains_key(&Timer::Token), refreshes == 1);
    }
}

#[test]
fn a_token_that_was_good_once_may_expire_again() {
    let mut rig = Rig::live(1);
    for expiry in 1..4 {
        let (request, _) = rig.send(many(1));
        rig.fail(request, Code::Unauthenticated);
        assert_eq!(rig.refreshes, expiry);
        rig.tell(Event::TokenRefreshed);
        let (request, _) = rig.send(many(1));
        rig.commit(request, 1);
        let (request, _) = rig.acknowledges();
        rig.stored(request);
    }
    // Any answer says that it is good: a stream's, too.
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    rig.tell(Event::TokenRefreshed);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    rig.hear(WORKOUTS, vec![], Some(NOW));
    rig.wanted.retain(|effect| *effect != Effect::Hurry);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 5);
}

#[test]
fn what_was_asked_with_the_old_token_says_nothing_of_the_new_one() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    let stream = rig.stream(PROGRAMS);
    rig.fail(request, Code::Unauthenticated);
    rig.tell(Event::TokenRefreshed);
    rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
    assert_eq!((rig.refreshes, &rig.status), (1, &SyncStatus::Connecting { pending: 1 }));
    assert_ne!(rig.stream(PROGRAMS), stream);
    // An old stream that has something to say proves nothing either.
    rig.hear(WORKOUTS, vec![], Some(NOW));
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 1);
    assert!(rig.timers.contains_key(&Timer::Token));
}

#[test]
fn the_last_thing_asked_with_the_old_token_was_asked_with_the_old_token() {
    let mut rig = Rig::live(1);
    let stream = rig.stream(PROGRAMS);
    let (request, _) = rig.send(many(1));
    rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
    rig.tell(Event::TokenRefreshed);
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 1);
    assert!(!rig.timers.contains_key(&Timer::Token));
    rig.catch_up();
    rig.takes();
}

#[test]
fn a_new_stream_that_is_rejected_is_as_any_request() {
    let mut rig = Rig::live(0);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
    rig.tell(Event::TokenRefreshed);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: unauthenticated() });
    assert_eq!(rig.refreshes, 1);
    assert!(rig.timers.contains_key(&Timer::Token));
}

#[test]
fn a_session_that_is_over_says_so() {
    let mut rig = Rig::live(2);
    let (request, _) = rig.send(many(2));
    rig.fail(request, Code::Unauthenticated);
    rig.tell(Event::TokenRejected);
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 2 });
    // Signed in again; a late answer to a question of the session before says nothing of this one.
    rig.tell(Event::Resumed(Pause::SignedOut));
    rig.tell(Event::TokenRejected);
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 2 });
    let mut rig = Rig::live(2);
    let (request, _) = rig.send(many(2));
    rig.fail(request, Code::Unauthenticated);
    rig.tell(Event::TokenFailed(unauthenticated()));
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 2 });
}

#[test]
fn a_token_that_cannot_be_asked_for_is_asked_for_again() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    rig.tell(Event::TokenFailed(broken()));
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    // A token's failure that nobody asked about.
    rig.tell(Event::TokenFailed(unauthenticated()));
    assert_eq!(rig.status, SyncStatus::Offline { pending: 1 });
    assert!(rig.fire(Timer::Token) <= 1_000);
    assert_eq!(rig.refreshes, 2);
    rig.tell(Event::TimerFired(Timer::Token));
    assert_eq!(rig.refreshes, 2);
    let hint = Failure { retry_after: Some(9_000), ..failure(Code::Unavailable) };
    rig.tell(Event::TokenFailed(hint));
    assert_eq!(rig.timers[&Timer::Token], 9_000);
    // The network is there: no reason to wait.
    rig.tell(Event::Network { up: true });
    assert_eq!(rig.refreshes, 3);
    rig.tell(Event::TokenRefreshed);
    rig.send(many(1));
}

#[test]
fn a_new_token_that_nobody_asked_for_changes_nothing() {
    let mut rig = Rig::live(1);
    rig.tell(Event::TokenRefreshed);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 1);
}

#[test]
fn if_ones_own_data_may_not_be_read_it_is_the_account() {
    let mut rig = Rig::live(1);
    let stream = rig.stream(Feed::Tombstones);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::PermissionDenied) });
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 1 });
    assert!(rig.streams.is_empty());
}

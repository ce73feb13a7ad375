use model::sync::{Refusal, Remote, Seen, State, Taken};
use model::{RecordKey, SyncStatus};
use sync::{Code, Effect, Event, Failure, Heard, RequestId, Timer};

use super::rig::{Rig, WORKOUTS, at, broken, failure, ids, many, taken};
use crate::support::{NOW, op, workout};

const QUEUE: usize = 500;

/// A server that commits unless the write called `bad` is in the batch; the commits until that is set aside, and how.
fn isolate(bad: usize, code: Code, message: &str) -> (Vec<usize>, Effect) {
    let mut rig = Rig::live(u64::try_from(QUEUE).expect("few"));
    let mut queue = many(QUEUE);
    let name = queue[bad].key.id.clone();
    let mut sizes = Vec::new();
    loop {
        while let Some(index) = rig.wanted.iter().position(|effect| matches!(effect, Effect::Fetch(..))) {
            let Effect::Fetch(request, keys) = rig.wanted.remove(index) else { unreachable!() };
            read(&mut rig, request, &keys);
        }
        if rig.wanted.is_empty() {
            rig.fire(Timer::Work);
            continue;
        }
        if matches!(rig.wanted[0], Effect::Refuse(..) | Effect::Postpone(..)) {
            return (sizes, rig.any());
        }
        let (request, batch) = rig.send(queue.clone());
        sizes.push(batch.writes.len());
        if ids(&batch).contains(&name.as_str()) {
            rig.tell(Event::Failed(request, Failure { message: message.into(), ..failure(code) }));
        } else {
            rig.commit(request, batch.writes.len());
            let (request, done) = rig.acknowledges();
            queue.drain(..done.len());
            rig.counts.pending = u64::try_from(queue.len()).expect("few");
            rig.stored(request);
        }
    }
}

/// The server holds nothing of these, and the store takes note.
fn read(rig: &mut Rig, request: RequestId, keys: &[RecordKey]) {
    let gone = |key: &RecordKey| Remote {
        key: key.clone(),
        at: at(NOW),
        state: State::Deleted { after: Some(Seen::default()) },
    };
    rig.tell(Event::Fetched { request, at: at(NOW), found: keys.iter().map(gone).collect() });
    let portion = rig.applies();
    rig.stored(portion.request);
}

#[test]
fn a_bad_write_is_found_by_halving_and_refused_with_its_reason() {
    let cases = [
        (Code::InvalidArgument, "", Refusal::Invalid),
        (Code::InvalidArgument, "its size exceeds the maximum allowed size", Refusal::TooLarge),
        (Code::ResourceExhausted, "message exceeds maximum size", Refusal::TooLarge),
        (Code::PermissionDenied, "Missing or insufficient permissions.", Refusal::Denied),
    ];
    for (code, message, refusal) in cases {
        for bad in [0, 1, 123, 250, 499] {
            let (sizes, end) = isolate(bad, code, message);
            let Effect::Refuse(_, key, name, why) = end else { panic!("{end:?}") };
            let id = format!("w{bad:03}");
            assert_eq!((key, name, why), (workout(&id), op(&format!("op-{id}")), refusal));
            assert!(sizes.len() <= 26, "{code:?} {bad}: {sizes:?}");
        }
    }
    assert_eq!(isolate(0, Code::InvalidArgument, "").0, [500, 250, 125, 63, 32, 16, 8, 4, 2, 1]);
    let found_late = isolate(499, Code::InvalidArgument, "").0;
    assert_eq!(found_late, [500, 250, 250, 125, 125, 63, 62, 31, 31, 16, 15, 8, 7, 4, 3, 2, 1]);
}

#[test]
fn a_write_that_makes_the_server_fail_is_found_too_and_gives_way() {
    for code in [Code::Internal, Code::Unknown, Code::DeadlineExceeded, Code::Aborted, Code::Unavailable] {
        let (sizes, end) = isolate(300, code, "");
        let Effect::Postpone(_, key, name, wait) = end else { panic!("{end:?}") };
        assert_eq!((key, name), (workout("w300"), op("op-w300")), "{code:?}");
        assert!((30_000..=60_000).contains(&wait), "{wait}");
        let again = if code == Code::Unavailable { 4 } else { 2 };
        assert_eq!(sizes[..=again], [&vec![500; again][..], &[250]].concat(), "{code:?}");
        assert_eq!(sizes.iter().filter(|size| **size == 1).count(), 5, "{code:?}: {sizes:?}");
    }
}

#[test]
fn a_document_that_always_conflicts_is_found_and_gives_way() {
    let (sizes, end) = isolate(300, Code::FailedPrecondition, "");
    assert!(matches!(end, Effect::Postpone(_, key, ..) if key == workout("w300")), "{sizes:?}");
    assert_eq!(sizes[..4], [500, 500, 500, 250]);
    let mut rig = Rig::live(1);
    let mut tries = 0;
    let end = loop {
        let (request, _) = rig.send(many(1));
        tries += 1;
        rig.fail(request, Code::FailedPrecondition);
        if rig.wanted.is_empty() {
            assert!(tries >= 3, "there is no reason to wait after {tries}");
            rig.fire(Timer::Work);
        }
        if matches!(rig.wanted[0], Effect::Postpone(..)) {
            break rig.any();
        }
        let (request, keys) = rig.fetches();
        read(&mut rig, request, &keys);
    };
    assert!(matches!(end, Effect::Postpone(..)));
    assert_eq!(tries, 6);
}

#[test]
fn when_the_bad_write_is_out_of_the_way_the_rest_goes_in_one() {
    let mut rig = Rig::live(8);
    let mut queue = many(8);
    for size in [8, 4, 2, 1] {
        let (request, batch) = rig.send(queue.clone());
        assert_eq!(batch.writes.len(), size);
        rig.fail(request, Code::InvalidArgument);
    }
    let Effect::Refuse(request, ..) = rig.any() else { panic!() };
    queue.remove(0);
    rig.counts = model::sync::Pending { pending: 7, refused: 1 };
    rig.stored(request);
    assert_eq!(rig.status, SyncStatus::NeedsAttention { refused: 1, pending: 7 });
    let (_, batch) = rig.send(queue);
    assert_eq!(batch.writes.len(), 7);
}

#[test]
fn a_queue_that_is_empty_has_no_bad_write() {
    let mut rig = Rig::live(4);
    let (request, _) = rig.send(many(4));
    rig.fail(request, Code::InvalidArgument);
    rig.pass(many(2));
    // The rest was discarded.
    let (request, _) = rig.takes();
    rig.tell(Event::Taken(request, model::sync::TakenBatch::default()));
    rig.hear(WORKOUTS, vec![super::rig::document("a", at(NOW))], None);
    rig.counts.pending = 0;
    let portion = rig.applies();
    rig.stored(portion.request);
    rig.tell(Event::LocalChange { counts: model::sync::Pending { pending: 9, refused: 0 } });
    assert_eq!(rig.takes().1.rows, 500);
}

#[test]
fn a_refusal_of_everything_is_no_refusal_of_a_write() {
    let mut rig = Rig::live(3);
    let (request, _) = rig.send(many(3));
    rig.fail(request, Code::PermissionDenied);
    let (request, keys) = rig.fetches();
    assert_eq!(keys, [workout("w000")]);
    rig.fail(request, Code::PermissionDenied);
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 3 });
    rig.wants_nothing();

    // It could not be asked: later, and again from the start.
    let mut rig = Rig::live(3);
    let (request, _) = rig.send(many(3));
    rig.fail(request, Code::PermissionDenied);
    let (request, _) = rig.fetches();
    rig.tell(Event::Failed(request, broken()));
    rig.fire(Timer::Work);
    let (request, batch) = rig.send(many(3));
    assert_eq!(batch.writes.len(), 3);
    rig.fail(request, Code::PermissionDenied);
    let (request, keys) = rig.fetches();
    read(&mut rig, request, &keys);
    // Reading is allowed: it isn't asked a second time.
    for size in [3, 2, 1] {
        let (request, batch) = rig.send(many(3));
        assert_eq!(batch.writes.len(), size);
        rig.fail(request, Code::PermissionDenied);
    }
    let Effect::Refuse(request, ..) = rig.any() else { panic!() };
    rig.stored(request);
    // Of the next one, nothing is known.
    let (request, _) = rig.send(many(2));
    rig.fail(request, Code::PermissionDenied);
    rig.fetches();
}

#[test]
fn halving_goes_on_without_asking_again_until_it_is_over() {
    let mut rig = Rig::live(4);
    let mut queue = many(4);
    let (request, _) = rig.send(queue.clone());
    rig.fail(request, Code::PermissionDenied);
    let (request, keys) = rig.fetches();
    read(&mut rig, request, &keys);
    let (request, _) = rig.send(queue.clone());
    rig.fail(request, Code::PermissionDenied);
    rig.pass(queue.drain(..2).collect());
    let (request, batch) = rig.send(queue.clone());
    assert_eq!(batch.writes.len(), 2);
    rig.fail(request, Code::PermissionDenied);
    assert_eq!(rig.takes().1.rows, 1, "reading was allowed a moment ago");
}

#[test]
fn that_reading_is_allowed_is_known_only_of_the_halving_that_asked() {
    // The halving is for another reason.
    let mut rig = Rig::live(4);
    let mut queue = many(4);
    let (request, _) = rig.send(queue.clone());
    rig.fail(request, Code::InvalidArgument);
    rig.pass(queue.drain(..2).collect());
    let (request, _) = rig.send(queue.clone());
    rig.fail(request, Code::PermissionDenied);
    let (request, keys) = rig.fetches();
    read(&mut rig, request, &keys);
    // It is over: all have gone through.
    rig.pass(queue.drain(..1).collect());
    rig.pass(queue);
    rig.counts.pending = 1;
    rig.tell(Event::LocalChange { counts: rig.counts });
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::PermissionDenied);
    rig.fetches();
    // As it is when one went through, and others still wait.
    let mut rig = Rig::live(9);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::PermissionDenied);
    let (request, keys) = rig.fetches();
    read(&mut rig, request, &keys);
    rig.pass(many(1));
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::PermissionDenied);
    rig.fetches();
}

#[test]
fn a_server_out_of_reach_or_of_quota_is_waited_for_and_nothing_is_halved() {
    for (code, offline) in
        [(Some(Code::ResourceExhausted), false), (None, true), (Some(Code::Unavailable), true)]
    {
        let mut rig = Rig::live(3);
        let stream = rig.stream(WORKOUTS);
        rig.tell(Event::StreamBroken { stream, failure: failure(Code::Internal) });
        let mut longest = 0;
        for _ in 0..30 {
            let (request, batch) = rig.send(many(3));
            assert_eq!(batch.writes.len(), 3);
            rig.tell(Event::Failed(request, Failure { code, ..broken() }));
            assert_eq!(matches!(rig.status, SyncStatus::Offline { .. }), offline);
            rig.wants_nothing();
            longest = longest.max(rig.fire(Timer::Work));
        }
        assert!((20_000..=60_000).contains(&longest), "{longest}");
        let (request, _) = rig.send(many(3));
        rig.commit(request, 3);
        let (request, _) = rig.acknowledges();
        rig.stored(request);
        // It worked, so the next failure is a first one.
        let (request, _) = rig.send(many(3));
        rig.tell(Event::Failed(request, Failure { code, ..broken() }));
        assert!(rig.fire(Timer::Work) <= 1_000);
    }
}

#[test]
fn the_server_says_how_long_to_wait() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    let hint = Failure { retry_after: Some(123_456), ..failure(Code::Unavailable) };
    rig.tell(Event::Failed(request, hint));
    assert_eq!(rig.timers[&Timer::Work], 123_456);
}

#[test]
fn an_edit_does_not_end_a_back_off_but_a_person_does() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::Unavailable);
    rig.tell(Event::LocalChange { counts: model::sync::Pending { pending: 2, refused: 0 } });
    rig.wants_nothing();
    assert!(rig.timers.contains_key(&Timer::Work));
    rig.tell(Event::SyncNow);
    assert_eq!(rig.any(), Effect::Hurry);
    rig.catch_up();
    assert!(rig.wanted.iter().any(|effect| matches!(effect, Effect::Take(..))));
}

#[test]
fn one_write_alone_that_fails_waits_longer_each_time() {
    let mut least = Vec::new();
    for attempts in [0, 1, 2, 6, 7, 40] {
        let mut rig = Rig::live(2);
        let wait = loop {
            if let Some(Effect::Postpone(request, _, _, wait)) = rig.wanted.first().cloned() {
                rig.any();
                rig.stored(request);
                break wait;
            }
            let (request, _) = rig.send(vec![Taken { attempts, ..taken("a") }]);
            rig.fail(request, Code::Internal);
            if rig.timers.contains_key(&Timer::Work) {
                rig.fire(Timer::Work);
            }
        };
        let longest = 60_000 << attempts.min(6);
        assert!((longest / 2..longest).contains(&wait), "{attempts}: {wait}");
        least.push(wait);
        // The others go on at once.
        rig.takes();
        assert!(rig.timers.is_empty());
    }
    assert_ne!(least[3] % 60_000, least[0] % 60_000, "the jitter is random");
}

#[test]
fn success_takes_every_suspicion_away() {
    let mut rig = Rig::live(9);
    for _ in 0..4 {
        let (request, _) = rig.send(many(3));
        rig.fail(request, Code::Internal);
        rig.fire(Timer::Work);
        rig.pass(many(1));
    }
    assert_eq!(rig.takes().1.rows, 500);
}

/// Of two hundred records that are to be read, one makes the server fail; all others are read all the same.
#[test]
fn a_record_that_cannot_be_read_does_not_stand_in_the_way() {
    let mut rig = Rig::live(0);
    let unclear = (0..200).map(|number| Heard::Unmatched { id: format!("w{number:03}") }).collect();
    rig.hear(WORKOUTS, unclear, Some(NOW));
    let mut left: std::collections::BTreeSet<RecordKey> =
        (0..200).map(|number| workout(&format!("w{number:03}"))).collect();
    let bad = workout("w050");
    let mut requests = 0;
    while left.len() > 1 {
        let (request, keys) = rig.fetches();
        requests += 1;
        assert!(requests < 60, "{} are left", left.len());
        if keys.contains(&bad) {
            rig.fail(request, Code::Internal);
            rig.fire(Timer::Work);
        } else {
            for key in &keys {
                left.remove(key);
            }
            read(&mut rig, request, &keys);
        }
    }
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
}

#[test]
fn reading_and_sending_take_turns_when_reading_fails() {
    let mut rig = Rig::live(2);
    let (request, _) = rig.takes();
    rig.hear(
        WORKOUTS,
        vec![Heard::Unmatched { id: "x".into() }, Heard::Unmatched { id: "y".into() }],
        Some(NOW),
    );
    rig.tell(Event::Taken(
        request,
        model::sync::TakenBatch { due: many(1), next_in: None, counts: rig.counts },
    ));
    let (request, _) = rig.commits();
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    rig.stored(request);
    let (request, keys) = rig.fetches();
    assert_eq!(keys, [workout("x"), workout("y")]);
    rig.tell(Event::Failed(request, broken()));
    rig.fire(Timer::Work);
    rig.pass(many(1));
    // Out of reach is no reason to read less at once.
    let (request, keys) = rig.fetches();
    assert_eq!(keys.len(), 2);
    rig.fail(request, Code::ResourceExhausted);
    rig.fire(Timer::Work);
    rig.pass(many(1));
    assert_eq!(rig.fetches().1.len(), 2);
}

#[test]
fn reading_is_refused_only_to_those_who_are_signed_out() {
    let mut rig = Rig::live(0);
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "x".into() }], Some(NOW));
    let (request, _) = rig.fetches();
    rig.fail(request, Code::PermissionDenied);
    assert_eq!(rig.status, SyncStatus::NeedsSignIn { pending: 0 });
    let mut rig = Rig::live(0);
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "x".into() }], Some(NOW));
    let (request, _) = rig.fetches();
    rig.fail(request, Code::Unauthenticated);
    assert_eq!(rig.refreshes, 1);
    rig.tell(Event::TokenRefreshed);
    assert_eq!(rig.fetches().1, [workout("x")]);
}

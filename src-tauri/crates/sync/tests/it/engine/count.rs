use model::sync::{Cursor, Feed, Pending, Remote, Seen, State};
use model::{Kind, RecordKey, SyncStatus};
use sync::{Code, Effect, Event, Heard, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, broken, cursor, deletion, document};
use crate::support::{NOW, workout};

/// An engine that was away for a day.
fn long_away(pending: u64) -> Rig {
    let mut rig = Rig::new();
    rig.counts.pending = pending;
    let cursors = Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 86_400_000))).collect();
    rig.tell(Event::Started { cursors, counts: rig.counts });
    rig
}

/// The cursors that were stored, and the rest of what is wanted.
fn store_cursors(rig: &mut Rig) -> Vec<(Feed, Cursor)> {
    let mut cursors = Vec::new();
    while let Some(index) = rig.wanted.iter().position(|effect| matches!(effect, Effect::Apply { .. })) {
        rig.wanted[..=index].rotate_right(1);
        let portion = rig.applies();
        cursors.extend(portion.cursor);
        rig.stored(portion.request);
    }
    cursors
}

fn complete(cursors: &[(Feed, Cursor)]) -> Vec<(Feed, bool)> {
    cursors.iter().map(|(feed, cursor)| (*feed, cursor.complete)).collect()
}

#[test]
fn after_a_long_absence_the_documents_are_counted_and_that_is_all_if_they_are_as_many() {
    let mut rig = long_away(0);
    rig.catch_up();
    let cursors = store_cursors(&mut rig);
    assert_eq!(complete(&cursors), [(WORKOUTS, false), (PROGRAMS, false), (Feed::Tombstones, true)]);
    for (feed, kind) in [(WORKOUTS, Kind::Workout), (PROGRAMS, Kind::Program)] {
        assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
        let (request, counted) = rig.counts();
        assert_eq!(counted, kind);
        rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 7 });
        assert_eq!(complete(&store_cursors(&mut rig)), [(feed, true)]);
    }
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn if_they_are_not_as_many_what_differs_is_read_before_all_counts_as_heard() {
    let mut rig = long_away(0);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.counts();
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 8 });
    let (request, kind) = rig.compares();
    assert_eq!(kind, Kind::Workout);
    let differing: Vec<RecordKey> = (0..150).map(|number| workout(&format!("w{number:03}"))).collect();
    rig.tell(Event::Compared { request, at: at(NOW), differing: differing.clone() });
    for keys in [&differing[..100], &differing[100..]] {
        let (request, asked) = rig.fetches();
        assert_eq!(asked, keys);
        let gone = |key: &RecordKey| Remote {
            key: key.clone(),
            at: at(NOW),
            state: State::Deleted { after: Some(Seen::default()) },
        };
        rig.tell(Event::Fetched { request, at: at(NOW), found: keys.iter().map(gone).collect() });
        let portion = rig.applies();
        assert_eq!((portion.remotes.len(), portion.cursor), (keys.len(), None));
        rig.stored(portion.request);
    }
    assert_eq!(complete(&store_cursors(&mut rig)), [(WORKOUTS, true)]);
    assert_eq!(rig.counts().1, Kind::Program);
}

#[test]
fn documents_that_no_query_by_time_sees_are_heard_without_one() {
    let mut rig = long_away(0);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.counts();
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 6, ours: 7 });
    assert_eq!(*rig.from(WORKOUTS), sync::From::Start);
    assert!(matches!(rig.from(PROGRAMS), sync::From::Since(_)));
    rig.hear(WORKOUTS, vec![], Some(NOW));
    let cursors = store_cursors(&mut rig);
    assert_eq!(
        cursors.iter().map(|(feed, cursor)| (*feed, cursor.since)).collect::<Vec<_>>(),
        [(WORKOUTS, None)]
    );
    // Counted again, for what was deleted meanwhile; that they can't be seen doesn't matter any more.
    let (request, kind) = rig.counts();
    assert_eq!(kind, Kind::Workout);
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 6, ours: 7 });
    assert_eq!(complete(&store_cursors(&mut rig)), [(WORKOUTS, true)]);
    assert_eq!(rig.counts().1, Kind::Program);
    // It stays so: with its token, and without.
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    assert_eq!(*rig.from(WORKOUTS), sync::From::Token { since: None, token: vec![2] });
    rig.now += 3_600_000;
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    assert_eq!(*rig.from(WORKOUTS), sync::From::Start);
}

/// Streams by time, that have caught up.
fn recent() -> Rig {
    let mut rig = long_away(0);
    rig.catch_up();
    for _ in 0..2 {
        store_cursors(&mut rig);
        let (request, _) = rig.counts();
        rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 7 });
    }
    store_cursors(&mut rig);
    rig.wants_nothing();
    rig
}

#[test]
fn every_stream_by_time_is_begun_with_a_count() {
    // Of what is older than its query, it doesn't tell that it was deleted.
    let mut rig = recent();
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    assert!(matches!(rig.from(WORKOUTS), sync::From::Token { since: Some(_), .. }));
    rig.hear(WORKOUTS, vec![], Some(NOW));
    assert_eq!(complete(&store_cursors(&mut rig)), [(WORKOUTS, false)]);
    assert_eq!(rig.counts().1, Kind::Workout);
}

#[test]
fn a_document_that_left_the_query_and_is_there_calls_for_the_whole_collection() {
    for there in [true, false] {
        let mut rig = recent();
        rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "a".into() }], Some(NOW));
        let (request, _) = rig.fetches();
        let document = State::Document(crate::support::a_workout("a", serde_json::json!({})));
        let state = if there { document } else { State::Deleted { after: Some(Seen::default()) } };
        rig.tell(Event::Fetched {
            request,
            at: at(NOW),
            found: vec![Remote { key: workout("a"), at: at(NOW - 1), state }],
        });
        assert_eq!(*rig.from(WORKOUTS) == sync::From::Start, there);
        assert!(matches!(rig.from(PROGRAMS), sync::From::Since(_)));
    }
    // What was read for another reason doesn't.
    let mut rig = recent();
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "a".into() }], Some(NOW));
    let (request, _) = rig.fetches();
    let found = |id: &str, state| Remote { key: workout(id), at: at(NOW - 1), state };
    let other = State::Document(crate::support::a_workout("b", serde_json::json!({})));
    let found = vec![found("a", State::Deleted { after: Some(Seen::default()) }), found("b", other)];
    rig.tell(Event::Fetched { request, at: at(NOW), found });
    assert!(matches!(rig.from(WORKOUTS), sync::From::Since(_)));
}

#[test]
fn a_comparison_without_a_difference_is_enough() {
    let mut rig = long_away(0);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.counts();
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 8 });
    let (request, _) = rig.compares();
    rig.tell(Event::Compared { request, at: at(NOW), differing: vec![] });
    assert_eq!(complete(&store_cursors(&mut rig)), [(WORKOUTS, true)]);
}

#[test]
fn nothing_is_counted_while_something_is_on_its_way() {
    let mut rig = long_away(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], Some(NOW));
    let portion = rig.applies();
    rig.wants_nothing();
    rig.stored(portion.request);
    assert_eq!(rig.wanted.len(), 0, "the streams are still catching up");
    rig.catch_up();
    store_cursors(&mut rig);
    assert_eq!(rig.counts().1, Kind::Workout);
}

#[test]
fn the_queue_goes_before_the_count() {
    let mut rig = long_away(1);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.takes();
    rig.wants_nothing();
    // Nothing of it is due: then the count.
    let taken = model::sync::TakenBatch { due: vec![], next_in: Some(50_000), counts: rig.counts };
    rig.tell(Event::Taken(request, taken));
    assert_eq!(rig.timers[&Timer::Work], 50_000);
    assert_eq!(rig.counts().1, Kind::Workout);
}

#[test]
fn a_count_that_fails_is_made_again_later() {
    let mut rig = long_away(0);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.counts();
    rig.fail(request, Code::Unavailable);
    assert_eq!(rig.status, SyncStatus::Offline { pending: 0 });
    rig.wants_nothing();
    rig.fire(Timer::Work);
    let (request, _) = rig.counts();
    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 8 });
    let (request, _) = rig.compares();
    rig.tell(Event::Failed(request, broken()));
    rig.fire(Timer::Work);
    assert_eq!(rig.counts().1, Kind::Workout);
}

fn counts_again(feed: Feed, change: Heard) -> bool {
    let mut rig = recent();
    rig.hear(feed, vec![change], Some(NOW + 60_000));
    store_cursors(&mut rig);
    rig.wanted.iter().any(|effect| matches!(effect, Effect::Count(..)))
}

#[test]
fn what_was_counted_before_it_was_heard_makes_the_count_worthless() {
    assert!(counts_again(WORKOUTS, document("a", at(NOW))));
    assert!(!counts_again(WORKOUTS, document("a", at(NOW + 1))));
    assert!(counts_again(WORKOUTS, deletion("a", at(NOW + 10_000))));
    assert!(!counts_again(WORKOUTS, deletion("a", at(NOW + 10_001))));
    assert!(!counts_again(Feed::Tombstones, document("a", at(NOW))));
}

/// Whether the answer to a count counts, if this comes between the question and the answer.
#[track_caller]
fn agrees_in_spite_of(meanwhile: impl FnOnce(&mut Rig)) -> bool {
    let mut rig = long_away(0);
    rig.catch_up();
    store_cursors(&mut rig);
    let (request, _) = rig.counts();
    meanwhile(&mut rig);
    let equal = |request| Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 7 };
    rig.tell(equal(request));
    let mut cursors = store_cursors(&mut rig);
    let (request, kind) = rig.counts();
    let mut next = Some(kind);
    if kind == Kind::Program {
        rig.tell(equal(request));
        cursors.extend(store_cursors(&mut rig));
        next = rig.wanted.iter().any(|effect| matches!(effect, Effect::Count(..))).then(|| rig.counts().1);
    }
    let is_complete =
        cursors.iter().rfind(|(feed, _)| *feed == WORKOUTS).is_some_and(|(_, cursor)| cursor.complete);
    assert_eq!(next == Some(Kind::Workout), !is_complete, "otherwise it is asked again");
    is_complete
}

#[test]
fn an_answer_that_may_be_older_than_a_doubt_is_none() {
    assert!(agrees_in_spite_of(|_| {}));
    // The emulator tells of a deletion like this.
    assert!(!agrees_in_spite_of(|rig| {
        rig.tell(Event::StreamReset { stream: rig.stream(WORKOUTS) });
        rig.hear(WORKOUTS, vec![], Some(NOW));
    }));
    assert!(!agrees_in_spite_of(
        |rig| rig.tell(Event::StreamFilter { stream: rig.stream(WORKOUTS), documents: 7 })
    ));
    assert!(!agrees_in_spite_of(|rig| {
        rig.tell(Event::StreamBroken { stream: rig.stream(WORKOUTS), failure: broken() });
        rig.fire(Timer::Listen(WORKOUTS));
        rig.hear(WORKOUTS, vec![], Some(NOW));
    }));
    // Another kind's is no doubt of this one's.
    assert!(agrees_in_spite_of(|rig| {
        rig.tell(Event::StreamReset { stream: rig.stream(PROGRAMS) });
        rig.hear(PROGRAMS, vec![], Some(NOW));
    }));
}

#[test]
fn what_is_heard_before_the_answer_and_was_counted_makes_the_count_worthless_too() {
    let hear = |change: Heard| agrees_in_spite_of(|rig| rig.hear(WORKOUTS, vec![change], Some(NOW + 60_000)));
    assert!(!hear(document("a", at(NOW))));
    assert!(hear(document("a", at(NOW + 1))));
    assert!(!hear(deletion("a", at(NOW + 10_000))));
    assert!(hear(deletion("a", at(NOW + 10_001))));
}

#[test]
fn a_reset_or_a_filter_or_a_person_calls_for_a_count() {
    let mut rig = Rig::live(0);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
    rig.tell(Event::StreamFilter { stream: rig.stream(WORKOUTS), documents: 7 });
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    let (_, kind) = rig.counts();
    assert_eq!(kind, Kind::Workout);
    // That it is called for is stored at once: a crash must not forget it.
    let portion = rig.applies();
    assert_eq!(complete(portion.cursor.as_slice()), [(WORKOUTS, false)]);

    let mut rig = Rig::live(0);
    rig.tell(Event::StreamReset { stream: rig.stream(PROGRAMS) });
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    rig.wants_nothing();
    rig.hear(PROGRAMS, vec![document("p", at(NOW - 5))], Some(NOW));
    assert_eq!(complete(&store_cursors(&mut rig)), [(PROGRAMS, false)]);
    assert_eq!(rig.counts().1, Kind::Program);

    let mut rig = Rig::live(0);
    let streams = rig.streams.clone();
    rig.tell(Event::SyncNow);
    assert_eq!(rig.any(), Effect::Hurry);
    assert_eq!(rig.streams.len(), 3);
    assert!(Feed::all().iter().all(|feed| rig.streams[feed].0 != streams[feed].0));
    rig.catch_up();
    store_cursors(&mut rig);
    assert_eq!(rig.counts().1, Kind::Workout);

    // A tombstone is never deleted.
    let mut rig = Rig::live(0);
    rig.tell(Event::StreamReset { stream: rig.stream(Feed::Tombstones) });
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn a_count_that_is_called_for_survives_a_crash() {
    let mut rig = Rig::new();
    let incomplete = Cursor { complete: false, ..cursor(NOW - 1_000) };
    let mut cursors: Vec<(Feed, Cursor)> =
        Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 1_000))).collect();
    cursors[0].1 = incomplete;
    rig.tell(Event::Started { cursors, counts: Pending::default() });
    rig.catch_up();
    store_cursors(&mut rig);
    assert_eq!(rig.counts().1, Kind::Workout);
}

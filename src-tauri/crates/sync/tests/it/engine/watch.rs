//! A document that was deleted before the stream has spoken of it is never spoken of.

use model::sync::{Feed, Remote, Seen, State};
use model::{Kind, RecordKey, SyncStatus};
use serde_json::json;
use sync::{Code, Effect, Event, Heard, RequestId, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, broken, cursor, document, many, taken};
use crate::support::{NOW, a_workout, workout};

/// A write of ours that took effect at NOW + 1,000, and is acknowledged; what was heard while it was on its way.
fn written(meanwhile: impl FnOnce(&mut Rig)) -> Rig {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(vec![taken("a")]);
    meanwhile(&mut rig);
    rig.now = NOW + 1_000;
    rig.commit(request, 1);
    let index = rig.wanted.iter().position(|effect| matches!(effect, Effect::Acknowledge(..)));
    rig.wanted.swap(0, index.expect("it is acknowledged"));
    let (request, _) = rig.acknowledges();
    rig.counts.pending = 0;
    rig.stored(request);
    rig
}

/// Applies whatever is to be applied; the keys that are to be read.
fn asked(rig: &mut Rig) -> Vec<RecordKey> {
    let mut asked = Vec::new();
    while !rig.wanted.is_empty() {
        match rig.any() {
            Effect::Apply { request, .. } => rig.stored(request),
            Effect::Fetch(_, keys) => asked.extend(keys),
            Effect::Count(request, _) => {
                rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 7 });
            }
            effect => panic!("{effect:?}"),
        }
    }
    asked
}

#[test]
fn what_the_stream_should_have_spoken_of_and_has_not_is_read() {
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![], Some(NOW + 999));
    assert_eq!(asked(&mut rig), []);
    rig.hear(PROGRAMS, vec![], Some(NOW + 1_000));
    assert_eq!(asked(&mut rig), []);
    rig.hear(WORKOUTS, vec![], Some(NOW + 1_000));
    assert_eq!(rig.status, SyncStatus::Syncing { done: 0, total: 1 });
    assert_eq!(asked(&mut rig), [workout("a")]);
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), [], "once is enough");
}

#[test]
fn what_was_written_here_is_not_taken_in_again() {
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_000))], Some(NOW + 1_000));
    let portion = rig.applies();
    assert_eq!(portion.remotes, []);
    assert_eq!(portion.cursor.map(|(feed, cursor)| (feed, cursor.until)), Some((WORKOUTS, at(NOW + 1_000))));
    rig.stored(portion.request);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW + 1_000 });
    // Somebody else's is.
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_001))], Some(NOW + 2_000));
    assert_eq!(rig.applies().remotes.len(), 1);
    // And ours, as long as we don't know that it is.
    let mut rig = Rig::live(1);
    rig.send(vec![taken("a")]);
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], Some(NOW));
    assert_eq!(rig.applies().remotes.len(), 1);
}

#[test]
fn a_cursor_from_before_ends_no_watch() {
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("b", at(NOW + 500))], Some(NOW + 500));
    assert_eq!(asked(&mut rig), []);
    rig.hear(WORKOUTS, vec![], Some(NOW + 1_000));
    assert_eq!(asked(&mut rig), [workout("a")]);
}

#[test]
fn what_it_has_spoken_of_in_time_is_not() {
    // Before the answer came, or after it, or of a later state.
    for (earlier, later) in
        [(Some(1_000), None), (None, Some(1_000)), (None, Some(1_500)), (Some(1_500), Some(1_000))]
    {
        let state =
            |millis: Option<i64>| millis.map(|millis| document("a", at(NOW + millis))).into_iter().collect();
        let mut rig = written(|rig| rig.hear(WORKOUTS, state(earlier), None));
        rig.hear(WORKOUTS, state(later), Some(NOW + 2_000));
        assert_eq!(asked(&mut rig), [], "{earlier:?} {later:?}");
    }
    // Of an earlier state only.
    let mut rig = written(|rig| rig.hear(WORKOUTS, vec![document("a", at(NOW + 999))], None));
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), [workout("a")]);
}

#[test]
fn a_stream_that_is_ahead_of_the_answer_counts() {
    let mut rig = written(|rig| rig.hear(WORKOUTS, vec![], Some(NOW + 1_000)));
    assert_eq!(asked(&mut rig), [workout("a")]);
    let mut rig = written(|rig| rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_000))], Some(NOW + 1_000)));
    assert_eq!(asked(&mut rig), []);
}

#[test]
fn a_stream_that_begins_again_has_to_speak_of_it_again_unless_it_is_stored() {
    // Heard, but not stored: the new stream knows nothing of it.
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_000))], None);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), [workout("a")]);
    // Stored: the new stream begins where it is known.
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_000))], Some(NOW + 1_000));
    assert_eq!(asked(&mut rig), []);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    rig.fire(Timer::Listen(WORKOUTS));
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), []);
    // A reset is a beginning, too.
    let mut rig = written(|_| {});
    rig.hear(WORKOUTS, vec![document("a", at(NOW + 1_000))], None);
    rig.tell(Event::StreamReset { stream: rig.stream(WORKOUTS) });
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), [workout("a")]);
}

#[test]
fn a_write_that_failed_and_a_deletion_are_not_watched() {
    let mut rig = Rig::live(1);
    let (request, _) = rig.send(many(1));
    rig.fail(request, Code::ResourceExhausted);
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), []);

    let mut rig = Rig::live(1);
    let base = model::sync::Base { at: at(1), body: a_workout("a", json!({})) };
    let (request, _) = rig.send(vec![model::sync::Taken { body: None, base: Some(base), ..taken("a") }]);
    rig.commit(request, 1);
    let (request, _) = rig.acknowledges();
    rig.counts.pending = 0;
    rig.stored(request);
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert_eq!(asked(&mut rig), []);
}

/// A record that is read by name.
fn asking() -> Rig {
    let mut rig = Rig::live(0);
    rig.tell(Event::Stored { request: RequestId(0), counts: rig.counts, ask: vec![workout("a")] });
    rig
}

/// What is read by name, at NOW, as it was written at `written`; the stream had told everything up to NOW when asked.
fn read(written: i64, state: &State, meanwhile: Vec<Heard>, until: Option<i64>) -> Vec<RecordKey> {
    let mut rig = asking();
    let (request, keys) = rig.fetches();
    rig.hear(WORKOUTS, meanwhile, until);
    rig.wanted.clear();
    let found = keys.into_iter().map(|key| Remote { key, at: at(written), state: state.clone() }).collect();
    rig.tell(Event::Fetched { request, at: at(NOW), found });
    let mut again = asked(&mut rig);
    rig.hear(WORKOUTS, vec![], Some(NOW + 9_000));
    again.extend(asked(&mut rig));
    again
}

#[test]
fn what_was_read_is_watched_unless_the_stream_knew_it() {
    let there = || State::Document(a_workout("a", json!({})));
    assert_eq!(read(NOW, &there(), vec![], None), []);
    assert_eq!(read(NOW + 1, &there(), vec![], None), [workout("a")]);
    assert_eq!(read(NOW + 1, &there(), vec![document("a", at(NOW + 1))], None), []);
    assert_eq!(read(NOW + 1, &there(), vec![], Some(NOW + 5)), [workout("a")]);
    assert_eq!(read(NOW + 1, &State::Deleted { after: Some(Seen::default()) }, vec![], None), []);
}

#[test]
fn what_could_not_be_read_is_not_watched() {
    let mut rig = asking();
    let (request, _) = rig.fetches();
    rig.fail(request, Code::Internal);
    rig.fire(Timer::Work);
    let (request, keys) = rig.fetches();
    let found = keys.into_iter().map(|key| Remote {
        key,
        at: at(NOW),
        state: State::Document(a_workout("a", json!({}))),
    });
    rig.tell(Event::Fetched { request, at: at(NOW), found: found.collect() });
    assert_eq!(asked(&mut rig), []);
}

#[test]
fn what_was_watched_before_a_crash_is_not_known_so_the_documents_are_counted() {
    let mut rig = Rig::new();
    let cursors = Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 1_000))).collect();
    rig.tell(Event::Started { cursors, counts: model::sync::Pending::default() });
    rig.catch_up();
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
    assert!(rig.wanted.iter().any(|effect| matches!(effect, Effect::Count(_, Kind::Workout))));
    // Once only, however often the streams break.
    let mut rig = Rig::live(0);
    rig.tell(Event::Network { up: true });
    rig.catch_up();
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn what_was_written_while_there_was_no_stream_is_counted_when_there_is() {
    let mut rig = written(|rig| {
        let stream = rig.stream(WORKOUTS);
        rig.tell(Event::StreamBroken { stream, failure: broken() });
    });
    rig.hear(WORKOUTS, vec![], Some(NOW + 2_000));
    assert!(rig.wanted.iter().any(|effect| matches!(effect, Effect::Count(_, Kind::Workout))));
    assert_eq!(asked(&mut rig), []);
}

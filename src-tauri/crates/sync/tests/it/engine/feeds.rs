use model::sync::{Cursor, Feed, Pending, Remote, Seen, State};
use model::{Kind, RecordKey, SyncStatus};
use serde_json::json;
use sync::{Code, Event, From, Heard, HeardState, Mark, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, broken, cursor, deletion, document, failure};
use crate::support::{NOW, a_workout, body, seen, workout};

fn from(stored: Cursor) -> From {
    let mut rig = Rig::new();
    rig.tell(Event::Started { cursors: vec![(WORKOUTS, stored)], counts: Pending::default() });
    assert_eq!(*rig.from(PROGRAMS), From::Start);
    assert_eq!(*rig.from(Feed::Tombstones), From::Start);
    rig.from(WORKOUTS).clone()
}

#[test]
fn nothing_happens_before_the_start() {
    let mut rig = Rig::new();
    rig.tell(Event::Network { up: true });
    rig.tell(Event::LocalChange { counts: Pending { pending: 1, refused: 0 } });
    rig.wants_nothing();
    assert!(rig.streams.is_empty());
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 1 });
}

#[test]
fn a_feed_is_resumed_while_its_token_is_good_and_heard_again_from_a_little_before_later() {
    let half_an_hour = 30 * 60_000;
    let (stored, since) = (cursor(NOW - half_an_hour + 1), cursor(NOW).since);
    assert_eq!(from(stored.clone()), From::Token { since, token: vec![1] });
    let overlap = 10 * 60_000;
    assert_eq!(from(cursor(NOW - half_an_hour)), From::Since(at(NOW - half_an_hour - overlap)));
    assert_eq!(from(Cursor { token: None, ..stored }), From::Since(at(NOW - half_an_hour + 1 - overlap)));
}

#[test]
fn what_is_heard_is_applied_with_the_cursor_that_stands_for_it() {
    let mut rig = Rig::started(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW - 5))], None);
    let first = rig.applies();
    assert_eq!(first.remotes.len(), 1);
    assert_eq!(
        first.remotes[0],
        Remote { key: workout("a"), at: at(NOW - 5), state: State::Document(a_workout("a", json!({}))) }
    );
    assert_eq!(first.cursor, None);
    // One portion at a time: what comes meanwhile waits, and so does the cursor.
    rig.hear(WORKOUTS, vec![document("b", at(NOW - 4))], Some(NOW - 3));
    rig.hear(WORKOUTS, vec![deletion("c", at(NOW - 2))], Some(NOW - 1));
    rig.wants_nothing();
    rig.stored(first.request);
    let second = rig.applies();
    assert_eq!(second.remotes.len(), 2);
    assert_eq!(
        second.remotes[1],
        Remote { key: workout("c"), at: at(NOW - 2), state: State::Deleted { after: None } }
    );
    let since = cursor(NOW).since;
    let stored = Cursor { until: at(NOW - 1), since, token: Some(vec![2]), complete: true };
    assert_eq!(second.cursor, Some((WORKOUTS, stored)));
    rig.stored(second.request);
    rig.wants_nothing();
}

#[test]
fn feeds_do_not_wait_for_each_other() {
    let mut rig = Rig::started(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW - 5))], None);
    rig.hear(PROGRAMS, vec![document("p", at(NOW - 5))], None);
    assert_eq!(rig.applies().remotes[0].key, workout("a"));
    assert_eq!(rig.applies().remotes[0].key, RecordKey::new(Kind::Program, "p"));
}

#[test]
fn a_long_backlog_is_applied_in_portions_and_the_cursor_comes_last() {
    let mut rig = Rig::started(0);
    let all = (0..1_100).map(|number| document(&format!("w{number}"), at(NOW - 5))).collect();
    rig.hear(WORKOUTS, all, Some(NOW - 1));
    let mut sizes = Vec::new();
    for _ in 0..3 {
        let portion = rig.applies();
        sizes.push((portion.remotes.len(), portion.cursor.is_some()));
        rig.stored(portion.request);
    }
    assert_eq!(sizes, [(500, false), (500, false), (100, true)]);
    rig.wants_nothing();
}

#[test]
fn a_cursor_that_only_time_has_moved_is_stored_now_and_then() {
    let mut rig = Rig::started(0);
    let until = NOW - 60_000;
    rig.hear(WORKOUTS, vec![], Some(until + 5 * 60_000 - 1));
    rig.wants_nothing();
    rig.hear(WORKOUTS, vec![], Some(until + 5 * 60_000));
    let portion = rig.applies();
    assert_eq!(
        (portion.remotes.len(), portion.cursor.map(|(_, cursor)| cursor.until)),
        (0, Some(at(until + 5 * 60_000)))
    );
    rig.stored(portion.request);
    // With changes, at once.
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], Some(until + 5 * 60_000 + 1));
    let portion = rig.applies();
    assert_eq!(portion.cursor.map(|(_, cursor)| cursor.until), Some(at(until + 5 * 60_000 + 1)));
}

#[test]
fn a_mark_before_the_stream_is_current_stands_for_nothing() {
    let mut rig = Rig::started(0);
    let mark = Mark { read_time: at(NOW), token: Some(vec![2]), current: false };
    rig.tell(Event::Heard {
        stream: rig.stream(WORKOUTS),
        changes: vec![document("a", at(NOW))],
        mark: Some(mark),
    });
    assert_eq!(rig.applies().cursor, None);
    assert_eq!(rig.status, SyncStatus::Connecting { pending: 0 });
}

#[test]
fn a_first_cursor_is_stored_even_if_nothing_was_there() {
    let mut rig = Rig::new();
    rig.tell(Event::Started { cursors: vec![], counts: Pending::default() });
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    let cursor = Cursor { until: at(NOW), since: None, token: Some(vec![2]), complete: true };
    assert_eq!(rig.applies().cursor, Some((Feed::Tombstones, cursor)));
    // Of documents, it isn't known whether something that was here is gone.
    rig.hear(WORKOUTS, vec![], Some(NOW));
    let cursor = Cursor { until: at(NOW), since: None, token: Some(vec![2]), complete: false };
    assert_eq!(rig.applies().cursor, Some((WORKOUTS, cursor)));
}

#[test]
fn a_stream_that_breaks_is_opened_again_after_a_while_from_what_is_stored() {
    let mut rig = Rig::live(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW - 5))], Some(NOW - 1));
    let portion = rig.applies();
    rig.hear(WORKOUTS, vec![document("b", at(NOW - 5))], Some(NOW));
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: broken() });
    assert_eq!(rig.status, SyncStatus::Offline { pending: 0 });
    // What was not yet on its way is forgotten; what was, counts.
    rig.stored(portion.request);
    rig.wants_nothing();
    assert!(rig.fire(Timer::Listen(WORKOUTS)) <= 1_000);
    assert_ne!(rig.stream(WORKOUTS), stream);
    assert_eq!(*rig.from(WORKOUTS), From::Token { since: cursor(NOW).since, token: vec![2] });
    // The old stream is past.
    rig.tell(Event::Heard { stream, changes: vec![document("c", at(NOW))], mark: None });
    rig.tell(Event::StreamReset { stream });
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::PermissionDenied) });
    rig.tell(Event::StreamOpened { stream, server_now: Some(at(0)) });
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Offline { pending: 0 });
}

#[test]
fn streams_that_break_again_and_again_are_waited_for_longer_and_longer() {
    let mut rig = Rig::started(0);
    let mut longest = 0;
    for _ in 0..40 {
        let stream = rig.stream(WORKOUTS);
        rig.tell(Event::StreamBroken { stream, failure: failure(Code::Unavailable) });
        longest = longest.max(rig.fire(Timer::Listen(WORKOUTS)));
    }
    assert!((20_000..=60_000).contains(&longest), "{longest}");
    rig.catch_up();
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Unavailable) });
    assert!(rig.timers[&Timer::Listen(WORKOUTS)] <= 1_000);
    // The server says how long.
    rig.fire(Timer::Listen(WORKOUTS));
    let stream = rig.stream(WORKOUTS);
    let hint = sync::Failure { retry_after: Some(77_000), ..failure(Code::ResourceExhausted) };
    rig.tell(Event::StreamBroken { stream, failure: hint });
    assert_eq!(rig.timers[&Timer::Listen(WORKOUTS)], 77_000);
}

#[test]
fn a_token_that_the_server_does_not_like_is_not_used_again() {
    for code in [Code::InvalidArgument, Code::FailedPrecondition, Code::NotFound] {
        let mut rig = Rig::started(0);
        let stream = rig.stream(WORKOUTS);
        rig.tell(Event::StreamBroken { stream, failure: failure(code) });
        rig.fire(Timer::Listen(WORKOUTS));
        assert_eq!(*rig.from(WORKOUTS), From::Since(at(NOW - 60_000 - 600_000)), "{code:?}");
    }
    let mut rig = Rig::started(0);
    let stream = rig.stream(WORKOUTS);
    rig.tell(Event::StreamBroken { stream, failure: failure(Code::Internal) });
    rig.fire(Timer::Listen(WORKOUTS));
    assert!(matches!(rig.from(WORKOUTS), From::Token { .. }));
}

#[test]
fn what_does_not_match_any_more_is_read_before_the_cursor_moves() {
    let mut rig = Rig::live(0);
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "gone".into() }, document("a", at(NOW))], Some(NOW + 1));
    let (request, keys) = rig.fetches();
    assert_eq!(keys, [workout("gone")]);
    let portion = rig.applies();
    assert_eq!((portion.remotes.len(), &portion.cursor), (1, &None));
    rig.stored(portion.request);
    rig.wants_nothing();
    assert_eq!(rig.status, SyncStatus::Syncing { done: 1, total: 2 });
    let found =
        Remote { key: workout("gone"), at: at(NOW), state: State::Deleted { after: Some(Seen::default()) } };
    rig.tell(Event::Fetched { request, at: at(NOW), found: vec![found.clone()] });
    let read = rig.applies();
    assert_eq!((read.remotes, &read.cursor), (vec![found], &None));
    rig.stored(read.request);
    let portion = rig.applies();
    assert_eq!(
        (portion.remotes.len(), portion.cursor.map(|(_, cursor)| cursor.until)),
        (0, Some(at(NOW + 1)))
    );
    rig.wants_nothing();
    // Of programs, nothing is held back.
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "gone".into() }], Some(NOW + 2));
    rig.fetches();
    rig.hear(PROGRAMS, vec![document("p", at(NOW))], Some(NOW + 2));
    assert!(rig.applies().cursor.is_some());
    rig.hear(Feed::Tombstones, vec![Heard::Unmatched { id: "t".into() }], Some(NOW + 400_000));
    assert!(rig.applies().cursor.is_some());
    rig.wants_nothing();
}

#[test]
fn an_asked_workout_holds_back_workouts_and_an_asked_program_programs() {
    for (asked, other) in [(WORKOUTS, PROGRAMS), (PROGRAMS, WORKOUTS)] {
        let mut rig = Rig::live(0);
        rig.hear(asked, vec![Heard::Unmatched { id: "gone".into() }], Some(NOW + 1));
        rig.fetches();
        rig.hear(asked, vec![document("a", at(NOW))], Some(NOW + 1));
        assert_eq!(rig.applies().cursor, None);
        rig.hear(other, vec![document("b", at(NOW))], Some(NOW + 1));
        assert!(rig.applies().cursor.is_some());
    }
}

#[test]
fn tombstones_are_read_as_deletions_that_know_what_came_before() {
    let mut rig = Rig::live(0);
    let tombstone = |kind: &str| {
        let sync = json!({"op": "x", "device": "d2", "seen": {"d1": "y"}, "version": 1});
        Some(body(json!({"kind": kind, "id": "p", "sync": sync})))
    };
    let state = |kind: &str| Heard::State(HeardState { id: "p".into(), at: at(NOW), body: tombstone(kind) });
    let changes = vec![state("program"), state("dream"), deletion("q", at(NOW))];
    rig.hear(Feed::Tombstones, changes, Some(NOW));
    let after = Some(seen(&[("d1", "y"), ("d2", "x")]));
    let remote =
        Remote { key: RecordKey::new(Kind::Program, "p"), at: at(NOW), state: State::Deleted { after } };
    assert_eq!(rig.applies().remotes, vec![remote]);
}

#[test]
fn a_document_goes_by_its_name_whatever_it_says() {
    let mut rig = Rig::live(0);
    let nameless =
        HeardState { id: "a".into(), at: at(NOW), body: Some(body(json!({"id": "b", "odd": [1]}))) };
    rig.hear(WORKOUTS, vec![Heard::State(nameless)], Some(NOW));
    let remotes = rig.applies().remotes;
    let document = State::Document(body(json!({"id": "a", "odd": [1]})));
    assert_eq!(remotes, vec![Remote { key: workout("a"), at: at(NOW), state: document }]);
}

#[test]
fn merging_is_told_how_the_clocks_stand() {
    let mut rig = Rig::started(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW))], None);
    assert_eq!(rig.applies().clock, sync::Clock { now: NOW, offset: 0 });
    rig.tell(Event::StreamOpened { stream: rig.stream(PROGRAMS), server_now: Some(at(NOW - 7_000)) });
    rig.hear(PROGRAMS, vec![document("a", at(NOW))], Some(NOW - 9_000));
    assert_eq!(rig.applies().clock, sync::Clock { now: NOW, offset: -7_000 });
    rig.hear(Feed::Tombstones, vec![], Some(NOW - 6_000));
    rig.tell(Event::StreamOpened { stream: rig.stream(PROGRAMS), server_now: None });
    rig.hear(PROGRAMS, vec![document("a", at(NOW))], Some(NOW - 9_000));
    rig.stored(sync::RequestId(0));
    rig.wants_nothing();
}

//! What a resumed stream says of the number of documents spares asking the server.

use model::sync::{Feed, Pending, Remote, State, TakenBatch};
use model::{Kind, SyncStatus};
use serde_json::json;
use sync::{Effect, Event, Heard, Timer};

use super::rig::{PROGRAMS, Rig, WORKOUTS, at, broken, cursor, deletion, document, taken};
use crate::support::{NOW, a_workout, workout};

/// An engine that starts anew with so many changes in its queue. Its streams go on by their tokens; those of the
/// programs and the tombstones have caught up, and the first has said that there are three.
fn restarted(pending: u64) -> Rig {
    let mut rig = Rig::new();
    let cursors = Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 60_000))).collect();
    rig.counts.pending = pending;
    rig.tell(Event::Started { cursors, counts: rig.counts });
    for feed in Feed::all() {
        rig.tell(Event::StreamOpened { stream: rig.stream(feed), server_now: Some(at(NOW)) });
    }
    filter(&mut rig, PROGRAMS, 3);
    rig.hear(PROGRAMS, vec![], Some(NOW));
    rig.hear(Feed::Tombstones, vec![], Some(NOW));
    rig
}

fn filter(rig: &mut Rig, feed: Feed, documents: u64) {
    rig.tell(Event::StreamFilter { stream: rig.stream(feed), documents });
}

/// The stream of the workouts says that there are seven, and catches up.
fn seven(rig: &mut Rig) {
    filter(rig, WORKOUTS, 7);
    rig.hear(WORKOUTS, vec![], Some(NOW));
}

/// What is wanted next, but for what goes into the library and for the three programs.
fn next(rig: &mut Rig) -> Option<Effect> {
    while !rig.wanted.is_empty() {
        match rig.any() {
            Effect::Apply { request, .. } => rig.stored(request),
            Effect::CountOurs(request, Kind::Program) => rig.tell(Event::CountedOurs(request, 3)),
            effect => return Some(effect),
        }
    }
    None
}

/// There are so many workouts here. What is wanted next.
#[track_caller]
fn count_here(rig: &mut Rig, ours: u64) -> Option<Effect> {
    let Some(Effect::CountOurs(request, Kind::Workout)) = next(rig) else { panic!("no count") };
    rig.tell(Event::CountedOurs(request, ours));
    next(rig)
}

#[track_caller]
fn assert_asks_the_server(effect: Option<&Effect>) {
    assert!(matches!(effect, Some(Effect::Count(_, Kind::Workout))), "{effect:?}");
}

#[test]
fn as_many_as_the_stream_says_and_nobody_is_asked() {
    let mut rig = restarted(0);
    rig.hear(WORKOUTS, vec![document("a", at(NOW - 10))], None);
    seven(&mut rig);
    assert_eq!(count_here(&mut rig, 7), None);
    assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
}

#[test]
fn another_number_than_the_stream_says_and_the_server_is_asked() {
    for ours in [6, 8] {
        let mut rig = restarted(0);
        seven(&mut rig);
        assert_asks_the_server(count_here(&mut rig, ours).as_ref());
    }
}

#[test]
fn what_the_stream_says_is_used_before_anything_is_sent() {
    let mut rig = restarted(1);
    seven(&mut rig);
    assert!(matches!(count_here(&mut rig, 7), Some(Effect::Take(..))));
}

#[test]
fn what_is_heard_since_may_hide_what_was_missed() {
    let meanwhile: [fn(&mut Rig); 4] = [
        |rig| rig.hear(WORKOUTS, vec![document("b", at(NOW + 5))], None),
        |rig| rig.hear(WORKOUTS, vec![deletion("b", at(NOW + 5))], None),
        |rig| {
            rig.tell(Event::StreamReset { stream: rig.stream(WORKOUTS) });
            rig.hear(WORKOUTS, vec![], Some(NOW));
        },
        |rig| {
            rig.tell(Event::StreamBroken { stream: rig.stream(WORKOUTS), failure: broken() });
            rig.fire(Timer::Listen(WORKOUTS));
            rig.hear(WORKOUTS, vec![], Some(NOW));
        },
    ];
    for meanwhile in meanwhile {
        // Before it is counted, or while it is.
        let mut rig = restarted(0);
        filter(&mut rig, WORKOUTS, 7);
        meanwhile(&mut rig);
        rig.hear(WORKOUTS, vec![], Some(NOW));
        assert_asks_the_server(next(&mut rig).as_ref());

        let mut rig = restarted(0);
        seven(&mut rig);
        let Some(Effect::CountOurs(request, _)) = next(&mut rig) else { panic!("no count") };
        meanwhile(&mut rig);
        rig.tell(Event::CountedOurs(request, 7));
        assert_asks_the_server(next(&mut rig).as_ref());
    }
}

#[test]
fn what_was_being_sent_is_of_another_number() {
    // The queue doesn't wait for the stream any longer.
    let mut rig = restarted(1);
    rig.fire(Timer::Work);
    let Some(Effect::Take(request, _)) = next(&mut rig) else { panic!("nothing is taken") };
    let due = vec![taken("new")];
    rig.tell(Event::Taken(request, TakenBatch { due, next_in: None, counts: rig.counts }));
    let Some(Effect::Commit(commit, batch)) = next(&mut rig) else { panic!("nothing is sent") };
    seven(&mut rig);
    rig.now += 1;
    rig.commit(commit, batch.writes.len());
    let Some(Effect::Acknowledge(request, _)) = next(&mut rig) else { panic!("another effect") };
    rig.counts.pending = 0;
    rig.stored(request);
    assert_asks_the_server(next(&mut rig).as_ref());
}

#[test]
fn what_was_read_by_name_is_of_another_number() {
    let mut rig = restarted(0);
    rig.hear(WORKOUTS, vec![Heard::Unmatched { id: "a".into() }], None);
    seven(&mut rig);
    let Some(Effect::Fetch(request, _)) = next(&mut rig) else { panic!("another effect") };
    let state = State::Document(a_workout("a", json!({})));
    let found = vec![Remote { key: workout("a"), at: at(NOW - 90_000), state }];
    rig.tell(Event::Fetched { request, at: at(NOW), found });
    assert_asks_the_server(next(&mut rig).as_ref());
}

#[test]
fn a_query_by_time_does_not_say_how_many_there_are() {
    let mut rig = Rig::new();
    let cursors = Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 86_400_000))).collect();
    rig.tell(Event::Started { cursors, counts: Pending::default() });
    for feed in [WORKOUTS, PROGRAMS] {
        filter(&mut rig, feed, 7);
    }
    rig.catch_up();
    assert_asks_the_server(next(&mut rig).as_ref());
}

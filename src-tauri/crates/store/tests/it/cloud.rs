//! A library of an account, and what comes to it from the cloud.

use std::collections::BTreeMap;

use model::body::text;
use model::sync::{
    Acknowledged, Cursor, Feed, Limits, Loss, Meeting, Op, Outcome, Pending, Refusal, Remote, Side, State,
    Taken,
};
use model::{Body, Kind, RecordKey, ServerTime};
use serde_json::Value;
use store::{Library, Owner, Received, StoreError, Uid, Why};
use tempfile::TempDir;

use crate::support::{delete, get, name, put, workout};

pub(crate) fn account() -> Owner {
    Owner::Account(Uid::new("u1").unwrap())
}

/// An account's library in a folder that goes when the test ends.
pub(crate) fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.db"), &account(), 0).unwrap().library;
    (folder, library)
}

pub(crate) fn key(id: &str) -> RecordKey {
    RecordKey::new(Kind::Workout, id)
}

pub(crate) fn document(body: Body, at: i64) -> Remote {
    Remote { key: key(text(&body, "id")), at: ServerTime(at), state: State::Document(body) }
}

pub(crate) fn gone(id: &str, at: i64) -> Remote {
    Remote { key: key(id), at: ServerTime(at), state: State::Deleted { after: None } }
}

/// A document as the server has it, or that there is none.
pub(crate) fn remote_state(body: Option<Body>) -> State {
    body.map_or(State::Deleted { after: None }, State::Document)
}

/// Takes in what nothing is unsent of.
pub(crate) fn receive(library: &Library, remote: Remote) -> Received {
    let merge = &mut |meeting: &Meeting<'_>| panic!("{meeting:?} was not to be met");
    library.sync(50, |tx| tx.receive(remote, merge)).unwrap()
}

/// Takes in what something is unsent of.
pub(crate) fn meet(library: &Library, remote: Remote, outcome: &Outcome) -> Received {
    let mut met = false;
    let merge = &mut |_: &Meeting<'_>| {
        met = true;
        outcome.clone()
    };
    let received = library.sync(50, |tx| tx.receive(remote, merge)).unwrap();
    assert!(met, "the merge was not asked");
    received
}

pub(crate) fn take(library: &Library) -> Vec<Taken> {
    library.sync(50, |tx| tx.take(Limits { rows: 99, bytes: 99_999 })).unwrap().due
}

pub(crate) fn acknowledge(library: &Library, taken: &Taken, at: i64) {
    let done = Acknowledged {
        key: taken.key.clone(),
        op: taken.op.clone(),
        at: Some(ServerTime(at)),
        state: remote_state(taken.body.clone()),
    };
    library.sync(50, |tx| tx.acknowledge(done)).unwrap();
}

fn pending(library: &Library) -> (u64, u64) {
    let Pending { pending, refused } = library.read(|view| view.pending()).unwrap();
    (pending, refused)
}

fn mirrored(library: &Library, id: &str) -> Option<(i64, String)> {
    let base = library.read(|view| view.mirrored(Kind::Workout, id)).unwrap()?;
    Some((base.at.0, text(&base.body, "name").to_owned()))
}

/// The names and reasons in a record's history, newest first.
fn history(library: &Library, id: &str) -> Vec<(Why, Option<String>)> {
    let versions = library.read(|view| view.history(Kind::Workout, id)).unwrap();
    let named = |body: Body| text(&body, "name").to_owned();
    versions.into_iter().map(|version| (version.why, version.body.map(named))).collect()
}

fn theirs_lost() -> Vec<Loss> {
    vec![Loss { side: Side::Theirs, path: "name".into(), value: Value::Null }]
}

#[test]
fn a_record_follows_the_server_while_nothing_is_unsent() {
    let (_folder, library) = library();
    assert_eq!(receive(&library, document(workout("w", "One", 1), 10)), Received::Followed);
    assert_eq!(
        (name(&library, "w"), mirrored(&library, "w")),
        (Some("One".into()), Some((10, "One".into())))
    );
    assert_eq!(receive(&library, document(workout("w", "Two", 2), 20)), Received::Followed);
    assert_eq!(name(&library, "w"), Some("Two".into()));
    assert_eq!(receive(&library, gone("w", 30)), Received::Followed);
    assert_eq!((name(&library, "w"), mirrored(&library, "w")), (None, None));
    let expected =
        [(Why::Deleted, Some("Two".into())), (Why::Overwritten, Some("One".into())), (Why::Created, None)];
    assert_eq!(history(&library, "w"), expected);
    assert_eq!(pending(&library), (0, 0));
}

#[test]
fn what_is_not_later_than_what_is_known_changes_nothing() {
    let (_folder, library) = library();
    receive(&library, document(workout("w", "Two", 2), 20));
    for at in [10, 20] {
        assert_eq!(receive(&library, document(workout("w", "Stale", 1), at)), Received::Known);
        assert_eq!(receive(&library, gone("w", at)), Received::Known);
    }
    assert_eq!(name(&library, "w"), Some("Two".into()));
    receive(&library, gone("w", 30));
    assert_eq!(receive(&library, document(workout("w", "Stale", 3), 29)), Received::Known);
    assert_eq!(receive(&library, gone("w", 30)), Received::Known);
    assert_eq!(name(&library, "w"), None);
    // Of one time, what is there counts.
    assert_eq!(receive(&library, document(workout("w", "Anew", 4), 30)), Received::Followed);
    assert_eq!(name(&library, "w"), Some("Anew".into()));
}

#[test]
fn what_a_person_cannot_see_is_no_earlier_version() {
    let (_folder, library) = library();
    receive(&library, document(workout("w", "One", 1), 10));
    receive(&library, document(workout("w", "One", 2), 20));
    assert_eq!(get(&library, "w").unwrap().version, 2);
    assert_eq!(history(&library, "w"), [(Why::Created, None)]);
}

#[test]
fn an_acknowledged_change_is_off_the_queue_and_the_mirror_has_it() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    let taken = take(&library).remove(0);
    assert_eq!((taken.base.clone(), taken.unresolved, taken.attempts), (None, false, 0));
    for _ in 0..2 {
        acknowledge(&library, &taken, 10);
        assert_eq!((pending(&library), mirrored(&library, "w")), ((0, 0), Some((10, "One".into()))));
    }
    put(&library, workout("w", "Two", 2));
    let again = take(&library).remove(0);
    assert_ne!(again.op, taken.op);
    assert_eq!(again.base.as_ref().map(|base| base.at), Some(ServerTime(10)));
    // The answer to the first, once more, says nothing of the second.
    acknowledge(&library, &taken, 10);
    assert_eq!(pending(&library), (1, 0));
}

#[test]
fn the_record_takes_the_servers_form_of_what_was_sent_without_a_trace() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    let mut taken = take(&library).remove(0);
    taken.body.as_mut().unwrap().insert("modified_date".into(), "2026-05-05T05:05:05.000Z".into());
    acknowledge(&library, &taken, 10);
    assert_eq!(get(&library, "w").unwrap().body, taken.body.unwrap());
    assert_eq!(history(&library, "w"), [(Why::Created, None)]);
    // And the person can still take back what they did; that is sent, too.
    library.undo(60).unwrap();
    assert_eq!((name(&library, "w"), pending(&library)), (None, (1, 0)));
}

#[test]
fn an_edit_made_while_its_predecessor_is_in_flight_is_not_lost() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    let first = take(&library).remove(0);
    put(&library, workout("w", "Two", 2));
    acknowledge(&library, &first, 10);
    assert_eq!(pending(&library), (1, 0));
    assert_eq!(
        (name(&library, "w"), mirrored(&library, "w")),
        (Some("Two".into()), Some((10, "One".into())))
    );
    let second = take(&library).remove(0);
    assert_eq!(second.base.as_ref().map(|base| base.at), Some(ServerTime(10)));
    assert!(!second.unresolved);
    acknowledge(&library, &second, 20);
    assert_eq!((pending(&library), mirrored(&library, "w")), ((0, 0), Some((20, "Two".into()))));
}

#[test]
fn a_write_whose_answer_was_lost_stays_known_with_what_it_wrote() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    let first = take(&library).remove(0);
    let again = take(&library).remove(0);
    assert_eq!((&again.op, first.unresolved, again.unresolved), (&first.op, false, true));
    put(&library, workout("w", "Two", 2));
    let second = take(&library).remove(0);
    assert!(second.unresolved);
    delete(&library, "w");
    let third = take(&library).remove(0);
    assert_eq!((third.body.clone(), third.unresolved), (None, true));
    let mut sent = Vec::new();
    let merge = &mut |meeting: &Meeting<'_>| {
        let name = |body: &Body| text(body, "name").to_owned();
        sent = meeting.sent.iter().map(|sent| (sent.op.clone(), sent.body.as_ref().map(name))).collect();
        assert_eq!((&meeting.unsent.op, meeting.ours), (&third.op, None));
        Outcome::Ours { lost: Vec::new() }
    };
    library.sync(50, |tx| tx.receive(document(workout("w", "One", 1), 10), merge)).unwrap();
    assert_eq!(
        sent,
        [(first.op, Some("One".into())), (second.op, Some("Two".into())), (third.op.clone(), None)]
    );
    // From now on none of them can come any more.
    let taken = take(&library).remove(0);
    assert_ne!(taken.op, third.op);
    assert!(!taken.unresolved);
    acknowledge(&library, &third, 5);
    assert_eq!(pending(&library), (1, 0));
}

#[test]
fn an_answer_that_comes_after_a_later_state_of_the_server_changes_nothing() {
    let (_folder, library) = library();
    put(&library, workout("w", "Ours", 1));
    let taken = take(&library).remove(0);
    meet(&library, document(workout("w", "Theirs", 5), 20), &Outcome::Ours { lost: theirs_lost() });
    acknowledge(&library, &taken, 10);
    assert_eq!((pending(&library), mirrored(&library, "w")), ((1, 0), Some((20, "Theirs".into()))));
    assert_eq!(history(&library, "w"), [(Why::Merged, Some("Theirs".into())), (Why::Created, None)]);
}

#[test]
fn what_the_merge_decides_is_done_and_what_lost_is_in_history() {
    let cases = [
        (Outcome::Theirs { lost: Vec::new() }, "Theirs", (0, 0), &["Ours"][..]),
        (Outcome::Ours { lost: Vec::new() }, "Ours", (1, 0), &[]),
        (Outcome::Ours { lost: theirs_lost() }, "Ours", (1, 0), &["Theirs"]),
        (
            Outcome::Both { body: workout("w", "Both", 9), lost: theirs_lost() },
            "Both",
            (1, 0),
            &["Theirs", "Ours"],
        ),
    ];
    for (outcome, becomes, left, lost) in cases {
        let (_folder, library) = library();
        put(&library, workout("w", "Ours", 1));
        let taken = take(&library).remove(0);
        for round in [Received::Met, Received::Known] {
            let theirs = document(workout("w", "Theirs", 5), 20);
            let merge = &mut |_: &Meeting<'_>| outcome.clone();
            assert_eq!(library.sync(50, |tx| tx.receive(theirs, merge)).unwrap(), round);
            assert_eq!((name(&library, "w"), pending(&library)), (Some(becomes.into()), left), "{outcome:?}");
            assert_eq!(mirrored(&library, "w"), Some((20, "Theirs".into())));
            let known = history(&library, "w");
            let known: Vec<&str> = known.iter().filter_map(|(_, name)| name.as_deref()).collect();
            assert_eq!(known, lost, "{outcome:?}");
        }
        if let Some(again) = take(&library).first() {
            assert_ne!(again.op, taken.op);
            assert_eq!(again.base.as_ref().map(|base| base.at), Some(ServerTime(20)));
            assert_eq!(again.edited_at, taken.edited_at);
        }
    }
}

#[test]
fn what_gave_way_is_told_with_its_version_until_somebody_has_looked() {
    let (_folder, library) = library();
    let ours_lost = || vec![Loss { side: Side::Ours, path: "name".into(), value: "Ours".into() }];
    let both = [ours_lost(), theirs_lost()].concat();
    let cases = [
        (Outcome::Theirs { lost: Vec::new() }, (None, None)),
        (Outcome::Theirs { lost: ours_lost() }, (Some("Ours"), None)),
        (Outcome::Ours { lost: theirs_lost() }, (None, Some("Theirs"))),
        (Outcome::Both { body: workout("w", "Both", 9), lost: theirs_lost() }, (None, Some("Theirs"))),
        (Outcome::Both { body: workout("w", "Both", 9), lost: both }, (Some("Ours"), Some("Theirs"))),
    ];
    for ((outcome, versions), at) in cases.into_iter().zip(20..) {
        put(&library, workout("w", "Ours", 1));
        let lost = outcome.lost().to_vec();
        meet(&library, document(workout("w", "Theirs", 5), at), &outcome);
        let told = library.read(|view| view.conflicts(9)).unwrap();
        assert_eq!(told.len(), usize::from(!lost.is_empty()), "{outcome:?}");
        for conflict in told {
            assert_eq!((&conflict.key, &conflict.lost), (&key("w"), &lost));
            let named = |version: Option<i64>| {
                let version = library.read(|view| view.version(version.unwrap_or(-1))).unwrap()?;
                Some(text(&version.body.unwrap(), "name").to_owned())
            };
            let of = (named(conflict.ours), named(conflict.theirs));
            assert_eq!((of.0.as_deref(), of.1.as_deref()), versions, "{outcome:?}");
            library.transact("seen", 0, |tx| tx.forget_conflict(conflict.conflict_id)).unwrap();
        }
        assert_eq!(library.read(|view| view.count_conflicts()).unwrap(), 0);
    }
    assert_eq!(
        library.read(|view| view.next_undo()).unwrap().as_deref(),
        Some("workout.put"),
        "not to be undone"
    );
}

#[test]
fn a_document_that_cannot_be_read_is_not_overwritten_until_the_person_says_so() {
    let (_folder, library) = library();
    put(&library, workout("w", "Ours", 1));
    let mut theirs = workout("w", "", 5);
    theirs.insert("tags".into(), 7.into());
    meet(&library, document(theirs.clone(), 20), &Outcome::Unreadable);
    assert_eq!((name(&library, "w"), pending(&library)), (Some("Ours".into()), (0, 1)));
    assert_eq!(take(&library), []);
    let refused = library.read(|view| view.refused(9)).unwrap();
    assert_eq!(refused[0].refused, Some(Refusal::Unreadable));
    let waiting = library.read(|view| view.waiting(Kind::Workout, "w")).unwrap().unwrap();
    assert_eq!(waiting.theirs.unwrap().body, theirs);
    library.transact("retry", 60, |tx| tx.retry(Kind::Workout, "w")).unwrap();
    assert_eq!(take(&library)[0].base.as_ref().map(|base| base.at), Some(ServerTime(20)));
}

#[test]
fn where_more_must_be_known_everything_stays_as_it_is() {
    let (_folder, library) = library();
    put(&library, workout("w", "Ours", 1));
    let taken = take(&library).remove(0);
    assert_eq!(meet(&library, gone("w", 20), &Outcome::Ask), Received::Ask);
    assert_eq!(take(&library), [Taken { unresolved: true, ..taken }]);
    assert_eq!((pending(&library), name(&library, "w")), ((1, 0), Some("Ours".into())));
    assert_eq!(meet(&library, gone("w", 20), &Outcome::Ours { lost: Vec::new() }), Received::Met);
}

#[test]
fn cursors_are_kept_with_what_they_stand_for() {
    let (_folder, library) = library();
    let feed = Feed::Records(Kind::Workout);
    assert_eq!(library.read(|view| view.cursor(feed)).unwrap(), None);
    for (since, token) in [(None, Some(vec![0, 255])), (Some(ServerTime(7)), None)] {
        let cursor = Cursor { until: ServerTime(1_234_567), since, token, complete: since.is_none() };
        for _ in 0..2 {
            library.sync(50, |tx| tx.set_cursor(feed, Some(&cursor))).unwrap();
            assert_eq!(library.read(|view| view.cursor(feed)).unwrap(), Some(cursor.clone()));
        }
    }
    let failed: Result<(), crate::support::OnPurpose> = library.sync(50, |tx| {
        tx.set_cursor(feed, None)?;
        tx.receive(document(workout("w", "One", 1), 10), &mut |_| panic!())?;
        Err(crate::support::OnPurpose)
    });
    assert!(failed.is_err());
    assert!(library.read(|view| view.cursor(feed)).unwrap().is_some());
    assert_eq!(name(&library, "w"), None);
    library.sync(50, |tx| tx.set_cursor(feed, None)).unwrap();
    assert_eq!(library.read(|view| view.cursor(feed)).unwrap(), None);
}

#[test]
fn a_listing_tells_what_was_missed() {
    let (_folder, library) = library();
    for (id, at) in [("same", 10), ("changed", 10), ("gone", 10), ("later", 40), ("newer", 40)] {
        receive(&library, document(workout(id, id, 1), at));
    }
    receive(&library, gone("deleted", 10));
    receive(&library, gone("anew", 10));
    receive(&library, gone("deleted later", 40));
    let listed: BTreeMap<String, ServerTime> = [
        ("same", 10),
        ("changed", 20),
        ("newer", 30),
        ("anew", 20),
        ("deleted", 9),
        ("deleted later", 9),
        ("unheard", 5),
    ]
    .map(|(id, at)| (id.to_owned(), ServerTime(at)))
    .into();
    let differing = library.read(|view| view.differing(Kind::Workout, &listed, ServerTime(30))).unwrap();
    assert_eq!(differing, ["anew", "changed", "deleted", "gone", "unheard"].map(key));
    assert_eq!(library.read(|view| view.count_mirrored(Kind::Workout)).unwrap(), 5);
    assert_eq!(library.read(|view| view.count_mirrored(Kind::Program)).unwrap(), 0);
}

#[test]
fn a_library_of_nobodys_has_no_cloud() {
    let home = crate::support::Home::new();
    let refused = home.library.sync(1, |tx| tx.take(Limits { rows: 1, bytes: 1 }));
    assert!(matches!(refused, Err(StoreError::NoAccount)));
}

#[test]
fn a_document_must_be_the_one_it_comes_as() {
    let (_folder, library) = library();
    let remote = Remote { key: key("other"), ..document(workout("w", "One", 1), 10) };
    let received = library.sync(1, |tx| tx.receive(remote, &mut |_| panic!()));
    assert!(matches!(received, Err(StoreError::WrongId(_))));
    put(&library, workout("w", "One", 1));
    let wrong = Outcome::Both { body: workout("other", "Both", 1), lost: Vec::new() };
    let theirs = document(workout("w", "Theirs", 1), 10);
    let received = library.sync(1, |tx| tx.receive(theirs, &mut |_| wrong.clone()));
    assert!(matches!(received, Err(StoreError::WrongId(_))));
    let state = State::Document(workout("other", "One", 1));
    let done = Acknowledged { key: key("w"), op: Op("o".into()), at: None, state };
    assert!(matches!(library.sync(1, |tx| tx.acknowledge(done)), Err(StoreError::WrongId(_))));
}

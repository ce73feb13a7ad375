//! The process is killed, by SIGKILL, at every named point of the library's cloud side. Whatever was begun is there as
//! a whole or not at all, and to do it once more comes to the same: nothing is lost, and nothing is done twice.

use model::sync::{Acknowledged, Cursor, Feed, Limits, Meeting, Op, Outcome, Refusal, Remote, State, Taken};
use model::{Kind, ServerTime};
use store::{Library, StoreError};

use crate::cloud::{document, key, remote_state};
use crate::crash_steps::Script;
use crate::support::workout;

const SEED: u64 = 11;

const SCRIPT: Script = Script { child: "crash_cloud::child", steps: 240, step };

const POINTS: [&str; 18] = [
    "begun",
    "put.history",
    "commit",
    "committed",
    "queue.put",
    "queue.renew",
    "queue.remove",
    "queue.refuse",
    "queue.postpone",
    "queue.retry",
    "queue.discard",
    "sent.put",
    "mirror.put",
    "mirror.delete",
    "mirror.look",
    "receive.merged",
    "receive.followed",
    "cursor.put",
];

/// Takes a step. Taken again at once, it changes nothing.
fn step(library: &Library, number: u64) -> Result<(), StoreError> {
    // SplitMix64: neighbouring numbers give steps that have nothing in common.
    let mut state = SEED.wrapping_add(number << 8);
    let mut random = move |below: u64| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % below
    };
    let (action, id, at) = (random(16), format!("w{}", random(5)), i64::try_from(number).unwrap());
    let body = workout(&id, &format!("Name {number}"), number);
    let key = key(&id);
    match action {
        0..4 => library.transact("put", at, |tx| tx.put(Kind::Workout, &id, body).map(drop)),
        4 => library.transact("delete", at, |tx| tx.delete(Kind::Workout, &id).map(drop)),
        5 => library.transact("retry", at, |tx| tx.retry(Kind::Workout, &id).map(drop)),
        6 => library.transact("discard", at, |tx| tx.discard(Kind::Workout, &id).map(drop)),
        7 => taken(library, &id, at)?.map_or(Ok(()), |taken| {
            library.sync(at, |tx| tx.refuse(&key, &taken.op, Refusal::Denied).map(drop))
        }),
        8 => taken(library, &id, at)?
            .map_or(Ok(()), |taken| library.sync(at, |tx| tx.postpone(&key, &taken.op, 5).map(drop))),
        9..12 => taken(library, &id, at)?.map_or(Ok(()), |Taken { key, op, body, .. }| {
            let done = Acknowledged { key, op, at: Some(ServerTime(at)), state: remote_state(body) };
            library.sync(at, |tx| tx.acknowledge(done))
        }),
        _ => {
            let gone =
                |at, after| Remote { key: key.clone(), at: ServerTime(at), state: State::Deleted { after } };
            let after = [("d2".to_owned(), Op(format!("o{number}")))].into_iter().collect();
            // The tombstone is heard after the deletion, and is older.
            let remotes = if action == 12 {
                vec![gone(at, None), gone(at - 9, Some(after))]
            } else {
                vec![document(body, at)]
            };
            let outcome = match random(3) {
                0 => Outcome::Theirs { lost: Vec::new() },
                1 => Outcome::Ours { lost: Vec::new() },
                _ => Outcome::Both { body: workout(&id, "Both", number), lost: Vec::new() },
            };
            let cursor = Cursor { until: ServerTime(at), since: None, token: None, complete: true };
            library.sync(at, |tx| {
                for remote in remotes {
                    tx.receive(remote, &mut |_: &Meeting<'_>| outcome.clone())?;
                }
                tx.set_cursor(Feed::Records(Kind::Workout), Some(&cursor))
            })
        }
    }
}

/// The change of a record, if it may be sent.
fn taken(library: &Library, id: &str, now: i64) -> Result<Option<Taken>, StoreError> {
    let batch = library.sync(now, |tx| tx.take(Limits { rows: 99, bytes: 99_999 }))?;
    Ok(batch.due.into_iter().find(|taken| taken.key.id == id))
}

/// The child.
#[test]
#[ignore = "run by the other test of this module as its child"]
fn child() {
    SCRIPT.child();
}

#[test]
fn a_kill_at_any_named_point_loses_nothing_and_does_nothing_twice() {
    let kills = SCRIPT.try_points(&POINTS);
    assert!(kills >= 200, "{kills} kills only");
}

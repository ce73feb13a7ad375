//! The process is killed, by SIGKILL, at every named point of the library's cloud side. Whatever was begun is there as
//! a whole or not at all, and to do it once more comes to the same: nothing is lost, and nothing is done twice.
//!
//! The child takes numbered steps drawn from a seed, and says when each has begun and is done. The parent takes the same
//! steps without being killed, and so knows what the library must hold after each.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use model::sync::{Acknowledged, Cursor, Feed, Limits, Meeting, Op, Outcome, Refusal, Remote, State, Taken};
use model::{Kind, ServerTime};
use rusqlite::Connection;
use store::{Library, StoreError};

use crate::cloud::{account, document, key, remote_state};
use crate::crash::kill;
use crate::support::workout;

const STEPS: u64 = 240;
const SEED: u64 = 11;

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

/// All that a library holds, but for its name on the server.
fn dump(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut dump = Vec::new();
    for sql in [
        "SELECT concat_ws(' ', 'record', kind, id, version, crc) FROM record ORDER BY kind, id",
        "SELECT concat_ws(' ', 'mirror', kind, id, update_time, crc) FROM mirror ORDER BY kind, id",
        "SELECT concat_ws(' ', 'tombstone', kind, id, deleted_at, seen, looked_at) FROM tombstone",
        "SELECT concat_ws(' ', 'queue', kind, id, op, generation, queued_at, attempts, not_before, refused_reason,
             postponed_at)
         FROM queue ORDER BY num",
        "SELECT concat_ws(' ', 'sent', kind, id, generation, op, crc) FROM sent",
        "SELECT concat_ws(' ', 'tally', pending, refused, generation) FROM tally",
        "SELECT concat_ws(' ', 'cursor', kind, applied_until) FROM cursor",
        "SELECT concat_ws(' ', 'change', change_id, op, at, state) FROM change",
        "SELECT concat_ws(' ', 'history', change_id, kind, id, why, crc) FROM history ORDER BY history_id",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        dump.extend(rows.map(Result::unwrap));
    }
    let [pending, refused] = ["refused_reason IS NULL", "refused_reason IS NOT NULL"].map(|which| {
        let sql = format!("SELECT count(*) FROM queue WHERE {which}");
        connection.query_row(&sql, [], |row| row.get::<_, u64>(0)).unwrap()
    });
    let tally = format!("tally {pending} {refused} ");
    assert!(dump.iter().any(|line| line.starts_with(&tally)), "not {tally}: {dump:#?}");
    dump
}

/// The child: takes steps until it is killed or has taken all.
#[test]
#[ignore = "run by the other tests of this module as their child"]
fn child() {
    let setting = |name| env::var(name).unwrap_or_default();
    let number = |name| setting(name).parse::<u64>().unwrap();
    let (hits, hit) = (AtomicU64::new(0), number("CRASH_HIT"));
    fail::cfg_callback(setting("CRASH_POINT"), move || {
        if hits.fetch_add(1, Ordering::SeqCst) + 1 == hit {
            kill();
        }
    })
    .unwrap();
    let library = Library::open(Path::new(&setting("CRASH_PATH")), &account(), 0).unwrap().library;
    let mut out = std::io::stdout();
    for number in number("CRASH_FIRST")..STEPS {
        step(&library, number).unwrap();
        writeln!(out, "\n@{number}").unwrap();
        out.flush().unwrap();
    }
}

/// Runs a child from a step on; the step after the last that it has taken, and whether it was killed.
fn run(path: &Path, point: &str, hit: u64, first: u64) -> (u64, bool) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["crash_cloud::child", "--exact", "--ignored", "--nocapture"])
        .env("CRASH_PATH", path)
        .env("CRASH_POINT", point)
        .env("CRASH_HIT", hit.to_string())
        .env("CRASH_FIRST", first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let last = lines.filter_map(|line| line.strip_prefix('@')?.parse::<u64>().ok()).last();
    let output = child.wait_with_output().unwrap();
    let next = last.map_or(first, |last| last + 1);
    let killed = output.status.code().is_none();
    assert!(killed || next == STEPS, "{}", String::from_utf8_lossy(&output.stderr));
    (next, killed)
}

#[test]
fn a_kill_at_any_named_point_loses_nothing_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expected.db");
    let library = Library::open(&path, &account(), 0).unwrap().library;
    let mut expected = vec![dump(&path)];
    for number in 0..STEPS {
        step(&library, number).unwrap();
        expected.push(dump(&path));
    }
    let mut all = 0;
    for point in POINTS {
        let path = folder.path().join(format!("{point}.db"));
        let (mut next, mut kills) = (0, 0);
        for hit in [1, 1, 2, 2, 3, 5, 8].into_iter().cycle() {
            let (taken, killed) = run(&path, point, hit, usize::try_from(next).unwrap() as u64);
            if !killed {
                break;
            }
            kills += 1;
            Library::open(&path, &account(), 0).unwrap().library.check().unwrap();
            let found = dump(&path);
            let done = usize::try_from(taken).unwrap();
            // Of a step that takes several transactions, the first may be done.
            let is_between = || {
                let again = folder.path().join("again.db");
                std::fs::copy(&path, &again).unwrap();
                let library = Library::open(&again, &account(), 0).unwrap().library;
                step(&library, taken).unwrap();
                library.close();
                let after = dump(&again);
                std::fs::remove_file(&again).unwrap();
                after == expected[done + 1]
            };
            let is_whole = found == expected[done] || found == expected[done + 1];
            assert!(is_whole || is_between(), "{point} at step {taken}");
            next = taken;
        }
        assert_eq!(dump(&path), expected[usize::try_from(STEPS).unwrap()], "{point}");
        assert!(kills >= 3, "{point} was hit {kills} times only");
        all += kills;
    }
    assert!(all >= 200, "{all} kills only");
}

//! A library is changed in numbered steps by children which are killed, by SIGKILL, at a named point of the code.
//!
//! The child says when each step is done. The parent takes the same steps without being killed, and so knows what the
//! library must hold after each.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;
use store::{Library, StoreError};

use crate::cloud::account;
use crate::crash::kill;

/// What is done to the library.
pub(crate) struct Script {
    /// The test that calls [`Script::child`].
    pub(crate) child: &'static str,
    /// How many steps there are.
    pub(crate) steps: u64,
    /// Takes a step. Taken again at once, it changes nothing.
    pub(crate) step: fn(&Library, u64) -> Result<(), StoreError>,
}

impl Script {
    /// The child: takes steps until it is killed or has taken all.
    pub(crate) fn child(&self) {
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
        for number in number("CRASH_FIRST")..self.steps {
            (self.step)(&library, number).unwrap();
            writeln!(out, "\n@{number}").unwrap();
            out.flush().unwrap();
        }
    }

    /// Runs a child from a step on; the step after the last that it has taken, and whether it was killed.
    fn run(&self, path: &Path, point: &str, hit: u64, first: u64) -> (u64, bool) {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([self.child, "--exact", "--ignored", "--nocapture"])
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
        assert!(killed || next == self.steps, "{}", String::from_utf8_lossy(&output.stderr));
        (next, killed)
    }

    /// Takes all steps once for each point, killed there again and again: each step is there as a whole or not at all,
    /// and to take it once more comes to the same. Says how many kills there were.
    pub(crate) fn try_points(&self, points: &[&str]) -> u64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("expected.db");
        let library = Library::open(&path, &account(), 0).unwrap().library;
        let mut expected = vec![dump(&path)];
        for number in 0..self.steps {
            (self.step)(&library, number).unwrap();
            expected.push(dump(&path));
        }
        let mut all = 0;
        for point in points {
            let path = folder.path().join(format!("{point}.db"));
            let (mut next, mut kills) = (0, 0);
            for hit in [1, 1, 2, 2, 3, 5, 8].into_iter().cycle() {
                let (taken, killed) = self.run(&path, point, hit, next);
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
                    (self.step)(&library, taken).unwrap();
                    library.close();
                    let after = dump(&again);
                    std::fs::remove_file(&again).unwrap();
                    after == expected[done + 1]
                };
                let is_whole = found == expected[done] || found == expected[done + 1];
                assert!(is_whole || is_between(), "{point} at step {taken}");
                next = taken;
            }
            assert_eq!(dump(&path), expected[usize::try_from(self.steps).unwrap()], "{point}");
            assert!(kills >= 3, "{point} was hit {kills} times only");
            all += kills;
        }
        all
    }
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
        "SELECT concat_ws(' ', 'migration', run, step, started_at, changed_at, detail) FROM migration",
        "SELECT concat_ws(' ', 'migrated', migration_id, kind, id, verdict, fate, source, written, crc, former)
         FROM migrated",
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

//! One fsync for each acknowledged change, counted by strace: without one it would not be durable, with more it would
//! be slower than it need be.

use std::collections::BTreeMap;
use std::process::Command;
use std::{env, fs};

use crate::changes::changes_something;

const CHANGES: usize = 60;
const SEED: u64 = 7;

#[test]
fn a_change_is_acknowledged_after_one_fsync() {
    if Command::new("strace").arg("-V").output().is_err() {
        println!("skipped: strace is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let status = Command::new("strace")
        .args(["-f", "-e", "trace=fsync,fdatasync,write", "-s", "32", "-o"])
        .arg(&trace)
        .arg(env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env("CRASH_PATH", folder.path().join("library.db"))
        .env("CRASH_POINT", "")
        .env("CRASH_HIT", "0")
        .env("CRASH_SEED", SEED.to_string())
        .env("CRASH_FIRST", "0")
        .env("CRASH_CHANGES", CHANGES.to_string())
        .output()
        .unwrap();
    if !status.status.success() && !trace.exists() {
        println!("skipped: strace may not trace here");
        return;
    }
    let mut syncs: BTreeMap<usize, usize> = BTreeMap::new();
    let mut changing = None;
    for line in fs::read_to_string(&trace).unwrap().lines() {
        if let Some((_, number)) = line.split_once("@begin ") {
            let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
            changing = digits.parse().ok();
            syncs.extend(changing.map(|number| (number, 0)));
        } else if line.contains("@done ") {
            changing = None;
        } else if line.contains("sync(")
            && !line.contains("resumed")
            && let Some(count) = changing.and_then(|number| syncs.get_mut(&number))
        {
            *count += 1;
        }
    }
    assert_eq!(syncs.len(), CHANGES, "{}", String::from_utf8_lossy(&status.stderr));
    // The first change begins the log: the folder that names it and its header must be on the disk first.
    assert_eq!(syncs.remove(&0), Some(3));
    let changes = changes_something(SEED, CHANGES);
    for (number, syncs) in syncs {
        assert_eq!(syncs, usize::from(changes[number]), "change {number}");
    }
}

//! Memory while a queue is worked off, whether it is short or long: the goal is that it stays the same.
//!
//! Each measurement is a process of its own, since what a process has once had shows for good: one fills a library,
//! another opens it, takes batches as sync does and has them acknowledged, and prints the most memory that it ever
//! held, SQLite's included.

#![expect(clippy::unwrap_used, reason = "a benchmark that unwraps fails with a message and a line")]
#![expect(clippy::cast_possible_wrap, reason = "small numbers")]

#[path = "../store/documents.rs"]
mod documents;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use model::Kind;
use model::ServerTime;
use model::sync::{Acknowledged, Limits, State};
use store::{Library, Owner, StoreError, Uid};

const QUEUES: [usize; 3] = [1_000, 10_000, 100_000];
const BATCH: Limits = Limits { rows: 500, bytes: 3 << 20 };

fn main() {
    let setting = |name| env::var(name).ok();
    let Some(task) = setting("MEMORY_TASK") else { return measure_all() };
    let library = open(Path::new(&setting("MEMORY_LIBRARY").unwrap()));
    match task.as_str() {
        "fill" => fill(&library, setting("MEMORY_QUEUE").unwrap().parse().unwrap()),
        _ => {
            for _ in 0..4 {
                send(&library);
            }
        }
    }
    library.close();
    println!("{}", most_memory());
}

fn measure_all() {
    for queue in QUEUES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        run("fill", &path, queue);
        let most = run("send", &path, queue);
        println!("MEMORY at most {most} KiB while 2,000 of {queue} queued changes are sent");
    }
}

/// Runs this program for a task; the most memory that it held, in KiB.
fn run(task: &str, path: &Path, queue: usize) -> u64 {
    let output = Command::new(env::current_exe().unwrap())
        .env("MEMORY_TASK", task)
        .env("MEMORY_LIBRARY", path)
        .env("MEMORY_QUEUE", queue.to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

fn open(path: &Path) -> Library {
    Library::open(path, &Owner::Account(Uid::new("u1").unwrap()), 0).unwrap().library
}

fn fill(library: &Library, queue: usize) {
    for start in (0..queue).step_by(1_000) {
        library
            .transact("import", 1, |tx| {
                for number in start..start + 1_000 {
                    let body = documents::parse(&documents::json(number, 1));
                    tx.put(Kind::Workout, &documents::id(number), body)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

/// Takes a batch and has it acknowledged. The first two batches of a short queue are all of it.
fn send(library: &Library) {
    let batch = library.sync(1, |tx| tx.take(BATCH)).unwrap();
    library
        .sync(1, |tx| {
            for taken in batch.due {
                let (key, op, at) = (taken.key, taken.op, Some(ServerTime(1)));
                tx.acknowledge(Acknowledged {
                    key,
                    op,
                    at,
                    state: State::Document(taken.body.unwrap_or_default()),
                })?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

/// The most memory that this process ever held, in KiB; 0 where the system doesn't tell.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

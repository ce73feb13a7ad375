//! What the driver says to a side and hears from it: a line of JSON each, on the side's standard input and output. What
//! a side can't do ends it, with the reason on its standard error.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What a side has to know; the first line. It is answered when the side is ready.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Scene {
    /// Where it reaches Firestore: `127.0.0.1:8080`.
    pub(crate) firestore: String,
    /// Where it reaches Auth.
    pub(crate) auth: String,
    pub(crate) project: String,
    pub(crate) account: Account,
    /// A file of the documents that are there to send: `{"workouts": […]}`.
    pub(crate) documents: PathBuf,
    /// The same, with programs made of them.
    pub(crate) plan: PathBuf,
    /// A folder for whatever this device keeps.
    pub(crate) folder: PathBuf,
    /// From where Node.js finds the SDK.
    pub(crate) sdk: PathBuf,
}

/// Whose data it is.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Account {
    pub(crate) uid: String,
    pub(crate) email: String,
    pub(crate) password: String,
    /// An ID token that is good for an hour.
    pub(crate) token: String,
}

/// What a side is to do. It answers when it is done.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Order {
    /// Makes all the documents while nothing is sent.
    Queue {
        /// 500 at a time, for those that can do it either way.
        batches: bool,
    },
    /// Sends what was made, until the server has acknowledged all.
    Drain,
    /// Plans everything, programs too, while nothing is sent.
    Plan {
        /// In the account; else without one.
        account: bool,
    },
    /// Moves what was planned without an account into it, until all of it is verified.
    Move,
    /// Fetches everything, until so many documents are here, and goes on listening.
    Load {
        /// How many there are.
        documents: u64,
    },
    /// Goes on until there is nothing left to send or to hear. Ours then says how long it took since it began.
    Settle,
    /// Gives a document another name.
    Edit {
        /// Which.
        id: String,
        /// The name.
        name: String,
    },
    /// Waits until people can see that a document has this name.
    See {
        /// Which.
        id: String,
        /// The name.
        name: String,
    },
}

/// What is answered.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Answer {
    /// How long it took, in milliseconds.
    pub(crate) ms: f64,
    /// The most memory that the process ever had resident, in KiB; nothing where the system doesn't tell.
    pub(crate) memory_kib: Option<u64>,
    /// The longest time in which it came no further, in milliseconds, where that was watched.
    pub(crate) pause_ms: Option<f64>,
}

/// A side, in its own process.
pub(crate) trait Obey {
    /// Does it, and says how long it took.
    fn obey(&mut self, order: Order) -> Result<Duration>;

    /// The longest time in which it came no further, if that was watched.
    fn pause(&self) -> Option<Duration> {
        None
    }
}

/// Is a side, until the driver has no more orders.
pub(crate) fn serve<S: Obey>(open: impl FnOnce(Scene) -> Result<S>) -> Result {
    let mut lines = std::io::stdin().lines();
    let first = lines.next().ok_or(Error::NoScene)??;
    let mut side = open(serde_json::from_str(&first)?)?;
    answer(Duration::ZERO, None)?;
    for line in lines {
        let took = side.obey(serde_json::from_str(&line?)?)?;
        answer(took, side.pause())?;
    }
    Ok(())
}

fn answer(took: Duration, pause: Option<Duration>) -> Result {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let answer = Answer { ms: ms(took), memory_kib: most_memory(), pause_ms: pause.map(ms) };
    // With the end of the line it is on its way.
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}

/// The most memory that this process ever had resident, in KiB.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn orders_are_as_the_script_reads_them() {
        let said = |order: &Order| serde_json::to_value(order).unwrap();
        assert_eq!(said(&Order::Queue { batches: true }), json!({"do": "queue", "batches": true}));
        assert_eq!(said(&Order::Settle), json!({"do": "settle"}));
        let see = Order::See { id: "w1".to_owned(), name: "Push".to_owned() };
        assert_eq!(said(&see), json!({"do": "see", "id": "w1", "name": "Push"}));
    }

    #[test]
    fn answers_are_as_the_script_writes_them() {
        let answer: Answer = serde_json::from_str(r#"{"ms":12.5,"memory_kib":null}"#).unwrap();
        assert_eq!((answer.ms.to_bits(), answer.memory_kib), (12.5_f64.to_bits(), None));
        assert!(serde_json::from_value::<Answer>(Value::Null).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_how_much_memory_there_was() {
        let before = most_memory().unwrap();
        let much = vec![1_u8; 64 << 20];
        let after = most_memory().unwrap();
        assert!(after >= 60 << 10 && after >= before, "{before} KiB, then {after} KiB with {}", much.len());
    }
}

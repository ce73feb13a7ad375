//! A side, as the driver has it: a process that takes orders.

use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::error::{Error, Result};
use crate::order::{Answer, Order, Scene};

/// Longer than anything takes: what hangs fails.
pub(crate) const PATIENCE: Duration = Duration::from_mins(30);

/// The SDK's side.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sdk.mjs");

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Ghost Gym.
    Ours,
    /// The protocol itself.
    Raw,
    /// npm `firebase`.
    Sdk,
    /// The same, writing 500 documents at a time.
    SdkBatches,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "Ghost Gym",
            Self::Raw => "raw calls",
            Self::Sdk => "the SDK",
            Self::SdkBatches => "the SDK by batches",
        })
    }
}

/// The order in which they take their turns in a round: each comes first, and after each other, as often as the rest.
pub(crate) fn turns(all: &[Who], round: u32) -> Vec<Who> {
    let mut turns = all.to_vec();
    turns.rotate_left(round as usize / 2 % all.len().max(1));
    if !round.is_multiple_of(2) {
        turns.reverse();
    }
    turns
}

/// A side that runs. Dropped, it is killed.
pub(crate) struct Side {
    who: Who,
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Side {
    /// Starts it, and waits until it is ready.
    pub(crate) async fn start(who: Who, scene: &Scene) -> Result<Self> {
        let mut command = match who {
            Who::Ours | Who::Raw => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg(if who == Who::Ours { "ours" } else { "raw" });
                command
            }
            Who::Sdk | Who::SdkBatches => {
                let mut command = Command::new("node");
                command.arg(SCRIPT);
                command
            }
        };
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let (Some(orders), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(Error::Ended(who));
        };
        let mut side = Self { who, process, orders, answers: BufReader::new(answers).lines() };
        side.say(scene).await?;
        side.hear().await?;
        Ok(side)
    }

    /// Has it do something, and waits until it is done.
    pub(crate) async fn ask(&mut self, order: &Order) -> Result<Answer> {
        self.say(order).await?;
        self.hear().await
    }

    /// Has it do something.
    pub(crate) async fn say(&mut self, what: &impl Serialize) -> Result {
        let mut line = serde_json::to_vec(what)?;
        line.push(b'\n');
        self.orders.write_all(&line).await.map_err(|_| Error::Ended(self.who))
    }

    /// Waits until it is done.
    pub(crate) async fn hear(&mut self) -> Result<Answer> {
        let line =
            timeout(PATIENCE, self.answers.next_line()).await.map_err(|_| Error::Silent(self.who))??;
        Ok(serde_json::from_str(&line.ok_or(Error::Ended(self.who))?)?)
    }

    /// Ends it.
    pub(crate) async fn end(self) -> Result {
        let Self { who, mut process, orders, .. } = self;
        // There are no more.
        drop(orders);
        let status = timeout(PATIENCE, process.wait()).await.map_err(|_| Error::Silent(who))??;
        if status.success() { Ok(()) } else { Err(Error::Ended(who)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_comes_first_and_last() {
        let all = [Who::Ours, Who::Raw, Who::Sdk];
        let rounds: Vec<_> = (0..6).map(|round| turns(&all, round)).collect();
        for who in all {
            assert_eq!(rounds.iter().filter(|round| round[0] == who).count(), 2, "{rounds:?}");
            assert_eq!(rounds.iter().filter(|round| round[2] == who).count(), 2, "{rounds:?}");
        }
    }
}

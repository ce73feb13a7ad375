//! How fast what was planned without an account moves into one, beside a queue of the same that is sent.

use crate::error::{Error, Result};
use crate::options::Options;
use crate::order::{Answer, Order};
use crate::samples::{Samples, number};
use crate::side::Who;
use crate::stage::{IN_A_PROGRAM, Stage};
use crate::table::{Goal, Row};

/// How many times as long as sending them moving may take.
const OF_DRAIN: f64 = 1.3;

/// How many times as much memory as sending them moving may take: not more for more of them.
const OF_MEMORY: f64 = 1.5;

/// How long moving may come no further, in milliseconds: somebody looks at it.
const PAUSE: f64 = 3_000.0;

/// What is measured: in milliseconds, and in megabytes.
#[derive(Default)]
struct Seen {
    ms: Samples,
    pause: Samples,
    memory: Samples,
}

/// Moves and drains by turns, again and again.
pub(crate) async fn measure(stage: &Stage, options: &Options) -> Result<Vec<Row>> {
    let (mut moved, mut drained) = (Seen::default(), Seen::default());
    for round in 0..options.rounds {
        for &distance in &options.round_trips {
            for moves in [round % 2 == 0, round % 2 != 0] {
                let (seen, what) = if moves { (&mut moved, "moved") } else { (&mut drained, "drained") };
                let Answer { ms, memory_kib, pause_ms } = once(stage, distance, moves).await?;
                eprintln!("round {}, {distance} ms away: {what} in {:.1} s", round + 1, ms / 1_000.0);
                seen.ms.add(Who::Ours, distance, ms);
                if let Some(ms) = pause_ms {
                    seen.pause.add(Who::Ours, distance, ms);
                }
                if let Some(kib) = memory_kib {
                    seen.memory.add(Who::Ours, distance, number(kib) * 1_024.0 / 1e6);
                }
            }
        }
    }
    let programs = stage.documents().len().div_ceil(IN_A_PROGRAM);
    let what = format!("{} workouts and {programs} programs", stage.count());
    Ok(options.round_trips.iter().flat_map(|&distance| rows(&what, distance, &moved, &drained)).collect())
}

/// Somebody new plans everything, with an account or without one, and then sends or moves it.
async fn once(stage: &Stage, distance: u64, moves: bool) -> Result<Answer> {
    let (account, device) = (stage.account()?, stage.device()?);
    stage.distance(distance).await?;
    let mut side = stage.start(Who::Ours, &account, &device).await?;
    side.ask(&Order::Plan { account: !moves }).await?;
    side.end().await?;
    let mut side = stage.start(Who::Ours, &account, &device).await?;
    if moves {
        // As in a window in which somebody has signed in and reads what will happen.
        side.ask(&Order::Settle).await?;
    }
    let answer = side.ask(if moves { &Order::Move } else { &Order::Drain }).await?;
    side.end().await?;
    let (made, there) = (stage.count(), stage.near(&account)?.count().await?);
    if there != made {
        return Err(Error::Lost { who: Who::Ours, made, there });
    }
    stage.clear()?;
    Ok(answer)
}

fn rows(what: &str, distance: u64, moved: &Seen, drained: &Seen) -> Vec<Row> {
    let median = |samples: &Samples| samples.median(Who::Ours, distance);
    let took = |ms: Option<f64>| ms.map(|ms| format!("{:.1} s", ms / 1_000.0)).unwrap_or_default();
    let memory = |seen: &Seen| median(&seen.memory).map(|mb| format!("{mb:.0} MB")).unwrap_or_default();
    let mut goals = Vec::new();
    if let (Some(moved), Some(drained)) = (median(&moved.ms), median(&drained.ms)) {
        goals.push(Goal::as_long_as(OF_DRAIN, "drain", moved, drained));
    }
    let row = |what: String, ours: String, goals| Row { what, ours, goals, ..Row::default() };
    let held = median(&moved.memory).zip(median(&drained.memory));
    let held = held.map(|(moved, drained)| Goal::as_long_as(OF_MEMORY, "sending", moved, drained));
    let pause = median(&moved.pause);
    vec![
        row(format!("moving {what}, {distance} ms away"), took(median(&moved.ms)), goals),
        row(
            format!("draining a queue of the same, {distance} ms away"),
            took(median(&drained.ms)),
            Vec::new(),
        ),
        row(
            "longest time without progress".to_owned(),
            took(pause),
            pause.map(|pause| Goal::charged(pause, PAUSE)).into_iter().collect(),
        ),
        row(
            "most memory of a process that has moved them".to_owned(),
            memory(moved),
            held.into_iter().collect(),
        ),
        row("most memory of a process that has sent them".to_owned(), memory(drained), Vec::new()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_may_take_a_third_longer_than_sending() {
        let seen = |ms: f64| {
            let mut seen = Seen::default();
            seen.ms.add(Who::Ours, 0, ms);
            seen.memory.add(Who::Ours, 0, 50.0);
            seen
        };
        let met = |moved: f64| rows("all", 0, &seen(moved), &seen(10_000.0))[0].goals[0].met;
        assert!(met(12_900.0) && !met(13_100.0));
        assert_eq!(rows("all", 0, &seen(12_900.0), &seen(10_000.0))[3].ours, "50 MB");
    }
}

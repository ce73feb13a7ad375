//! How fast everything is loaded by a device that has nothing yet, and how much memory that takes.

use crate::error::Result;
use crate::options::Options;
use crate::order::{Account, Answer, Order};
use crate::samples::{Samples, number};
use crate::side::{Who, turns};
use crate::stage::Stage;
use crate::table::{Goal, Row};

const ALL: [Who; 3] = [Who::Ours, Who::Raw, Who::Sdk];
/// What ours should reach of the speed of a query.
const OF_RAW: f64 = 0.85;

/// What is measured.
#[derive(Default)]
struct Seen {
    /// Documents a second until all are there.
    speeds: Samples,
    /// Milliseconds until ours says that it is synced.
    settled: Samples,
    /// In megabytes.
    memory: Samples,
    /// Billed reads.
    reads: Samples,
}

/// Has everybody load what `account` has, again and again.
pub(crate) async fn measure(stage: &Stage, options: &Options, account: &Account) -> Result<Vec<Row>> {
    let mut seen = Seen::default();
    for round in 0..options.rounds {
        for &distance in &options.round_trips {
            for who in turns(&ALL, round) {
                let speed = load(stage, who, distance, account, &mut seen).await?;
                eprintln!("round {}, {distance} ms away: {who} loaded {speed:.0}/s", round + 1);
            }
        }
    }
    let documents = stage.count();
    let mut rows: Vec<Row> =
        options.round_trips.iter().flat_map(|&distance| of_speed(documents, distance, &seen)).collect();
    rows.push(of_memory(documents, &seen.memory));
    let reads = |who| seen.reads.median_of_all(who).map(|reads| reads.to_string()).unwrap_or_default();
    rows.push(Row {
        what: format!("billed reads for loading {documents}"),
        ours: reads(Who::Ours),
        raw: reads(Who::Raw),
        sdk: reads(Who::Sdk),
        goals: Vec::new(),
    });
    Ok(rows)
}

/// A new device loads everything; how many documents a second.
async fn load(stage: &Stage, who: Who, distance: u64, account: &Account, seen: &mut Seen) -> Result<f64> {
    let device = stage.device()?;
    stage.distance(distance).await?;
    let mut side = stage.start(who, account, &device).await?;
    stage.count_anew().await?;
    let Answer { ms, mut memory_kib, .. } = side.ask(&Order::Load { documents: stage.count() }).await?;
    if who == Who::Ours {
        let settled = side.ask(&Order::Settle).await?;
        seen.settled.add(who, distance, settled.ms);
        memory_kib = settled.memory_kib;
    }
    seen.reads.add(who, distance, number(stage.counts()?.reads));
    side.end().await?;
    if let Some(kib) = memory_kib {
        seen.memory.add(who, distance, number(kib) * 1_024.0 / 1e6);
    }
    let speed = number(stage.count()) / ms * 1_000.0;
    seen.speeds.add(who, distance, speed);
    Ok(speed)
}

fn of_speed(documents: u64, distance: u64, seen: &Seen) -> Vec<Row> {
    let median = |who| seen.speeds.median(who, distance);
    let shown = |who| median(who).map(|speed| format!("{speed:.0}/s")).unwrap_or_default();
    let mut goals = Vec::new();
    if let (Some(ours), Some(raw), Some(sdk)) = (median(Who::Ours), median(Who::Raw), median(Who::Sdk)) {
        goals.push(Goal::at_least(OF_RAW, "raw", ours, raw));
        goals.push(Goal::at_least(1.0, "SDK", ours, sdk));
    }
    let what = format!("first load of {documents}, {distance} ms away");
    let settled = seen.settled.median(Who::Ours, distance);
    vec![
        Row { what: what.clone(), ours: shown(Who::Ours), raw: shown(Who::Raw), sdk: shown(Who::Sdk), goals },
        Row {
            what: what + ", until it says that it is synced",
            ours: settled.map(|ms| format!("{:.2} s", ms / 1_000.0)).unwrap_or_default(),
            ..Row::default()
        },
    ]
}

fn of_memory(documents: u64, memory: &Samples) -> Row {
    let median = |who| memory.median_of_all(who);
    let shown = |who| median(who).map(|megabytes| format!("{megabytes:.0} MB")).unwrap_or_default();
    let pair = median(Who::Ours).zip(median(Who::Sdk));
    Row {
        what: format!("most memory of a process that has loaded {documents}"),
        ours: shown(Who::Ours),
        raw: shown(Who::Raw),
        sdk: shown(Who::Sdk),
        goals: pair.map(|(ours, sdk)| Goal::at_most(1.0, ours, sdk)).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_has_to_be_near_a_query_and_ahead_of_the_sdk() {
        let mut seen = Seen::default();
        for (who, speed) in [(Who::Ours, 2_000.0), (Who::Raw, 2_500.0), (Who::Sdk, 1_900.0)] {
            seen.speeds.add(who, 0, speed);
        }
        let goals = &of_speed(10_000, 0, &seen)[0].goals;
        assert_eq!(goals.iter().map(|goal| goal.met).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn memory_is_held_against_the_sdk_where_the_system_tells_of_it() {
        let mut memory = Samples::default();
        assert_eq!(of_memory(10_000, &memory).goals, []);
        memory.add(Who::Ours, 0, 60.0);
        memory.add(Who::Sdk, 0, 50.0);
        assert!(!of_memory(10_000, &memory).goals[0].met);
    }
}

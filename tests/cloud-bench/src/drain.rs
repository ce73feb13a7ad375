//! How fast a queue is sent.

use crate::error::{Error, Result};
use crate::options::Options;
use crate::order::{Answer, Order};
use crate::samples::{Samples, number};
use crate::side::{Who, turns};
use crate::stage::Stage;
use crate::table::{Goal, Row};

const ALL: [Who; 4] = [Who::Ours, Who::Raw, Who::Sdk, Who::SdkBatches];
/// What ours should reach of the speed of raw commits, at every distance.
const OF_RAW: f64 = 0.85;
/// How many times as fast as the SDK ours should be, and how far away that counts, in milliseconds there and back.
const TIMES_SDK: (f64, u64) = (3.0, 150);
/// Documents that are written before anything is measured: the emulator's first are slow.
const WARM_UP: usize = 2_000;

/// Has everybody drain, again and again.
pub(crate) async fn measure(stage: &Stage, options: &Options) -> Result<Vec<Row>> {
    let documents = stage.documents();
    stage.seed(&stage.account()?, &documents[..documents.len().min(WARM_UP)]).await?;
    stage.clear()?;
    let mut speeds = Samples::default();
    for round in 0..options.rounds {
        for &distance in &options.round_trips {
            for who in turns(&ALL, round) {
                let Answer { ms, .. } = drain(stage, who, distance).await?;
                let speed = number(stage.count()) / ms * 1_000.0;
                eprintln!("round {}, {distance} ms away: {who} sent {speed:.0}/s", round + 1);
                speeds.add(who, distance, speed);
            }
        }
    }
    Ok(options.round_trips.iter().flat_map(|&distance| rows(stage.count(), distance, &speeds)).collect())
}

/// Somebody new makes all documents while nothing is sent, and then sends them.
async fn drain(stage: &Stage, who: Who, distance: u64) -> Result<Answer> {
    let (account, device) = (stage.account()?, stage.device()?);
    stage.distance(distance).await?;
    let mut side = stage.start(who, &account, &device).await?;
    side.ask(&Order::Queue { batches: who == Who::SdkBatches }).await?;
    if who == Who::Ours {
        // What it has queued outlives it; the SDK's queue is in memory.
        side.end().await?;
        side = stage.start(who, &account, &device).await?;
    }
    let answer = side.ask(&Order::Drain).await?;
    side.end().await?;
    let (made, there) = (stage.count(), stage.near(&account)?.count().await?);
    if there != made {
        return Err(Error::Lost { who, made, there });
    }
    // One after the other, so that the emulator doesn't carry what was measured before.
    stage.clear()?;
    Ok(answer)
}

fn rows(documents: u64, distance: u64, speeds: &Samples) -> Vec<Row> {
    let median = |who| speeds.median(who, distance);
    let shown = |who| median(who).map(|speed| format!("{speed:.0}/s")).unwrap_or_default();
    let mut goals = Vec::new();
    if let (Some(ours), Some(raw), Some(sdk)) = (median(Who::Ours), median(Who::Raw), median(Who::Sdk)) {
        goals.push(Goal::at_least(OF_RAW, "raw", ours, raw));
        if distance == TIMES_SDK.1 {
            goals.push(Goal::at_least(TIMES_SDK.0, "SDK", ours, sdk));
        }
    }
    let what = format!("draining a queue of {documents}, {distance} ms away");
    vec![
        Row { what: what.clone(), ours: shown(Who::Ours), raw: shown(Who::Raw), sdk: shown(Who::Sdk), goals },
        Row { what: what + ", by batches", sdk: shown(Who::SdkBatches), ..Row::default() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_counts_far_away_and_raw_commits_everywhere() {
        let mut speeds = Samples::default();
        for distance in [50, 150] {
            for (who, speed) in
                [(Who::Ours, 380.0), (Who::Raw, 400.0), (Who::Sdk, 130.0), (Who::SdkBatches, 390.0)]
            {
                speeds.add(who, distance, speed);
            }
        }
        let met = |distance| {
            let rows = rows(10_000, distance, &speeds);
            rows[0].goals.iter().map(|goal| goal.met).collect::<Vec<_>>()
        };
        assert_eq!(met(50), [true]);
        assert_eq!(met(150), [true, false]);
        assert_eq!(rows(10_000, 50, &speeds)[1].sdk, "390/s");
    }
}

//! How soon an edit on one device is visible on another, and how many writes it costs.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::documents;
use crate::error::Result;
use crate::options::Options;
use crate::order::{Account, Order};
use crate::samples::{Samples, number};
use crate::side::{Side, Who, turns};
use crate::stage::Stage;
use crate::table::{Goal, Row};

const ALL: [Who; 2] = [Who::Ours, Who::Sdk];
/// How many documents the account has: the emulator sends all that is listened to for each change of it.
const DOCUMENTS: usize = 100;
/// Between two edits, as a person makes them: our app has its windows read everything again at most twice a second,
/// and an edit should not have to wait for the one before it.
const PACE: Duration = Duration::from_secs(1);

/// What is measured.
#[derive(Default)]
struct Seen {
    /// Milliseconds until an edit was visible.
    delays: Samples,
    /// Billed writes and deletes for each edit.
    writes: Samples,
}

/// Has two devices of everybody edit, again and again.
pub(crate) async fn measure(stage: &Stage, options: &Options) -> Result<Vec<Row>> {
    let documents = &stage.documents()[..stage.documents().len().min(DOCUMENTS)];
    let mut accounts = Vec::new();
    for who in ALL {
        let account = stage.account()?;
        stage.seed(&account, documents).await?;
        accounts.push((who, account));
    }
    let mut seen = Seen::default();
    for round in 0..options.rounds {
        for &distance in &options.round_trips {
            for who in turns(&ALL, round) {
                for (_, account) in accounts.iter().filter(|(whose, _)| *whose == who) {
                    let devices = Devices::start(stage, who, distance, account, documents.len()).await?;
                    let delays = devices.edit(stage, options.edits, round, &mut seen).await?;
                    eprintln!(
                        "round {}, {distance} ms away: {who} showed edits after {delays:.1?} ms",
                        round + 1
                    );
                }
            }
        }
    }
    stage.clear()?;
    let mut rows: Vec<Row> =
        options.round_trips.iter().map(|&distance| of_delay(distance, &seen.delays)).collect();
    rows.push(of_writes(&seen.writes));
    Ok(rows)
}

/// Two devices of the same person, in sync.
struct Devices {
    who: Who,
    distance: u64,
    documents: usize,
    here: Side,
    there: Side,
    /// Where they keep what they keep.
    _folders: [tempfile::TempDir; 2],
}

impl Devices {
    async fn start(
        stage: &Stage,
        who: Who,
        distance: u64,
        account: &Account,
        documents: usize,
    ) -> Result<Self> {
        stage.distance(distance).await?;
        let folders = [stage.device()?, stage.device()?];
        let mut here = stage.start(who, account, &folders[0]).await?;
        let mut there = stage.start(who, account, &folders[1]).await?;
        for side in [&mut here, &mut there] {
            side.ask(&Order::Load { documents: documents as u64 }).await?;
            side.ask(&Order::Settle).await?;
        }
        Ok(Self { who, distance, documents, here, there, _folders: folders })
    }

    /// Edits here, one document after the other; in how many milliseconds each was visible there.
    async fn edit(mut self, stage: &Stage, edits: u32, round: u32, seen: &mut Seen) -> Result<Vec<f64>> {
        let (who, distance) = (self.who, self.distance);
        stage.count_anew().await?;
        let mut delays = Vec::new();
        for edit in 0..edits {
            sleep(PACE).await;
            let id = documents::id(edit as usize % self.documents);
            let name = format!("Edit {edit} of round {round}, {distance} ms away");
            self.there.say(&Order::See { id: id.clone(), name: name.clone() }).await?;
            let begun = Instant::now();
            self.here.say(&Order::Edit { id, name }).await?;
            self.there.hear().await?;
            delays.push(begun.elapsed().as_secs_f64() * 1_000.0);
            self.here.hear().await?;
        }
        self.here.ask(&Order::Settle).await?;
        let counts = stage.counts()?;
        seen.writes.add(who, distance, number(counts.writes + counts.deletes) / f64::from(edits));
        self.here.end().await?;
        self.there.end().await?;
        for delay in &delays {
            seen.delays.add(who, distance, *delay);
        }
        Ok(delays)
    }
}

fn of_delay(distance: u64, delays: &Samples) -> Row {
    let median = |who| delays.median(who, distance);
    let shown = |who| median(who).map(|delay| format!("{delay:.1} ms")).unwrap_or_default();
    let pair = median(Who::Ours).zip(median(Who::Sdk));
    Row {
        what: format!("an edit visible on another device, {distance} ms away"),
        ours: shown(Who::Ours),
        sdk: shown(Who::Sdk),
        goals: pair.map(|(ours, sdk)| Goal::at_most(1.0, ours, sdk)).into_iter().collect(),
        ..Row::default()
    }
}

fn of_writes(writes: &Samples) -> Row {
    // Of every pair of devices, not only of the middle one: an edit that is written twice is no matter of luck.
    let most = |who| writes.most(who);
    let shown = |who| most(who).map(|writes| format!("{writes:.2}")).unwrap_or_default();
    Row {
        what: "billed writes for an edit, at most".to_owned(),
        ours: shown(Who::Ours),
        sdk: shown(Who::Sdk),
        goals: most(Who::Ours).map(|writes| Goal::charged(writes, 1.0)).into_iter().collect(),
        ..Row::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_written_twice_misses_the_goal() {
        let mut writes = Samples::default();
        for writes_each in [1.0, 1.0, 1.1] {
            writes.add(Who::Ours, 0, writes_each);
        }
        assert!(!of_writes(&writes).goals[0].met);
    }

    #[test]
    fn an_edit_must_be_visible_as_soon_as_with_the_sdk() {
        let mut delays = Samples::default();
        delays.add(Who::Ours, 50, 60.0);
        delays.add(Who::Sdk, 50, 59.0);
        assert!(!of_delay(50, &delays).goals[0].met);
    }
}

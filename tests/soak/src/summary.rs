//! What a run says of itself.

use std::collections::BTreeMap;
use std::time::Duration;

use proxy::Counts;

use crate::fleet::Device;
use crate::judge::{Left, changed};
use crate::ledger::{Edit, Outcome};
use crate::storm::Storm;

/// How the rest after the storm went.
pub(crate) struct Rest {
    /// When all queues were empty, after the end of the faults.
    pub(crate) emptied: Duration,
    /// When all devices agreed, likewise.
    pub(crate) agreed: Duration,
    /// How often somebody had to sign in anew, in the whole run.
    pub(crate) sign_ins: u64,
}

/// Says how the storm goes.
pub(crate) fn progress(elapsed: Duration, faults: u64, of: u64, storm: &Storm, devices: &[Device]) {
    let edits: u64 = devices.iter().map(Device::edits).sum();
    let queues: Vec<String> = devices
        .iter()
        .map(|device| if device.is_up() { device.said().pending.to_string() } else { "off".to_owned() })
        .collect();
    let seconds = elapsed.as_secs();
    println!(
        "{:>3}:{:02}  {faults} of {of} faults, {} kills, {} restarts of the server, {edits} edits; unsent: {}",
        seconds / 60,
        seconds % 60,
        storm.kills,
        storm.restarts,
        queues.join(" ")
    );
}

/// Sums up, before it is judged.
pub(crate) fn print(counts: &Counts, storm: &Storm, devices: &[Left], records: usize, rest: &Rest) {
    println!("\nFaults:");
    for (name, times) in &counts.faults {
        println!("{times:>8}  {name}");
    }
    println!("{:>8}  kill", storm.kills);
    println!("          ({} times the server was down for everybody)", storm.restarts);
    println!("Edits:");
    let all = || devices.iter().flat_map(|device| &device.edits);
    let mut acts: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for edit in all() {
        let row = acts.entry(format!("{:?}", edit.intent.act)).or_default();
        row[column(edit)] += 1;
    }
    for (act, [done, failed, open]) in acts {
        println!("{done:>8}  {act}, and {failed} that the app would not do, {open} cut short by a kill");
    }
    println!("{:>8}  records changed by them", all().map(changed).sum::<u64>());
    println!("Cloud:");
    println!("{:>8}  writes, {} deletes, {} reads billed", counts.writes, counts.deletes, counts.reads);
    println!("{records:>8}  documents at the end");
    println!("{:>8}  times somebody had to sign in anew", rest.sign_ins);
    println!("After the faults:");
    println!("{:>8.1}  s until all queues were empty", rest.emptied.as_secs_f64());
    println!("{:>8.1}  s until all devices agreed\n", rest.agreed.as_secs_f64());
}

const fn column(edit: &Edit) -> usize {
    match edit.outcome {
        Outcome::Done(_) => 0,
        Outcome::Failed(_) => 1,
        Outcome::Open => 2,
    }
}

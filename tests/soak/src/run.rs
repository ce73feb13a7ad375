//! A run: the storm, the rest after it, and the judgement.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Args;

use crate::error::{Error, Result};
use crate::fleet::{Device, Work};
use crate::judge::{Left, judge};
use crate::said::Said;
use crate::scene::Scene;
use crate::storm::Storm;
use crate::summary::{self, Rest};
use crate::{cloud, ledger, library};

/// The longest that a queue may take to be empty after the faults have ended.
const QUEUES: Duration = Duration::from_mins(1);
/// The longest that agreement may take: that a stream is dead is noticed within two minutes, by no request.
const AGREEMENT: Duration = Duration::from_mins(3);
/// The longest that the first synchronization may take, before any fault.
const BEGINNING: Duration = Duration::from_mins(1);
/// Within this time somebody gets something done, whatever happens.
const STUCK: Duration = Duration::from_mins(2);
/// How often the run says how it goes.
const PROGRESS: Duration = Duration::from_secs(10);
/// How often it is looked at what is due.
const LOOK: Duration = Duration::from_millis(20);

/// What to run.
#[derive(Args, Clone, Debug)]
pub(crate) struct Plan {
    /// How many faults happen
    #[arg(long, default_value_t = 10_000)]
    faults: u64,
    /// How many devices there are
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    devices: u8,
    /// What happens is drawn by it; any if not given
    #[arg(long)]
    seed: Option<u64>,
    /// The storm ends after so many minutes, however many faults there were
    #[arg(long)]
    minutes: Option<u64>,
    /// The time between two troubles, on average, in milliseconds
    #[arg(long, default_value_t = 150)]
    pace: u64,
    /// The time between two edits on a device, on average, in milliseconds
    #[arg(long, default_value_t = 700)]
    think: u64,
}

/// Runs it; if a rule is broken, the devices' folders are kept.
pub(crate) fn run(plan: &Plan) -> Result {
    let seed = plan.seed.unwrap_or_else(|| fastrand::u64(..1 << 32));
    println!("{} devices, {} faults, seed {seed}", plan.devices, plan.faults);
    let temporary = std::env::temp_dir();
    let folder =
        tempfile::Builder::new().prefix("ghost-gym-soak-").tempdir().map_err(Error::file(&temporary))?;
    let done = soak(plan, seed, folder.path());
    if done.is_err() {
        println!("Ledgers, libraries and logs are kept in {}", folder.keep().display());
        println!(
            "The same troubles again: cargo xtask soak -- --seed {seed} --devices {} --faults {} --pace {} --think {}",
            plan.devices, plan.faults, plan.pace, plan.think
        );
    }
    done
}

fn soak(plan: &Plan, seed: u64, folder: &Path) -> Result {
    let scene = Scene::new(plan.devices, folder)?;
    let work = Work { seed, think: plan.think };
    let mut devices =
        (1..=plan.devices).map(|number| Device::new(folder, number)).collect::<Result<Vec<Device>>>()?;
    for device in &mut devices {
        device.start(&scene, work)?;
    }
    let begun = Instant::now();
    wait(&mut devices, begun, BEGINNING, "before any fault, every device gets to the cloud", |said| {
        said.iter().all(|said| said.edits > 0)
    })?;

    let begun = Instant::now();
    let mut storm = Storm::new(seed, Duration::from_millis(plan.pace));
    let mut told = begun;
    let mut progress = (0, begun);
    loop {
        storm.rage(&scene, &mut devices, work)?;
        for device in &mut devices {
            device.check()?;
        }
        let faults = storm.happened(&scene);
        let edits: u64 = devices.iter().map(Device::edits).sum();
        if told.elapsed() >= PROGRESS {
            told = Instant::now();
            summary::progress(begun.elapsed(), faults, plan.faults, &storm, &devices);
        }
        if edits > progress.0 {
            progress = (edits, Instant::now());
        } else if progress.1.elapsed() > STUCK {
            return Err(broken("people can always edit", &devices));
        }
        let is_late =
            plan.minutes.is_some_and(|minutes| begun.elapsed() >= Duration::from_secs(60 * minutes));
        if faults >= plan.faults || is_late {
            break;
        }
        sleep(LOOK);
    }
    let raged = begun.elapsed();
    storm.end(&scene, &mut devices, work)?;
    let faults = storm.happened(&scene);
    let ended = Instant::now();
    for device in &mut devices {
        device.rest()?;
    }
    println!("The faults have ended after {} s: {faults}", raged.as_secs());
    wait(&mut devices, ended, QUEUES, "every queue is empty within 60 s after the faults", |said| {
        said.iter().all(|said| said.resting && said.pending == 0 && said.refused == 0)
    })?;
    let emptied = ended.elapsed();
    wait(&mut devices, ended, AGREEMENT, "after the faults all devices agree", |said| {
        let first = said.first().and_then(|said| said.digest);
        first.is_some() && said.iter().all(|said| said.resting && said.digest == first)
    })?;
    let agreed = ended.elapsed();
    if devices.iter().any(|device| device.said().refused > 0) {
        return Err(broken("nothing is refused", &devices));
    }

    let report = scene.report();
    let sign_ins = devices.iter().map(Device::sign_ins).sum();
    let mut left = Vec::new();
    for device in &mut devices {
        device.leave()?;
        let app = library::open(&device.folder, None)?;
        let records = library::records(&app)?;
        left.push(Left { number: device.number, edits: ledger::edits(&device.folder)?, app, records });
    }
    let cloud = scene.runtime.block_on(cloud::records(scene.address(), &scene.account.uid))?;
    summary::print(&report.counts, &storm, &left, cloud.len(), &Rest { emptied, agreed, sign_ins });
    judge(&left, &cloud, &report.counts)?;
    println!("{faults} faults: nothing lost, nothing doubled, nothing stuck");
    Ok(())
}

/// Waits until what the devices say is so, at most for so long since then.
fn wait(
    devices: &mut [Device],
    since: Instant,
    patience: Duration,
    rule: &'static str,
    is: impl Fn(&[Said]) -> bool,
) -> Result {
    loop {
        for device in &mut *devices {
            device.check()?;
        }
        let said: Vec<Said> = devices.iter().map(Device::said).collect();
        if is(&said) {
            return Ok(());
        }
        if since.elapsed() > patience {
            return Err(broken(rule, devices));
        }
        sleep(LOOK);
    }
}

fn broken(rule: &'static str, devices: &[Device]) -> Error {
    let line = |device: &Device| format!("device {}: {:?}", device.number, device.said());
    Error::Broken { rule, evidence: devices.iter().map(line).collect::<Vec<_>>().join("\n") }
}

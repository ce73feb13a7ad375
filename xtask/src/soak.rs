//! `cargo xtask soak`: devices in a storm of faults, killed and started again. What it prints, the soak itself says.

use clap::Args;
use emulators::{Cloud, Output, Ports};

use crate::error::Result;
use crate::{process, progress, shell};

/// What to run.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Options {
    /// How many faults happen [default: 10,000]
    #[arg(long)]
    faults: Option<u64>,
    /// How many devices there are [default: 5]
    #[arg(long)]
    devices: Option<u64>,
    /// What happens is drawn by it [default: any]
    #[arg(long)]
    seed: Option<u64>,
    /// The storm ends after so many minutes, however many faults there were
    #[arg(long)]
    minutes: Option<u64>,
    /// What else is for the soak: `-- --help` lists it
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Minutes of storm in a run of the tests.
const TESTED: u64 = 3;

/// Starts a cloud, and soaks.
pub(crate) fn run(options: &Options) -> Result {
    emulators::prepare(progress::say)?;
    progress::say("Starting the cloud");
    let cloud = Cloud::start(Ports::default(), Output::Kept)?;
    soak(options, cloud.hosts().to_vec())
}

/// Soaks for as long as belongs to the tests, in the cloud that `environment` names.
pub(crate) fn test(environment: Vec<(&'static str, String)>) -> Result {
    soak(&Options { minutes: Some(TESTED), ..Options::default() }, environment)
}

fn soak(options: &Options, environment: Vec<(&'static str, String)>) -> Result {
    process::run(shell::cargo(&["build"]).args(["--bin", "soak"]))?;
    let mut soak = process::command(shell::binary("soak"));
    let Options { faults, devices, seed, minutes, rest } = options;
    for (name, value) in
        [("--faults", faults), ("--devices", devices), ("--seed", seed), ("--minutes", minutes)]
    {
        if let Some(value) = value {
            soak.args([name, &value.to_string()]);
        }
    }
    process::run(soak.args(rest).envs(environment))
}

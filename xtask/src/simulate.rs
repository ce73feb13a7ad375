//! `cargo xtask simulate`: sync under every fault, by seeded schedules. What it prints, the simulation itself says.

use clap::Args;

use crate::error::Result;
use crate::process;

/// What to play.
#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// How many schedules [default: 10,000, or only the one of `--seed`]
    #[arg(long)]
    seeds: Option<u64>,
    /// The seed of the first schedule
    #[arg(long)]
    seed: Option<u64>,
    /// What else is for the simulation: `-- --help` lists it
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Schedules in a run of the tests.
const TESTED: u64 = 10_000;

/// Builds the simulation, optimised, and plays.
pub(crate) fn run(options: &Options) -> Result {
    let mut cargo = process::cargo();
    cargo.args(["run", "--package", "simulation", "--profile", "simulation", "--"]);
    for (name, value) in [("--seeds", options.seeds), ("--seed", options.seed)] {
        if let Some(value) = value {
            cargo.args([name, &value.to_string()]);
        }
    }
    process::run(cargo.args(&options.rest))
}

/// Plays as many as belong to the tests.
pub(crate) fn test() -> Result {
    run(&Options { seeds: Some(TESTED), seed: None, rest: Vec::new() })
}

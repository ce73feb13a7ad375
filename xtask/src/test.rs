//! `cargo xtask test`: everything that tells whether Ghost Gym works.
//!
//! A step that fails does not keep the others from running, unless they build on it: one run shows all there is to mend.

mod context;
mod counts;
mod licences;
mod report;
mod runner;
mod steps;

use clap::Args;

use crate::error::{Error, Result};
use context::Context;
use counts::Counts;
use report::Report;
pub(crate) use steps::WASM_LIMIT;
use steps::{STEPS, Step};

/// What to test.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Options {
    /// Run only tests whose name contains this, and no checks
    filter: Option<String>,
}

/// Runs every step and sums up.
pub(crate) fn run(options: &Options) -> Result {
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.always || options.filter.is_none()).collect();
    let mut report = Report::of(steps.len());
    let mut context = Context::new(options.filter.clone());
    for step in steps {
        match report.first_missing(step.after) {
            Some(missing) => report.skip(step.name, missing),
            None => report.step(step.name, || (step.run)(&mut context)),
        }
    }
    report.print();
    match report.first_failure() {
        None => Ok(()),
        Some((step, cause)) => Err(Error::Step { step, cause }),
    }
}

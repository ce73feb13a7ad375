//! `cargo xtask bench --cloud`: sync side by side with Firebase's JavaScript SDK and raw calls. The table is printed by
//! the benchmark itself.

use emulators::{Cloud, Output, Ports};

use crate::error::Result;
use crate::{process, progress};

/// Builds it as released, and runs it on emulators of its own. `rest` is for the benchmark.
pub(super) fn run(rest: &[String]) -> Result {
    emulators::prepare(progress::say)?;
    emulators::prepare_js_sdk(progress::say)?;
    progress::say("Building the benchmark of sync as the app is released");
    process::run(process::cargo().args(["build", "--release", "--package", "cloud-bench"]))?;
    let mut cloud = Cloud::start(Ports::default(), Output::Kept)?;
    progress::say("Measuring sync beside Firebase's own client and raw calls; all of it takes about an hour");
    let mut bench = process::cargo();
    bench.args(["run", "--quiet", "--release", "--package", "cloud-bench", "--"]).args(rest);
    let measured = process::run(bench.envs(cloud.hosts()).env(emulators::REQUIRED, "1"));
    // If it has ended, that is why.
    cloud.check()?;
    measured
}

//! The steps, in their order: what is quick to say no first, and nothing built twice.

use super::{Context, Counts, licences, runner};
use crate::error::{Error, Result};
use crate::setup::{self, Level};
use crate::{bundle, paths, process, shell, simulate, soak, ui};

/// The largest the dashboard's wasm may be, gzipped, in bytes.
pub(crate) const WASM_LIMIT: usize = 500_000;

/// One step.
pub(super) struct Step {
    /// What it is called.
    pub(super) name: &'static str,
    /// The steps without which it makes no sense.
    pub(super) after: &'static [&'static str],
    /// Whether it runs for a filtered run, too.
    pub(super) always: bool,
    /// Does it.
    pub(super) run: fn(&mut Context) -> Result<Counts>,
}

const SETUP: &str = "Setup";
const DASHBOARD: &str = "Dashboard";
const CLOUD: &str = "Cloud";

pub(super) const STEPS: &[Step] = &[
    Step { name: SETUP, after: &[], always: true, run: set_up },
    Step { name: "Format", after: &[], always: false, run: format },
    Step { name: DASHBOARD, after: &[], always: true, run: dashboard },
    Step { name: "Size of the dashboard", after: &[DASHBOARD], always: false, run: size },
    Step { name: "Lints: dashboard", after: &[], always: false, run: lints_of_ui },
    Step { name: "Lints: host", after: &[SETUP, DASHBOARD], always: false, run: lints },
    Step { name: "Licences, sources, versions", after: &[], always: false, run: licences::check },
    Step { name: CLOUD, after: &[], always: true, run: cloud },
    Step { name: "Tests: core and shell", after: &[SETUP, DASHBOARD, CLOUD], always: true, run: core },
    Step { name: "Tests: dashboard", after: &[], always: true, run: dashboard_tests },
    Step { name: "Tests: xtask", after: &[CLOUD], always: true, run: xtask },
    Step { name: "Tests: documentation", after: &[SETUP, DASHBOARD], always: false, run: documentation },
    Step { name: "Tests: simulation", after: &[], always: true, run: simulation_tests },
    Step { name: "Simulation of sync", after: &[], always: false, run: simulation },
    Step { name: "Soak of sync", after: &[CLOUD], always: false, run: short_soak },
    Step { name: "Tests: end to end", after: &[SETUP, DASHBOARD, CLOUD], always: true, run: end_to_end },
    Step { name: "Search for secrets", after: &[], always: false, run: sweep },
];

fn set_up(_: &mut Context) -> Result<Counts> {
    setup::ensure(Level::Test)?;
    Ok(Counts::PASSED)
}

fn format(_: &mut Context) -> Result<Counts> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Counts::PASSED)
}

fn dashboard(_: &mut Context) -> Result<Counts> {
    ui::build(ui::Options::default())?;
    Ok(Counts::PASSED)
}

fn size(_: &mut Context) -> Result<Counts> {
    let size = ui::size()?;
    if size.gzip < WASM_LIMIT {
        Ok(Counts::PASSED)
    } else {
        Err(Error::WasmTooLarge { size, limit: WASM_LIMIT })
    }
}

fn lints_of_ui(_: &mut Context) -> Result<Counts> {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--package", "ui", "--target", "wasm32-unknown-unknown"]);
    process::run(cargo.arg("--target-dir").arg(paths::ui_target()).args(["--", "--deny", "warnings"]))?;
    Ok(Counts::PASSED)
}

fn lints(_: &mut Context) -> Result<Counts> {
    process::run(shell::cargo(&["clippy", "--all-targets"]).args(["--", "--deny", "warnings"]))?;
    for package in ["tests", "simulation", "xtask", "ui"] {
        let mut cargo = process::cargo();
        cargo.args(["clippy", "--all-targets", "--package", package, "--", "--deny", "warnings"]);
        process::run(&mut cargo)?;
    }
    Ok(Counts::PASSED)
}

fn cloud(context: &mut Context) -> Result<Counts> {
    context.start_cloud()?;
    Ok(Counts::PASSED)
}

fn core(context: &mut Context) -> Result<Counts> {
    runner::tests(&shell::SELECTION, context)
}

fn dashboard_tests(context: &mut Context) -> Result<Counts> {
    runner::tests(&["--package", "ui"], context)
}

fn xtask(context: &mut Context) -> Result<Counts> {
    runner::tests(&["--package", "xtask"], context)
}

fn documentation(context: &mut Context) -> Result<Counts> {
    runner::documentation(&shell::SELECTION, context)
}

fn simulation_tests(context: &mut Context) -> Result<Counts> {
    runner::tests(&["--package", "simulation"], context)
}

fn simulation(_: &mut Context) -> Result<Counts> {
    simulate::test()?;
    Ok(Counts::PASSED)
}

fn short_soak(context: &mut Context) -> Result<Counts> {
    let done = soak::test(context.environment());
    // If it has ended, that is why the soak failed.
    context.check_cloud()?;
    done.map(|()| Counts::PASSED)
}

fn end_to_end(context: &mut Context) -> Result<Counts> {
    shell::build()?;
    shell::build_next()?;
    if cfg!(target_os = "linux") && process::find("dpkg-deb").is_some() {
        bundle::for_tests()?;
    }
    runner::tests(&["--package", "tests"], context)
}

/// In all that the end-to-end tests left, whether they passed or not.
fn sweep(_: &mut Context) -> Result<Counts> {
    if cfg!(target_os = "linux") {
        process::run(process::cargo().args(["run", "--quiet", "--package", "tests", "--bin", "sweep"]))?;
    }
    Ok(Counts::PASSED)
}

//! `cargo xtask bench`: how fast and how small, each figure beside what it is compared with, in the same run.
//!
//! The benchmarks print a line for each figure; here those lines become one table.

mod cloud;
mod figure;

use clap::Args;

use crate::error::Result;
use crate::setup::{self, Level};
use crate::test::WASM_LIMIT;
use crate::{process, progress, shell, ui};
use figure::Figure;

/// What to measure.
#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// Measure how fast sync is and what it costs instead, beside Firebase's JavaScript SDK and raw calls
    #[arg(long)]
    cloud: bool,
    /// What else is for that measurement: `-- --help` lists it
    #[arg(last = true, requires = "cloud")]
    rest: Vec<String>,
}

/// Measures what is asked for.
pub(crate) fn run(options: &Options) -> Result {
    if options.cloud { cloud::run(&options.rest) } else { run_here() }
}

/// Runs every benchmark that needs no cloud.
fn run_here() -> Result {
    setup::ensure(Level::Test)?;
    ui::build(ui::Options::default())?;
    let mut figures = Vec::new();
    progress::say("Measuring the store beside plain SQLite");
    measure(&mut shell::cargo(&["bench", "--bench", "store"]), &mut figures)?;
    progress::say("Measuring the memory that queues of several lengths take");
    measure(&mut shell::cargo(&["bench", "--bench", "memory"]), &mut figures)?;
    progress::say("Measuring how fast sync decides and merges");
    measure(&mut shell::cargo(&["bench", "--bench", "sync"]), &mut figures)?;
    progress::say("Building the app as released, and a bare window beside it");
    let binaries = ["--bin", "ghost-gym", "--bin", "ghost-gym-cli", "--bin", "bare-window"];
    process::run(shell::cargo(&["build", "--release"]).args(binaries))?;
    progress::say("Measuring the app's launch beside a bare window's");
    let mut launch = process::cargo();
    measure(launch.args(["bench", "--package", "tests", "--bench", "launch"]), &mut figures)?;
    let size = ui::size()?;
    figures.push(Figure {
        what: "the dashboard's wasm".to_owned(),
        seen: size.to_string(),
        goal: format!("{} gzipped", progress::kilobytes(WASM_LIMIT)),
        kept: Some(size.gzip < WASM_LIMIT),
    });
    print(&figures);
    Ok(())
}

/// Runs `benchmark` and adds what it found to `figures`.
fn measure(benchmark: &mut std::process::Command, figures: &mut Vec<Figure>) -> Result {
    process::watch(benchmark, |line| figures.extend(Figure::from_line(line)))
}

fn print(figures: &[Figure]) {
    println!();
    let width = figures.iter().map(|figure| figure.what.chars().count()).max().unwrap_or_default();
    for Figure { what, seen, goal, kept } in figures {
        let kept = match kept {
            Some(true) => "kept",
            Some(false) => "MISSED",
            None => "",
        };
        println!("{what:<width$}  {seen}; goal {goal}  {kept}");
    }
}

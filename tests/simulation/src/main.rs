//! Plays schedules and says what came of them: `cargo xtask simulate`.

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use clap::Parser;
use simulation::{Bug, Fault, Libraries, Plan, Totals, Trace, Violation, play, run, shrink};

// SQLite takes and frees memory all the time, in this program more than in any other; `override` gives it to SQLite too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Play seeded schedules of several devices against a model of the cloud.
#[derive(Parser)]
struct Arguments {
    /// How many schedules
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The seed of the first; alone: only this one, with its trace
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; as many as there are cores if not given
    #[arg(long)]
    threads: Option<usize>,
    /// A mistake to put in, to see it found: `StatusGreen`, for example
    #[arg(long, value_parser = bug)]
    bug: Option<Bug>,
    /// Keep the trace of a single schedule even if it breaks no rule
    #[arg(long)]
    trace: bool,
}

fn bug(name: &str) -> Result<Bug, String> {
    Bug::parse(name).ok_or_else(|| format!("one of {:?}", Bug::ALL))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let alone = arguments.seed.is_some() && std::env::args().all(|argument| !argument.starts_with("--seeds"));
    let first = arguments.seed.unwrap_or(0);
    let seeds = if alone { 1 } else { arguments.seeds };
    let threads =
        arguments.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let begun = Instant::now();
    let told = AtomicUsize::new(0);
    let totals = play(first, seeds, arguments.bug, threads, |totals| {
        if totals.schedules.is_multiple_of(10_000) {
            eprintln!("{} schedules, {} violations", totals.schedules, totals.violations.len());
        }
        for (seed, violation) in
            totals.violations.iter().skip(told.swap(totals.violations.len(), Ordering::Relaxed))
        {
            eprintln!("seed {seed} breaks a rule: {}", violation.rule);
        }
    });
    report(&totals, begun.elapsed().as_secs_f64());
    if alone && arguments.trace {
        print_trace(&Plan::draw(first), arguments.bug);
    }
    let Some((seed, violation)) = totals.violations.first() else { return ExitCode::SUCCESS };
    for (seed, violation) in &totals.violations {
        println!(
            "seed {seed}: {}: {}",
            violation.rule,
            violation.detail.get(..500).unwrap_or(&violation.detail)
        );
    }
    explain(*seed, violation, arguments.bug);
    ExitCode::FAILURE
}

fn report(totals: &Totals, seconds: f64) {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = totals.schedules as f64 / seconds;
    println!(
        "{} schedules in {seconds:.1} s, {rate:.0} a second; {} edits, {} writes, {} requests; {} violations",
        totals.schedules,
        totals.edits,
        totals.writes,
        totals.requests,
        totals.violations.len()
    );
    for fault in Fault::ALL {
        println!("{:>12}  {}", totals.faults.of(*fault), fault.words());
    }
}

/// Prints the smallest schedule that breaks the same rule, and what happens in it.
fn explain(seed: u64, violation: &Violation, bug: Option<Bug>) {
    let mut libraries = Libraries::default();
    let plan = shrink(Plan::draw(seed), |plan| {
        let found = run(plan, bug, &mut libraries, Trace::default()).violation;
        found.is_some_and(|found| found.rule == violation.rule)
    });
    println!("\nseed {seed} breaks a rule: {}\n{}", violation.rule, violation.detail);
    println!("\nThe smallest schedule found that does: {} devices, {:?}", plan.devices, plan.form);
    for step in &plan.steps {
        println!("{step}");
    }
    print_trace(&plan, bug);
}

fn print_trace(plan: &Plan, bug: Option<Bug>) {
    println!();
    let outcome = run(plan, bug, &mut Libraries::default(), Trace::kept());
    for line in outcome.trace {
        println!("{line}");
    }
}

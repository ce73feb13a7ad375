//! What has been done so far, and the table at the end.

use std::time::{Duration, Instant};

use super::Counts;
use crate::error::{Error, Result};
use crate::progress;

/// The steps of one run.
pub(super) struct Report {
    begun: Instant,
    total: usize,
    done: Vec<Done>,
}

struct Done {
    name: &'static str,
    result: Outcome,
    counts: Counts,
    took: Duration,
}

enum Outcome {
    Passed,
    Failed(String),
    Skipped(&'static str),
}

impl Report {
    /// Of a run with `total` steps, beginning now.
    pub(super) fn of(total: usize) -> Self {
        Self { begun: Instant::now(), total, done: Vec::new() }
    }

    /// Carries out the step called `name`.
    pub(super) fn step(&mut self, name: &'static str, run: impl FnOnce() -> Result<Counts>) {
        self.announce(name);
        let begun = Instant::now();
        let (result, counts) = match run() {
            Ok(counts) if counts.failed == 0 => (Outcome::Passed, counts),
            Ok(counts) => (Outcome::Failed(format!("{} of its tests failed", counts.failed)), counts),
            Err(error) => {
                progress::failed(&error);
                (Outcome::Failed(cause(&error)), Counts::FAILED)
            }
        };
        self.done.push(Done { name, result, counts, took: begun.elapsed() });
    }

    /// Leaves out the step called `name`, because `missing` failed.
    pub(super) fn skip(&mut self, name: &'static str, missing: &'static str) {
        self.announce(name);
        progress::say(&format!("Left out: it needs “{missing}”"));
        let result = Outcome::Skipped(missing);
        self.done.push(Done { name, result, counts: Counts::SKIPPED, took: Duration::ZERO });
    }

    /// The first of `names` that did not pass.
    pub(super) fn first_missing(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| {
            self.done.iter().any(|done| done.name == *name && !matches!(done.result, Outcome::Passed))
        })
    }

    /// The first step that failed, and why.
    pub(super) fn first_failure(&self) -> Option<(&'static str, String)> {
        self.done.iter().find_map(|done| match &done.result {
            Outcome::Failed(cause) => Some((done.name, cause.clone())),
            Outcome::Passed | Outcome::Skipped(_) => None,
        })
    }

    /// Prints the table and, as the last line of standard output, the sum.
    pub(super) fn print(&self) {
        println!();
        let mut sum = Counts::default();
        for (index, done) in self.done.iter().enumerate() {
            sum += done.counts;
            let result = match &done.result {
                Outcome::Passed => "passed".to_owned(),
                Outcome::Failed(cause) => format!("FAILED: {cause}"),
                Outcome::Skipped(missing) => format!("left out: needs “{missing}”"),
            };
            let took = progress::duration(done.took);
            let counts = if done.counts.is_empty() { "no tests".to_owned() } else { done.counts.to_string() };
            println!("{:>3}  {:<28} {took:>12}  {counts:<34} {result}", index + 1, done.name);
        }
        println!("     {:<28} {:>12}", "All", progress::elapsed(self.begun));
        println!("\n{sum}");
    }

    fn announce(&self, name: &str) {
        let number = self.done.len() + 1;
        let elapsed = progress::elapsed(self.begun);
        progress::say(&format!("[{number}/{}] {name} (at {elapsed})", self.total));
    }
}

/// The first line of an error, short enough for a table.
fn cause(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(90) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

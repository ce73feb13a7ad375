//! Many schedules, on all cores, and what came of them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::{Bug, Faults, Libraries, Outcome, Plan, Trace, Violation, run};

/// What came of many schedules.
#[derive(Debug, Default)]
pub struct Totals {
    /// How many were played.
    pub schedules: u64,
    /// What really went wrong in them.
    pub faults: Faults,
    /// In how many something went wrong.
    pub troubled: u64,
    /// Edits that were accepted.
    pub edits: u64,
    /// Writes that the cloud took.
    pub writes: u64,
    /// Requests to the cloud.
    pub requests: u64,
    /// The first seeds that broke a rule, with the rule.
    pub violations: Vec<(u64, Violation)>,
}

/// Violations after which it is enough.
const ENOUGH: usize = 20;

/// Plays the schedules of so many seeds from `first` on, on `threads` threads; `progress` hears of each.
pub fn play(
    first: u64,
    seeds: u64,
    bug: Option<Bug>,
    threads: usize,
    progress: impl Fn(&Totals) + Sync,
) -> Totals {
    let totals = Mutex::new(Totals::default());
    let (next, enough) = (AtomicU64::new(first), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut libraries = Libraries::default();
                while !enough.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first.saturating_add(seeds) {
                        break;
                    }
                    let outcome = run(&Plan::draw(seed), bug, &mut libraries, Trace::default());
                    let Ok(mut totals) = totals.lock() else { break };
                    totals.add(seed, outcome);
                    progress(&totals);
                    let most = if bug.is_some() { 1 } else { ENOUGH };
                    enough.fetch_or(totals.violations.len() >= most, Ordering::Relaxed);
                }
            });
        }
    });
    totals.into_inner().unwrap_or_default()
}

impl Totals {
    fn add(&mut self, seed: u64, outcome: Outcome) {
        self.schedules += 1;
        self.troubled += u64::from(outcome.faults.sum() > 0);
        self.faults += &outcome.faults;
        self.edits += outcome.edits;
        self.writes += outcome.writes;
        self.requests += outcome.requests;
        self.violations.extend(outcome.violation.map(|violation| (seed, violation)));
    }
}

//! The engine's timers, by the monotonic clock.

use std::collections::BTreeMap;
use std::time::Duration;

use sync::Timer;
use tokio::time::{Instant, sleep_until};

/// The timers that run.
#[derive(Debug, Default)]
pub(super) struct Timers(BTreeMap<Timer, Instant>);

impl Timers {
    /// Starts a timer, anew if it runs.
    pub(super) fn set(&mut self, timer: Timer, millis: u64) {
        self.0.insert(timer, Instant::now() + Duration::from_millis(millis));
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        self.0.remove(&timer);
    }

    /// How long until the first runs out, if any runs.
    pub(super) fn next_in(&self) -> Option<Duration> {
        let next = self.0.values().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Waits for the first to run out, and takes it away then.
    pub(super) async fn run_out(&mut self) -> Timer {
        match self.0.iter().min_by_key(|(_, at)| **at) {
            Some((&timer, &at)) => {
                sleep_until(at).await;
                self.0.remove(&timer);
                timer
            }
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use sync::Timer;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_first_runs_out_first_and_a_timer_set_again_starts_anew() {
        let mut timers = Timers::default();
        assert_eq!(timers.next_in(), None);
        timers.set(Timer::Work, 10);
        timers.set(Timer::Token, 20);
        timers.set(Timer::Work, 30);
        assert_eq!(timers.next_in(), Some(Duration::from_millis(20)));
        assert_eq!(timers.run_out().await, Timer::Token);
        timers.set(Timer::Store, 5);
        timers.stop(Timer::Store);
        assert_eq!(timers.run_out().await, Timer::Work);
        assert_eq!(timers.next_in(), None);
    }
}

//! The two clocks that a token's age is read from.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where the time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Since some moment of its own; never goes back, may stand still while the machine sleeps.
    fn monotonic(&self) -> Duration;
    /// Since 1970; goes on in sleep, may be set to anything.
    fn wall(&self) -> Duration;
}

/// The system's clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn wall(&self) -> Duration {
        // Before 1970 is a clock that was never set.
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

/// A moment by both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    monotonic: Duration,
    wall: Duration,
}

impl Moment {
    pub(super) fn now(clock: &dyn Clock) -> Self {
        Self { monotonic: clock.monotonic(), wall: clock.wall() }
    }

    /// The time since, by whichever clock saw more of it. A wall clock that was set back saw none.
    pub(super) fn age(self, clock: &dyn Clock) -> Duration {
        let by_wall = clock.wall().saturating_sub(self.wall);
        clock.monotonic().saturating_sub(self.monotonic).max(by_wall)
    }
}

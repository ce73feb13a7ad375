//! How long to wait before the next try.

use crate::classify::Failure;

/// The most that a first try is waited for, in milliseconds.
pub const FIRST: u64 = 1_000;
/// The most that any try is waited for, unless the server says otherwise.
pub const LONGEST: u64 = 60_000;
/// The most that a server can make us wait: whatever it says, an hour later it is asked again.
pub const LONGEST_HINT: u64 = 3_600_000;

/// Exponential back-off with full jitter: the ceiling grows by half with every failure in a row, and the wait is
/// anything up to it, so that devices that failed together don't come back together.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backoff {
    ceiling: u64,
    /// The last failure was that nobody answered.
    unheard: bool,
    /// A wait was cut short since it worked last.
    cut: bool,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { ceiling: FIRST, unheard: false, cut: false }
    }
}

impl Backoff {
    /// The milliseconds to wait after one more failure: `random` picks from the range; the server's `hint` is never
    /// undercut.
    pub fn wait(&mut self, random: u64, hint: Option<u64>) -> u64 {
        let wait = random % (self.ceiling + 1);
        self.ceiling = (self.ceiling + self.ceiling / 2).min(LONGEST);
        wait.max(hint.unwrap_or_default().min(LONGEST_HINT))
    }

    /// The milliseconds to wait after this failure.
    pub fn wait_after(&mut self, failure: &Failure, random: u64) -> u64 {
        self.unheard = failure.is_unheard() && failure.retry_after.is_none();
        self.wait(random, failure.retry_after)
    }

    /// The server was heard by another way: whether the wait is over, since it was for that alone. Once until it
    /// works: what fails again in the same moment would else never wait.
    pub fn cut_short(&mut self) -> bool {
        let over = self.unheard && !self.cut;
        self.cut |= over;
        over
    }

    /// It worked: the next failure is a first one again.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

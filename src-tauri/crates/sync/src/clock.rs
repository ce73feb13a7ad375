//! The device's clock against the server's.

use model::{Millis, ServerTime};

/// How the device's clock stands to the server's, and what it shows: what turns the time of an edit, which only the
/// device knows, into one that devices can compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// What the device's clock shows.
    pub now: Millis,
    /// What is to be added to it to get the server's; 0 as long as nothing is known.
    pub offset: Millis,
}

impl Clock {
    /// The server's time of something that this device's clock put at `at`. Nothing was edited in the future: a
    /// clock that went back since is no reason to win.
    #[must_use]
    pub fn corrected(self, at: Millis) -> Millis {
        at.min(self.now).saturating_add(self.offset)
    }

    /// The server's time now.
    #[must_use]
    pub fn server_now(self) -> ServerTime {
        ServerTime(self.now.saturating_add(self.offset).saturating_mul(1_000))
    }
}

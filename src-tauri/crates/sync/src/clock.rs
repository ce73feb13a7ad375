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

/// What is known of the offset between the two clocks.
///
/// A server's time is in the past when it gets here, so it tells how far its clock is ahead at least. One that
/// answers a question of ours is hardly old: it counts as it is, and shows when a clock was set. One that comes
/// unasked may have waited long: it can only raise the offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset(Option<Millis>);

impl Offset {
    /// The server answered: then it was `at` there, and it is `now` here.
    pub fn answered(&mut self, at: ServerTime, now: Millis) {
        self.0 = Some(at.millis().saturating_sub(now));
    }

    /// The server answered, and told its time in whole seconds: so much it was there at least. What was known more
    /// exactly stays, if it can be true.
    pub fn answered_to_the_second(&mut self, at: ServerTime, now: Millis) {
        let least = at.millis().saturating_sub(now);
        let fits = |offset: &Millis| (least..least.saturating_add(1_000)).contains(offset);
        self.0 = Some(self.0.filter(fits).unwrap_or(least));
    }

    /// The server has said something that it knew at `at`.
    pub fn told(&mut self, at: ServerTime, now: Millis) {
        let least = at.millis().saturating_sub(now);
        self.0 = Some(self.0.map_or(least, |offset| offset.max(least)));
    }

    /// The two clocks now.
    #[must_use]
    pub fn clock(self, now: Millis) -> Clock {
        Clock { now, offset: self.0.unwrap_or_default() }
    }
}

//! What can go wrong, and how often it did.

use std::ops::AddAssign;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)+) => {
        /// A kind of fault. It counts when it happens, not when it is planned.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault { $($(#[$doc])* $name,)+ }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is called in the report.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)+ }
            }
        }
    };
}

faults! {
    /// A request never arrives.
    LostRequest = "lost request",
    /// A request is carried out, and nobody hears of it.
    LostAnswer = "lost answer",
    /// A request arrives twice.
    Duplicate = "duplicate",
    /// An answer takes many seconds.
    Delay = "delay",
    /// What was sent later on another stream arrives earlier.
    Reorder = "reorder across streams",
    /// A stream is open on this side, and nothing comes any more.
    HalfOpen = "half-open connection",
    /// A stream ends.
    BrokenStream = "broken stream",
    /// A device can't reach the cloud for a while.
    Partition = "partition",
    /// A request is refused because its token has run out.
    TokenExpired = "token expired",
    /// A session is ended from elsewhere: its token can't be renewed.
    TokenRevoked = "token revoked",
    /// A device's clock is wrong from the start.
    ClockSkew = "clock skew",
    /// A device's clock goes forward by hours.
    ClockForward = "clock jump forward",
    /// A device's clock goes back by hours.
    ClockBack = "clock jump back",
    /// A request is refused because a quota is used up.
    Quota = "quota exhausted",
    /// A commit meets contention, and is aborted.
    Contention = "contention",
    /// A server fails, or is not up.
    ServerError = "server error",
    /// A write that the cloud will never take.
    Poison = "poison write",
    /// A commit that is too large for this server.
    TooLarge = "request too large",
    /// The app ends at once, between any two effects.
    Crash = "crash and restart",
    /// The database is held by another process.
    DatabaseBusy = "database busy",
    /// The disk is full.
    DatabaseFull = "database full",
    /// A person signs out and in again.
    SignOut = "sign-out",
    /// Another person signs in on the same device.
    OtherUser = "another user",
    /// A device is off for days.
    Absence = "long absence",
    /// The server forgets where streams were: RESET and everything again.
    TokensForgotten = "resume tokens forgotten",
    /// The web app writes a whole document over what is there.
    ForeignOverwrite = "foreign overwrite",
    /// The web app deletes a document, and leaves no tombstone.
    ForeignDelete = "foreign delete",
    /// The web app writes `modified_date` as a text, which no query by time finds.
    ForeignTextTime = "foreign time as text",
    /// A document that can't be shown.
    ForeignUnreadable = "foreign unreadable document",
    /// Two devices make a document of the same id.
    SameId = "same id twice",
}

/// How often each fault happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults([u64; Fault::ALL.len()]);

impl Faults {
    /// Counts one.
    pub fn count(&mut self, fault: Fault) {
        self.0[fault as usize] += 1;
    }

    /// How often it happened.
    #[must_use]
    pub fn of(&self, fault: Fault) -> u64 {
        self.0[fault as usize]
    }

    /// How many in all.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl AddAssign<&Self> for Faults {
    fn add_assign(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

//! Reasons not to sync.

use std::collections::BTreeSet;

/// A reason not to sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pause {
    /// The person said so.
    User,
    /// Nobody is signed in, or the session is over.
    SignedOut,
    /// The connection costs money, and the person doesn't want to spend it.
    Metered,
    /// The local database can't be written.
    Database,
}

/// All reasons not to sync that there are now: sync runs while there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses(BTreeSet<Pause>);

impl Pauses {
    /// Adds a reason.
    pub fn add(&mut self, reason: Pause) {
        self.0.insert(reason);
    }

    /// Takes a reason away; `true` if it was the last, so that sync goes on.
    pub fn remove(&mut self, reason: Pause) -> bool {
        self.0.remove(&reason) && self.0.is_empty()
    }

    /// Whether this is a reason now.
    #[must_use]
    pub fn has(&self, reason: Pause) -> bool {
        self.0.contains(&reason)
    }

    /// Whether there is no reason.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

//! What all connections share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use crate::bearer::Tokens;
use crate::counts::Counts;
use crate::fault::Faults;
use crate::listen::{Form, Snapshots};
use crate::status::Status;

/// An order that streams are to end.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// Only those on this line.
    pub(crate) line: Option<String>,
    /// With this.
    pub(crate) status: Status,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Where the emulator is.
    pub(crate) cloud: String,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) tokens: Tokens,
    pub(crate) snapshots: Mutex<Snapshots>,
    pub(crate) ends: broadcast::Sender<End>,
    counts: Mutex<Counts>,
    form: Mutex<Form>,
}

impl Shared {
    pub(crate) fn new(cloud: String, form: Form) -> Self {
        // Whoever misses some of so many orders ends with the next.
        let (ends, _) = broadcast::channel(16);
        Self {
            cloud,
            faults: Mutex::default(),
            tokens: Tokens::default(),
            snapshots: Mutex::new(Snapshots::new()),
            ends,
            counts: Mutex::default(),
            form: Mutex::new(form),
        }
    }

    /// Counts something.
    pub(crate) fn count(&self, count: impl FnOnce(&mut Counts)) {
        count(&mut lock(&self.counts));
    }

    pub(crate) fn counts(&self) -> Counts {
        lock(&self.counts).clone()
    }

    pub(crate) fn form(&self) -> Form {
        *lock(&self.form)
    }

    pub(crate) fn set_form(&self, form: Form) {
        *lock(&self.form) = form;
    }
}

/// Nothing is left half done under these locks: a panic elsewhere doesn't spoil what they guard.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

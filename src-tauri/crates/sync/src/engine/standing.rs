//! How sync stands, as one value for everyone.

use model::{Millis, SyncStatus};

use super::Engine;
use super::channel::Channel;
use super::work::Work;
use crate::effect::Effect;
use crate::pause::Pause;

/// The time of "synced at" is told again when it has moved this far, in milliseconds.
const REFRESH: i64 = 60_000;

/// What the status depends on besides the engine's own state, and what was last said.
#[derive(Debug)]
pub(super) struct Standing {
    /// The system says that there is a network.
    pub(super) network: bool,
    /// The last request could not reach the server.
    pub(super) unreachable: bool,
    /// A stream broke because the server was out of reach, and they haven't all stood again since.
    pub(super) lost: bool,
    /// Changes sent and received since everything was in order last.
    pub(super) done: u64,
    /// When everything was last known to be in order.
    at: Option<Millis>,
    published: SyncStatus,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            network: true,
            unreachable: false,
            lost: false,
            done: 0,
            at: None,
            published: SyncStatus::default(),
        }
    }
}

impl Standing {
    pub(super) fn published(&self) -> &SyncStatus {
        &self.published
    }

    /// The server said that there is nothing new.
    pub(super) fn heard(&mut self, now: Millis) {
        if self.at.is_some_and(|at| now.abs_diff(at) >= REFRESH.unsigned_abs()) {
            self.at = Some(now);
        }
    }
}

impl Engine {
    /// Tells how sync stands, if it stands otherwise than last told.
    pub(super) fn publish(&mut self) {
        let in_order = self.is_in_order();
        if in_order {
            self.standing.done = 0;
        }
        self.standing.at = in_order.then(|| self.standing.at.unwrap_or(self.now));
        let status = self.current_status();
        if status != self.standing.published {
            self.standing.published = status.clone();
            self.effects.push(Effect::Publish(status));
        }
    }

    /// Whether everything that others did is here, as far as anybody can know: whatever the queue has.
    #[must_use]
    pub fn has_heard_all(&self) -> bool {
        self.is_running() && self.is_caught_up() && self.receiving() == 0
    }

    /// Nothing is pending, refused or unheard.
    fn is_in_order(&self) -> bool {
        self.has_heard_all() && self.counts == model::sync::Pending::default()
    }

    /// The streams have told everything, and nothing can have been missed.
    fn is_caught_up(&self) -> bool {
        self.is_listening() && self.channels.iter().all(Channel::is_complete)
    }

    /// The streams have told everything.
    fn is_listening(&self) -> bool {
        self.channels.iter().all(Channel::is_current)
    }

    /// What could not reach the server is to be tried again; else the streams stand, and that it could not is past.
    fn is_waiting_for_server(&self) -> bool {
        self.work == Work::BackingOff || !self.session.is_ready() || !self.is_listening()
    }

    /// States of the server that are known of and not yet in the store.
    fn receiving(&self) -> u64 {
        let asked = u64::try_from(self.asks.len()).unwrap_or(u64::MAX);
        self.channels.iter().map(Channel::receiving).fold(asked, u64::saturating_add)
    }

    fn current_status(&self) -> SyncStatus {
        let Self { counts, standing, pauses, .. } = self;
        let (pending, refused) = (counts.pending, counts.refused);
        let left = pending.saturating_add(self.receiving());
        if pauses.has(Pause::SignedOut) {
            SyncStatus::NeedsSignIn { pending }
        } else if pauses.has(Pause::User) || pauses.has(Pause::Metered) {
            SyncStatus::Paused { pending }
        } else if refused > 0 {
            SyncStatus::NeedsAttention { refused, pending }
        } else if !standing.network || (standing.unreachable && self.is_waiting_for_server()) {
            SyncStatus::Offline { pending }
        } else if let Some(at) = standing.at {
            SyncStatus::Synced { at }
        } else if !self.is_running() || !self.is_listening() || (left == 0 && !self.is_caught_up()) {
            SyncStatus::Connecting { pending }
        } else {
            SyncStatus::Syncing { done: standing.done, total: standing.done.saturating_add(left) }
        }
    }
}

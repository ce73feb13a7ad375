//! Telling fronts that the account or its status is another one.

use std::sync::{Arc, Mutex};

use model::{Event, SyncStatus};

use super::Cloud;
use super::signed::Known;
use crate::App;
use crate::app::{Events, lock};

/// What fronts were told last.
#[derive(Clone)]
pub(crate) struct News {
    // Held while it is told, so that the last word is the newest.
    told: Arc<Mutex<Told>>,
    events: Events,
}

struct Told {
    known: Known,
    /// None before an account's was counted first.
    status: Option<SyncStatus>,
}

impl News {
    /// Nothing was told yet, and nothing has to be as long as all is as it is in the beginning.
    pub(crate) fn new(cloud: &Cloud, events: Events) -> Self {
        let known = cloud.known();
        let status = known.account.is_none().then_some(SyncStatus::LocalOnly);
        Self { told: Arc::new(Mutex::new(Told { known, status })), events }
    }

    /// Tells the status if it is another one. The server may refuse what the session takes for good: then the account
    /// stands otherwise, too.
    pub(crate) fn tell_status(&self, status: SyncStatus) {
        let mut told = lock(&self.told);
        let needs_sign_in = |status: &SyncStatus| matches!(status, SyncStatus::NeedsSignIn { .. });
        if told.status.as_ref().is_some_and(needs_sign_in) != needs_sign_in(&status) {
            (self.events)(Event::AccountChanged);
        }
        self.tell(&mut told, status);
    }

    fn tell(&self, told: &mut Told, status: SyncStatus) {
        if told.status.as_ref() != Some(&status) {
            told.status = Some(status.clone());
            (self.events)(Event::SyncStatus { status });
        }
    }
}

impl App {
    /// Tells if another account is signed in than was told last, or its session stands otherwise; and if the status
    /// is another one.
    pub(crate) fn announce(&self) {
        let mut told = lock(&self.news.told);
        let known = self.cloud.known();
        if told.known != known {
            told.known = known;
            self.tell(Event::AccountChanged);
            self.announce_status(&mut told);
        }
    }

    /// The library was changed: whoever syncs it hears of it. Tells if the status is another one by that.
    pub(crate) fn announce_change(&self) {
        self.nudge_sync();
        self.daily.note();
        self.announce_status(&mut lock(&self.news.told));
    }

    fn announce_status(&self, told: &mut Told) {
        match self.sync_status() {
            Ok(status) => self.news.tell(told, status),
            // Whoever asks for the status is told why.
            Err(error) => tracing::warn!(%error, "the status is not known"),
        }
    }
}

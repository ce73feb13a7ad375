//! Telling fronts that the account or its status is another one.

use std::sync::Mutex;

use model::{Event, SyncStatus};

use super::Cloud;
use super::signed::Known;
use crate::App;
use crate::app::lock;

/// What fronts were told last.
pub(crate) struct News(Mutex<Told>);

struct Told {
    known: Known,
    /// None before an account's was counted first.
    status: Option<SyncStatus>,
}

impl News {
    /// Nothing was told yet, and nothing has to be as long as all is as it is in the beginning.
    pub(crate) fn new(cloud: &Cloud) -> Self {
        let known = cloud.known();
        let status = known.account.is_none().then_some(SyncStatus::LocalOnly);
        Self(Mutex::new(Told { known, status }))
    }
}

impl App {
    /// Tells if another account is signed in than was told last, or its session stands otherwise; and if the status
    /// is another one.
    pub(crate) fn announce(&self) {
        // Held while it is told, so that the last word is the newest.
        let mut told = lock(&self.news.0);
        let known = self.cloud.known();
        if told.known != known {
            told.known = known;
            self.tell(Event::AccountChanged);
            self.announce_status(&mut told);
        }
    }

    /// The library was changed: tells if the status is another one by that.
    pub(crate) fn announce_change(&self) {
        self.announce_status(&mut lock(&self.news.0));
    }

    fn announce_status(&self, told: &mut Told) {
        let status = match self.sync_status() {
            Ok(status) => status,
            // Whoever asks for the status is told why.
            Err(error) => return tracing::warn!(%error, "the status is not known"),
        };
        if told.status.as_ref() != Some(&status) {
            told.status = Some(status.clone());
            self.tell(Event::SyncStatus { status });
        }
    }
}

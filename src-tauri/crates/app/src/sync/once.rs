//! Syncing to an end: for the command line, and before somebody signs out.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use model::SyncStatus;
use store::Owner;
use tokio::sync::watch;
use tokio::time::timeout;

use super::report::Report;
use crate::account::AccountError;
use crate::{App, AppError};

/// How often it is looked at what another process says.
const LOOK: Duration = Duration::from_secs(1);
/// What fails within this time may have been under way before.
const GRACE: Duration = Duration::from_secs(3);
/// Without any progress it is given up after this long.
const PATIENCE: Duration = Duration::from_mins(1);

impl App {
    /// Syncs until everything is sent, fetched and compared, or nothing more can be done now: then the error says
    /// why. Refused changes are no error; the status says that there are some.
    pub fn sync_once(&self) -> Result<SyncStatus, AppError> {
        self.sync_until(|_| false)
    }

    /// The same, but no longer than until it is `enough`: that is asked, with how much is pending, whenever anything is
    /// told, and at least once in [`LOOK`].
    pub(crate) fn sync_until(&self, mut enough: impl FnMut(u64) -> bool) -> Result<SyncStatus, AppError> {
        self.sync.wanted.store(true, Ordering::SeqCst);
        let asked = self.hurry_sync()?;
        let begun = Instant::now();
        let mut progress = (SyncStatus::LocalOnly, begun);
        self.follow_sync(|report, pending| {
            if progress.0 != report.status {
                progress = (report.status.clone(), Instant::now());
            }
            if enough(pending) {
                return ControlFlow::Break(Ok(()));
            }
            let has_begun = report.elsewhere || report.hurried >= asked;
            let outcome = outcome(report, pending, begun.elapsed() > GRACE).filter(|_| has_begun);
            let outcome = match outcome {
                None if progress.1.elapsed() > PATIENCE => Some(Err(AccountError::Unreachable)),
                outcome => outcome,
            };
            outcome.map_or(ControlFlow::Continue(()), ControlFlow::Break)
        })??;
        self.sync_status()
    }

    /// Gives what is unsent its chance before the process ends: waits while it is being sent, for so long at most.
    pub fn finish_sync(&self, patience: Duration) {
        let Some(mut report) = self.sync.report() else { return };
        let sent = async {
            let is_sending = |report: &Report| {
                !report.elsewhere
                    && report.status.pending() > 0
                    && matches!(report.status, SyncStatus::Syncing { .. } | SyncStatus::Connecting { .. })
            };
            timeout(patience, report.wait_for(|report| !is_sending(report))).await.is_ok()
        };
        match self.cloud.wait(sent) {
            Ok(true) => {}
            Ok(false) => tracing::info!("some changes are sent at the next start"),
            Err(error) => tracing::warn!(%error, "nothing more is sent"),
        }
    }

    /// Brings every change into the database file itself, before another version of the app takes over.
    pub fn checkpoint(&self) -> Result<(), AppError> {
        self.with_library(store::Library::checkpoint)
    }

    /// Syncs, and tells `each` status until that has seen enough, or nobody is signed in any more.
    pub fn sync_watch(&self, mut each: impl FnMut(&SyncStatus) -> ControlFlow<()>) -> Result<(), AppError> {
        self.sync.wanted.store(true, Ordering::SeqCst);
        self.hurry_sync()?;
        let mut told = None;
        self.follow_sync(|report, _| {
            if told.as_ref() == Some(&report.status) {
                return ControlFlow::Continue(());
            }
            told = Some(report.status.clone());
            each(&report.status)
        })
    }

    /// Shows `each` report and how much is pending, at least once in [`LOOK`], until it breaks.
    fn follow_sync<T>(&self, mut each: impl FnMut(&Report, u64) -> ControlFlow<T>) -> Result<T, AppError> {
        loop {
            // Somebody may have signed in or out, here or in another process, or changed the library.
            self.poll()?;
            let Some(mut report) = self.sync.report() else {
                let nobody = self.owner() == Owner::Anonymous;
                return Err(if nobody { AccountError::SignedOut } else { AccountError::Unreachable }.into());
            };
            let shown = report.borrow_and_update().clone();
            let pending = self.read(|view| Ok(view.pending()?.pending))?;
            if let ControlFlow::Break(value) = each(&shown, pending) {
                return Ok(value);
            }
            self.cloud.wait(moved(&mut report))?;
        }
    }
}

/// How syncing ends, if it is at its end. Another process may not have seen yet that something is pending.
fn outcome(report: &Report, pending: u64, has_had_time: bool) -> Option<Result<(), AccountError>> {
    let in_vain = report.elsewhere || (report.failed && has_had_time);
    match &report.status {
        SyncStatus::LocalOnly => Some(Ok(())),
        SyncStatus::Synced { .. } if pending == 0 => Some(Ok(())),
        SyncStatus::NeedsAttention { .. } if pending == 0 && (report.elsewhere || report.heard_all) => {
            Some(Ok(()))
        }
        SyncStatus::Offline { .. } if in_vain => Some(Err(AccountError::Unreachable)),
        SyncStatus::NeedsAttention { .. } if report.failed && has_had_time => {
            Some(Err(AccountError::Unreachable))
        }
        SyncStatus::NeedsSignIn { .. } => Some(Err(AccountError::Over)),
        SyncStatus::Paused { .. } => Some(Err(AccountError::Paused)),
        SyncStatus::Offline { .. }
        | SyncStatus::Connecting { .. }
        | SyncStatus::Syncing { .. }
        | SyncStatus::Synced { .. }
        | SyncStatus::NeedsAttention { .. } => None,
    }
}

/// Until there is another report, for [`LOOK`] at most.
async fn moved(report: &mut watch::Receiver<Report>) {
    if let Ok(Err(_)) = timeout(LOOK, report.changed()).await {
        // The task is gone; another may take its place.
        tokio::time::sleep(LOOK).await;
    }
}

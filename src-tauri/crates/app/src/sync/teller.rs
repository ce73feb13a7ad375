//! Tells everyone how sync stands: this process at once, others through their file.

use std::mem::discriminant;
use std::sync::Arc;
use std::time::Duration;

use model::Event;
use tokio::sync::watch;
use tokio::time::Instant;

use super::driver::Listener;
use super::report::{Report, Shared};
use crate::app::Events;

/// Others are told of mere progress no more often than this.
const PROGRESS: Duration = Duration::from_millis(500);

/// Whoever tells.
pub(super) struct Teller {
    pub(super) events: Events,
    /// Called when the report is another one.
    pub(super) told: Arc<dyn Fn(&Report) + Send + Sync>,
    pub(super) reports: watch::Sender<Report>,
    pub(super) shared: Shared,
    /// What other processes were told last, and when.
    pub(super) written: Option<(Instant, Report)>,
}

impl Teller {
    /// Tells this process of the first report, which is there before whoever writes it: somebody may have asked how
    /// things stood when nobody synced.
    pub(super) fn begin(&self) {
        let report = self.reports.borrow().clone();
        (self.told)(&report);
    }

    /// Tells this process.
    pub(super) fn publish(&self, report: &Report) {
        let is_news =
            self.reports.send_if_modified(|last| std::mem::replace(last, report.clone()) != *report);
        if is_news {
            (self.told)(report);
        }
    }

    /// Whether other processes are to be told now. The first report is none of progress: what is in the file may be
    /// what a process said that was killed.
    fn is_due(&self, report: &Report) -> bool {
        self.written.as_ref().is_none_or(|(at, last)| {
            discriminant(&last.status) != discriminant(&report.status)
                || (last != report && at.elapsed() >= PROGRESS)
        })
    }
}

impl Listener for Teller {
    fn report(&mut self, report: &Report) {
        self.publish(report);
        // This process may know it already.
        if self.is_due(report) {
            self.shared.write(report);
            self.written = Some((Instant::now(), report.clone()));
        }
    }

    fn changed(&mut self) {
        (self.events)(Event::LibraryChanged);
    }

    fn decided(&mut self) {
        (self.events)(Event::Conflict);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use model::SyncStatus;
    use tokio::time::advance;

    use super::*;

    fn says(status: SyncStatus) -> Report {
        Report { status, ..Report::default() }
    }

    /// Nobody synced, and a front that asked was told "synced", from the library.
    #[test]
    fn the_first_report_is_told_though_it_is_there_from_the_beginning() {
        let dir = tempfile::tempdir().unwrap();
        let begun = says(SyncStatus::Connecting { pending: 0 });
        let (reports, _report) = watch::channel(begun.clone());
        let heard: Arc<Mutex<Vec<SyncStatus>>> = Arc::default();
        let told = Arc::clone(&heard);
        let mut teller = Teller {
            events: Arc::new(|_: Event| {}),
            told: Arc::new(move |report: &Report| told.lock().unwrap().push(report.status.clone())),
            reports,
            shared: Shared::of(dir.path()),
            written: None,
        };
        teller.begin();
        teller.report(&begun);
        assert_eq!(*heard.lock().unwrap(), [begun.status], "once");
    }

    #[tokio::test(start_paused = true)]
    async fn other_processes_hear_the_first_report_and_soon_the_last() {
        let dir = tempfile::tempdir().unwrap();
        let heard = || Shared::of(dir.path()).read().unwrap().status;
        // By a process that was killed.
        Shared::of(dir.path()).write(&says(SyncStatus::Synced { at: 1 }));

        let begun = says(SyncStatus::Connecting { pending: 0 });
        let (reports, _report) = watch::channel(begun.clone());
        let shared = Shared::of(dir.path());
        let (events, told) = (Arc::new(|_: Event| {}), Arc::new(|_: &Report| {}));
        let mut teller = Teller { events, told, reports, shared, written: None };
        teller.report(&begun);
        assert_eq!(heard(), begun.status, "though it is no news in this process");

        let last = says(SyncStatus::Connecting { pending: 2 });
        teller.report(&last);
        assert_eq!(heard(), begun.status, "not each step at once");
        advance(PROGRESS).await;
        teller.report(&last);
        assert_eq!(heard(), last.status, "nothing came after it");

        let other = says(SyncStatus::Offline { pending: 2 });
        teller.report(&other);
        assert_eq!(heard(), other.status);
    }
}

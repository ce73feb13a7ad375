//! Noticing that somebody else changed the library: the command line beside the open window, say.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use model::Event;

use crate::app::lock;
use crate::complaint::Complaint;
use crate::{App, AppError};

/// How often the library is looked at.
const EVERY: Duration = Duration::from_secs(1);

/// A thread that calls [`App::poll`] every second until this is dropped or the app is gone.
pub struct Watch {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl App {
    /// Tells whether another process or connection changed the library since the last call, or signed somebody in
    /// or out, and sends [`Event::LibraryChanged`] if so.
    pub fn poll(&self) -> Result<bool, AppError> {
        self.settings_follow();
        let followed = self.follow()?;
        self.try_attend_sync();
        if followed {
            self.announce();
            return Ok(true);
        }
        self.announce();
        let mut seen = lock(&self.seen);
        let now = self.with_library(store::Library::data_version)?;
        let changed = std::mem::replace(&mut *seen, now) != now;
        drop(seen);
        if changed {
            self.tell(Event::LibraryChanged);
            self.announce_change();
        }
        Ok(changed)
    }

    /// Starts to watch for changes by others, in a process that is going to stay.
    pub fn watch(self: &Arc<Self>) -> Watch {
        self.sync.expected.store(true, Ordering::SeqCst);
        let (stop, stopped) = mpsc::channel();
        let app = Arc::downgrade(self);
        let thread = thread::spawn(move || {
            let mut complaint = Complaint::default();
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) && look(&app, &mut complaint)
            {
            }
        });
        Watch { stop: Some(stop), thread: Some(thread) }
    }
}

/// Whether the app is still there.
fn look(app: &Weak<App>, complaint: &mut Complaint) -> bool {
    let Some(app) = app.upgrade() else { return false };
    if let Some(trouble) = complaint.news(&app.poll()) {
        tracing::warn!(trouble, "could not see whether the library was changed");
    }
    app.attend_backups();
    if let Err(error) = app.go_on_migrating() {
        tracing::warn!(%error, "a migration can't go on");
    }
    if app.cloud.wants_session() {
        // Not here: a person may have to unlock the keyring first.
        thread::spawn(move || {
            if let Err(error) = app.take_up_session() {
                tracing::warn!(%error, "the session could not be taken up");
            }
        });
    }
    true
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.stop.take());
        // The watch may be dropped by the very thread, with the last handle on the app.
        if let Some(thread) =
            self.thread.take().filter(|thread| thread.thread().id() != thread::current().id())
            && thread.join().is_err()
        {
            tracing::error!("the watch on the library panicked");
        }
    }
}

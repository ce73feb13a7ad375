//! From step to step, until the run is over or something has to be waited for.

use std::thread;
use std::time::Duration;

use model::SyncStatus;
use model::migration::{Journal, Step};
use model::text;

use super::MigrationError;
use super::background::Hold;
use super::journal::find;
use crate::{App, AppError};

/// How long whoever waits for a run waits before it looks again.
const LOOK: Duration = Duration::from_millis(200);
/// How often in a row a run may wait for nothing that sync can do, before it is left for later.
const TRIES: u32 = 10;

/// What a step has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// There may be more to do.
    On,
    /// Something has to happen first.
    Waits(Wait),
    /// The run is over.
    Over,
}

/// What a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// What is being sent, or was not heard yet.
    Sending,
    /// A connection.
    Offline,
    /// Somebody who signs in.
    SignIn,
    /// Somebody who resumes sync.
    Paused,
    /// Rules that let the account in.
    Denied,
    /// The end of the cloud's own trouble.
    Trouble,
}

impl Wait {
    /// What a person is told; nothing where it just goes on.
    pub(super) fn says(self) -> Option<String> {
        let key = match self {
            Self::Sending => return None,
            Self::Offline => "migration-waits-offline",
            Self::SignIn => "migration-waits-sign-in",
            Self::Paused => "migration-waits-paused",
            Self::Denied => "sync-trouble-denied",
            Self::Trouble => "sync-trouble-server",
        };
        Some(text::get(key))
    }
}

impl App {
    /// Does what is next in a run.
    pub(super) fn migration_step(&self, run: &str) -> Result<Came, AppError> {
        let journal = self.read(|view| find(view, run))?;
        match journal.step {
            Step::Begun => self.migration_back_up(&journal),
            Step::BackedUp => self.migration_copy(&journal),
            Step::Copied => self.migration_upload(&journal),
            Step::Uploaded => self.migration_verify(&journal),
            Step::RollingBack => self.migration_take_back(&journal),
            Step::Finished | Step::RolledBack | Step::Cancelled => Ok(Came::Over),
        }
    }

    /// Waits until the queue has sent everything, or the cloud has refused it.
    fn migration_upload(&self, journal: &Journal) -> Result<Came, AppError> {
        if self.read(|view| Ok(view.unsent_of_run(&journal.run)?))?.pending > 0 {
            return Ok(Came::Waits(self.sending()?));
        }
        fault!("migration.uploaded");
        self.note_step(&journal.run, Step::Copied, Step::Uploaded, |_| {})?;
        Ok(Came::On)
    }

    /// What sending waits for.
    pub(super) fn sending(&self) -> Result<Wait, AppError> {
        Ok(match self.sync_status()? {
            SyncStatus::Offline { .. } => Wait::Offline,
            SyncStatus::NeedsSignIn { .. } => Wait::SignIn,
            SyncStatus::Paused { .. } => Wait::Paused,
            _ => Wait::Sending,
        })
    }

    /// Goes on with a run until it is over, in a process that doesn't stay. If it has to be waited for more than sync
    /// can do now, the error says so, and the run can be gone on with at any time.
    pub(super) fn finish_run(&self, run: &str) -> Result<(), AppError> {
        let _hold = Hold::take(self)?.ok_or(MigrationError::Elsewhere)?;
        let mut tries = 0;
        loop {
            match self.migration_step(run)? {
                Came::On => tries = 0,
                Came::Over => return Ok(()),
                Came::Waits(wait) => {
                    self.sync_for(run)?;
                    tries += 1;
                    if tries > TRIES {
                        let why = wait.says().unwrap_or_else(|| text::get("migration-waits-sending"));
                        return Err(MigrationError::Waits(why).into());
                    }
                    thread::sleep(LOOK);
                }
            }
            self.migration_tell(run);
        }
    }

    /// Syncs until everything is sent, if anything isn't, or else to the end, and tells meanwhile how far the run is.
    fn sync_for(&self, run: &str) -> Result<(), AppError> {
        let mut was_pending = false;
        self.sync_until(|pending| {
            self.migration_tell(run);
            was_pending |= pending > 0;
            was_pending && pending == 0
        })?;
        Ok(())
    }
}

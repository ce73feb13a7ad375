//! Taking a run back: what it wrote and nobody has changed since leaves the account, here at once, in the cloud through
//! the ordinary queue. What was changed stays, and so does what a record that stays uses.

use model::migration::{Fate, Journal, Migrated, Step, Verdict};
use model::sync::{Remote, State};
use model::{Event, Kind, RecordKey};
use store::{Tx, View, Why};

use super::MigrationError;
use super::backup::each_in_backup;
use super::digest::digest;
use super::journal::{Detail, find};
use super::machine::{Came, Wait};
use crate::label::Verb;
use crate::record::write;
use crate::{App, AppError};

/// How many entries of the journal are held at once.
const PAGE: usize = 500;

impl App {
    /// Goes on taking a run back.
    pub(super) fn migration_take_back(&self, journal: &Journal) -> Result<Came, AppError> {
        if Detail::of(journal)?.taken_back_at.is_none() {
            let _one_library = self.settle();
            self.change(Verb::TakeBack, "", |tx| take_back(tx, &journal.run, self.now()))?;
            fault!("migration.taken-back");
            self.tell(Event::LibraryChanged);
            return Ok(Came::On);
        }
        if self.read(|view| Ok(view.unsent_of_run(&journal.run)?))?.pending > 0 {
            return Ok(Came::Waits(Wait::Sending));
        }
        let looked = self.migration_read_back(&journal.run, Fate::TakenBack, came_back)?;
        if let Some(wait) = looked {
            return Ok(Came::Waits(wait));
        }
        self.restore_source(journal)?;
        fault!("migration.restored");
        self.note_step(&journal.run, Step::RollingBack, Step::RolledBack, |_| {})?;
        Ok(Came::On)
    }

    /// The anonymous library has again what it was emptied of; what is there by now, stays.
    fn restore_source(&self, journal: &Journal) -> Result<(), AppError> {
        let Detail { backup: Some(backup), cleared_at: Some(_), .. } = Detail::of(journal)? else {
            return Ok(());
        };
        let _one_library = self.settle();
        self.migration_source()?.change(&Verb::Restore.op(""), self.now(), |tx| {
            tx.not_undoable();
            each_in_backup(&backup, |key, body| {
                if tx.get(key.kind, &key.id)?.is_none() {
                    tx.put_because(Why::Restored, key.kind, &key.id, body)?;
                }
                Ok(())
            })
        })
    }
}

/// Takes back, in the account's library, what the run wrote.
fn take_back(tx: &mut Tx, run: &str, now: model::Millis) -> Result<(), AppError> {
    let journal = find(tx, run)?;
    let mut detail = Detail::of(&journal)?;
    if journal.step != Step::RollingBack || detail.taken_back_at.is_some() {
        return Ok(());
    }
    tx.not_undoable();
    // Programs first: what only they use goes with them.
    for kind in Kind::ALL.into_iter().rev() {
        let mut after = None;
        loop {
            let page = tx.migrated(run, after.as_ref(), PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            for item in page.iter().filter(|item| item.key.kind == kind && item.written.is_some()) {
                let fate = taken_back(tx, item)?;
                if fate == Fate::TakenBack {
                    give_back(tx, item, now)?;
                }
                tx.set_fate(run, &item.key, fate)?;
            }
        }
    }
    detail.taken_back_at = Some(now);
    Ok(tx.set_run(run, Step::RollingBack, &detail.body()?)?)
}

/// What becomes of a record.
fn taken_back(view: &View, item: &Migrated) -> Result<Fate, AppError> {
    let RecordKey { kind, id } = &item.key;
    let Some(here) = view.get(*kind, id)? else { return Ok(Fate::Deleted) };
    Ok(if Some(digest(*kind, &here.body)?) != item.written {
        Fate::KeptChanged
    } else if item.verdict == Verdict::New && !view.links_to(*kind, id)?.is_empty() {
        Fate::KeptUsed
    } else {
        Fate::TakenBack
    })
}

/// The account's library has again what it had before.
fn give_back(tx: &mut Tx, item: &Migrated, now: model::Millis) -> Result<(), AppError> {
    let RecordKey { kind, id } = &item.key;
    match (&item.former, tx.get(*kind, id)?) {
        (Some(former), Some(here)) => {
            write(tx, Why::Restored, *kind, Some(&here), former.clone(), now)?;
        }
        _ => {
            tx.delete(*kind, id)?;
        }
    }
    Ok(())
}

/// Of a record that was taken back: whether another device's change of it has brought it back.
fn came_back(view: &View, item: &Migrated, remote: &Remote) -> Result<Option<Fate>, AppError> {
    let kind = item.key.kind;
    let back = match (&remote.state, &item.former) {
        (State::Deleted { .. }, None) => view.get(kind, &item.key.id)?.is_some(),
        (State::Deleted { .. }, Some(_)) => false,
        (State::Document(_), None) => true,
        (State::Document(there), Some(former)) => digest(kind, there)? != digest(kind, former)?,
    };
    Ok(back.then_some(Fate::KeptChanged))
}

impl App {
    /// Begins to take a run back, or goes on with it. What was cleared on this machine must be there to come back.
    pub(super) fn begin_rollback(&self, run: &str) -> Result<(), AppError> {
        self.change(Verb::TakeBack, "", |tx| {
            let journal = find(tx, run)?;
            match journal.step {
                Step::Copied | Step::Uploaded | Step::Finished => {
                    if let Detail { backup: Some(backup), cleared_at: Some(_), .. } = Detail::of(&journal)? {
                        each_in_backup(&backup, |_, _| Ok(()))?;
                    }
                    Ok(tx.set_run(run, Step::RollingBack, &journal.detail)?)
                }
                Step::RollingBack => Ok(()),
                Step::Begun | Step::BackedUp | Step::Cancelled | Step::RolledBack => {
                    Err(MigrationError::NotWritten.into())
                }
            }
        })
    }
}

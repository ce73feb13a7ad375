//! Emptying the anonymous library of what is verified to be in the cloud.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordKey;
use model::ipc::Written;
use model::migration::{Fate, Step, Verdict};
use store::View;

use super::MigrationError;
use super::backup::each_in_backup;
use super::digest::digest;
use super::journal::{Detail, find};
use super::source::Source;
use crate::label::Verb;
use crate::{App, AppError};

impl App {
    /// Takes out of the anonymous library what a finished run moved from it, and what the account had already.
    /// What was changed there since, and what the cloud doesn't have, stays.
    pub(super) fn clear_source(&self, run: &str) -> Result<(), AppError> {
        let _one_library = self.settle();
        let source = self.migration_source()?;
        let (going, detail) = self.read(|view| {
            let journal = find(view, run)?;
            if journal.step != Step::Finished {
                return Err(MigrationError::NotFinished.into());
            }
            Ok((clearable(view, &source, run)?, Detail::of(&journal)?))
        })?;
        if going.is_empty() {
            return Err(MigrationError::NothingToClear.into());
        }
        let backup = match detail.backup {
            Some(backup) if has_all(&backup, &going) => Some(backup),
            // The file is gone, or is another one by now.
            _ => self.back_up_source(&source)?,
        };
        let now = self.now();
        // Before it is done: a rollback restores what isn't there, and nothing else.
        self.note_step(run, Step::Finished, Step::Finished, |detail| {
            detail.backup = backup;
            detail.cleared_at = Some(now);
        })?;
        fault!("migration.clearing");
        source.change(&Verb::Migrate.op(""), now, |tx| {
            tx.not_undoable();
            for (key, source) in &going {
                // It may have been changed since it was looked at.
                let here = tx.get(key.kind, &key.id)?;
                if here.map(|here| digest(key.kind, &here.body)).transpose()?.as_ref() == Some(source) {
                    tx.delete(key.kind, &key.id)?;
                }
            }
            Ok(())
        })?;
        fault!("migration.cleared");
        Ok(())
    }
}

/// The records of the anonymous library that can go, with what they say, as a digest.
pub(super) fn clearable(
    account: &View,
    source: &Source,
    run: &str,
) -> Result<BTreeMap<RecordKey, String>, AppError> {
    let (mut going, mut staying) = (BTreeMap::new(), BTreeSet::new());
    source.each(|key, record| {
        let now = digest(key.kind, &record.body)?;
        let moved = account.one_migrated(run, key)?.filter(|item| item.source == now);
        let safe = match moved {
            Some(item) => match item.fate {
                Fate::Verified | Fate::Changed | Fate::Deleted => true,
                Fate::Skipped => {
                    item.verdict == Verdict::MovedBefore || account.mirrored(key.kind, &key.id)?.is_some()
                }
                _ => false,
            },
            None => false,
        };
        if safe {
            going.insert(key.clone(), now);
        } else {
            // A program that stays keeps its workouts.
            staying.extend(key.kind.index(&record.body).links);
        }
        Ok(())
    })?;
    going.retain(|key, _| !staying.contains(&(key.kind, key.id.clone())));
    Ok(going)
}

/// Whether the backup is there still and has these records as they are.
fn has_all(backup: &Written, going: &BTreeMap<RecordKey, String>) -> bool {
    let mut found = 0;
    let read = each_in_backup(backup, |key, body| {
        found += usize::from(going.get(&key) == Some(&digest(key.kind, &body)?));
        Ok(())
    });
    match read {
        Ok(()) => found == going.len(),
        Err(error) => {
            tracing::warn!(%error, "the backup of the anonymous library can't be read any more");
            false
        }
    }
}

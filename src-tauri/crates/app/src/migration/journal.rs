//! The journal's entries as the machine uses them.

use model::Millis;
use model::ipc::{MigrationRow, Written};
use model::migration::{Journal, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Owner, View};

use super::MigrationError;
use crate::account::AccountError;
use crate::label::Verb;
use crate::{App, AppError};

/// What a run notes beside its step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Detail {
    /// The backup of the anonymous library, once it was read back.
    pub(super) backup: Option<Written>,
    /// Records that were new, though the account had another one of that name.
    pub(super) namesakes: Vec<MigrationRow>,
    /// When everything was verified.
    pub(super) finished_at: Option<Millis>,
    /// When the anonymous library was emptied of what was moved.
    pub(super) cleared_at: Option<Millis>,
    /// When the account's library gave back what was moved; the cloud follows.
    pub(super) taken_back_at: Option<Millis>,
}

impl Detail {
    pub(super) fn of(journal: &Journal) -> Result<Self, AppError> {
        serde_json::from_value(Value::Object(journal.detail.clone()))
            .map_err(|error| AppError::Internal(format!("journal of {}: {error}", journal.run)))
    }

    pub(super) fn body(&self) -> Result<model::Body, AppError> {
        match serde_json::to_value(self) {
            Ok(Value::Object(body)) => Ok(body),
            other => Err(AppError::Internal(format!("journal: {other:?}"))),
        }
    }
}

/// The run, which must be there.
pub(super) fn find(view: &View, run: &str) -> Result<Journal, AppError> {
    Ok(view.run(run)?.ok_or_else(|| MigrationError::NoRun(run.to_owned()))?)
}

/// The run that isn't over, if there is one.
pub(super) fn under_way(view: &View) -> Result<Option<Journal>, AppError> {
    Ok(view.runs()?.into_iter().find(|journal| !journal.step.is_over()))
}

impl App {
    /// Notes that a run has come to `step`, unless it isn't at `from` any more: somebody has cancelled it, or has it
    /// rolled back. Says whether it has.
    pub(super) fn note_step(
        &self,
        run: &str,
        from: Step,
        step: Step,
        change: impl FnOnce(&mut Detail),
    ) -> Result<bool, AppError> {
        self.change(Verb::Migrate, "", |tx| {
            let journal = find(tx, run)?;
            if journal.step != from {
                return Ok(false);
            }
            let mut detail = Detail::of(&journal)?;
            change(&mut detail);
            tx.set_run(run, step, &detail.body()?)?;
            Ok(true)
        })
    }

    /// There is an account's library to move into.
    pub(super) fn must_have_account(&self) -> Result<(), AppError> {
        match self.owner() {
            Owner::Anonymous => Err(AccountError::SignedOut.into()),
            Owner::Account(_) => Ok(()),
        }
    }
}

//! Changes that the server will not have, or not yet: nothing is dropped unless the person says so.

use model::sync::{Op, Refusal};
use model::{Kind, Millis, RecordKey, body};
use rusqlite::params;

use super::tx::SyncTx;
use super::{mirror, queue};
use crate::write::{self, Stored, Written};
use crate::{StoreError, Tx, Why};

impl SyncTx<'_> {
    pub(super) fn try_refuse(&self, key: &RecordKey, op: &Op, refusal: Refusal) -> Result<bool, StoreError> {
        let is_there = self.queued_as(key, op)?.is_some();
        if is_there {
            queue::refuse(self.connection(), key, refusal)?;
        }
        Ok(is_there)
    }

    pub(super) fn try_postpone(&self, key: &RecordKey, op: &Op, millis: u64) -> Result<bool, StoreError> {
        let Some(queued) = self.queued_as(key, op)?.filter(|queued| self.is_due(queued)) else {
            return Ok(false);
        };
        let wait = Millis::try_from(millis).unwrap_or(Millis::MAX);
        self.connection()
            .prepare_cached("UPDATE queue SET attempts = ?3, not_before = ?4, postponed_at = ?5 WHERE kind = ?1 AND id = ?2")?
            .execute(params![
                key.kind.as_str(),
                key.id,
                queued.attempts.saturating_add(1),
                self.now.saturating_add(wait),
                self.now
            ])?;
        fault!("queue.postpone");
        Ok(true)
    }

    pub(super) fn try_hurry(&self) -> Result<(), StoreError> {
        self.connection()
            .prepare_cached("UPDATE queue SET not_before = 0 WHERE not_before <> 0")?
            .execute([])?;
        Ok(())
    }
}

impl Tx<'_> {
    /// Lines a refused or postponed change up again, to be sent at once; `false` if there is none.
    pub fn retry(&mut self, kind: Kind, id: &str) -> Result<bool, StoreError> {
        self.watch(self.try_retry(&RecordKey::new(kind, id)))
    }

    /// Gives up what is unsent of a record: it becomes what the server was last known to have, or goes if that is
    /// nothing. What it was is in history, and undo queues it again. `false` if nothing is unsent.
    pub fn discard(&mut self, kind: Kind, id: &str) -> Result<bool, StoreError> {
        let result = self.try_discard(&RecordKey::new(kind, id));
        self.watch(result)
    }

    fn try_retry(&self, key: &RecordKey) -> Result<bool, StoreError> {
        let retried = self
            .connection()
            .prepare_cached(
                "UPDATE queue SET attempts = 0, not_before = 0, refused_reason = NULL
                 WHERE kind = ?1 AND id = ?2",
            )?
            .execute([key.kind.as_str(), &key.id])?;
        fault!("queue.retry");
        Ok(retried > 0)
    }

    fn try_discard(&mut self, key: &RecordKey) -> Result<bool, StoreError> {
        if !queue::remove(self.connection(), key)? {
            return Ok(false);
        }
        let ours = Stored::find(self.connection(), key.kind.as_str(), &key.id)?;
        match mirror::find(self.connection(), key)? {
            Some(theirs) => {
                let new = Written::new(key, theirs.body)?;
                match &ours {
                    Some(ours) if body::same_content(&ours.body(key)?, &new.record.body) => {}
                    Some(_) => self.remember(key, ours.as_ref(), Why::Overwritten)?,
                    None => self.remember(key, None, Why::Restored)?,
                }
                write::put(self.connection(), ours.as_ref(), &new)?;
            }
            None => {
                if let Some(ours) = &ours {
                    self.remember(key, Some(ours), Why::Deleted)?;
                    write::delete(self.connection(), ours)?;
                }
            }
        }
        fault!("queue.discard");
        Ok(true)
    }
}

//! What is to be sent next.

use model::Millis;
use model::sync::{Limits, Taken, TakenBatch};
use rusqlite::params;

use super::queue::{self, Queued};
use super::tx::SyncTx;
use super::{mirror, sent};
use crate::StoreError;
use crate::write::Stored;

/// The changes that may be sent at time `?1`. One that was postponed later than that is among them: the clock went back.
const DUE: &str = "refused_reason IS NULL AND (not_before <= ?1 OR postponed_at > ?1)";

impl SyncTx<'_> {
    pub(super) fn try_take(&self, limits: Limits) -> Result<TakenBatch, StoreError> {
        let (mut due, mut bytes) = (Vec::new(), 0);
        let sql = format!("{} WHERE {DUE} ORDER BY num LIMIT ?2", queue::COLUMNS);
        let mut statement = self.connection().prepare_cached(&sql)?;
        let most = i64::try_from(limits.rows).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![self.now, most])?;
        while let Some(row) = rows.next()? {
            let queued = queue::from_row(row)?;
            let stored = Stored::find(self.connection(), queued.key.kind.as_str(), &queued.key.id)?;
            bytes += stored.as_ref().map_or(0, |stored| stored.text.len());
            if bytes > limits.bytes && !due.is_empty() {
                break;
            }
            due.push(self.taken(queued, stored.as_ref())?);
        }
        let next_in = if due.is_empty() { self.next_in()? } else { None };
        Ok(TakenBatch { due, next_in, counts: self.pending()? })
    }

    fn taken(&self, queued: Queued, stored: Option<&Stored>) -> Result<Taken, StoreError> {
        let op = self.op(&queued);
        let unresolved = sent::any(self.connection(), &queued.key)?;
        sent::note(self.connection(), &queued, &op)?;
        let base = mirror::find(self.connection(), &queued.key)?;
        let gone = if base.is_none() { mirror::gone(self.connection(), &queued.key)? } else { None };
        let Queued { key, deleted, edited_at, attempts, .. } = queued;
        let body = match stored {
            _ if deleted => None,
            Some(stored) => Some(stored.body(&key)?),
            None => return Err(StoreError::damaged(format!("{key} is to be sent and isn't there"))),
        };
        Ok(Taken { key, op, edited_at, body, base, gone, unresolved, attempts })
    }

    /// How long until the next change is due that isn't yet.
    fn next_in(&self) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT min(not_before) FROM queue WHERE refused_reason IS NULL AND not_before > ?1";
        let next: Option<Millis> =
            self.connection().prepare_cached(sql)?.query_row([self.now], |row| row.get(0))?;
        Ok(next.map(|next| next.abs_diff(self.now)))
    }

    /// Whether a change may be sent now.
    pub(super) const fn is_due(&self, queued: &Queued) -> bool {
        queued.not_before <= self.now || queued.postponed_at > self.now
    }
}

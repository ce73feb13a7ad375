//! Unsent changes, for the person: what waits, what the cloud refused, and what is to become of that.

use std::path::Path;

use model::ipc::{Queue, QueueExport, QueueQuery, QueuedChange, RecordRef, RefusedChange, Written};
use model::sync::{Pending, Refusal};
use model::{Body, Kind, Millis, body, text};
use store::{Queued, View};

use crate::label::Verb;
use crate::transfer::write_documents;
use crate::{App, AppError};

/// How many changes are listed if nobody says how many.
const USUAL: usize = 50;

impl App {
    /// Unsent changes: those that wait, and those that the cloud refused.
    pub fn queue_list(&self, ask: QueueQuery) -> Result<Queue, AppError> {
        let limit = usize::try_from(ask.limit).ok().filter(|limit| *limit > 0).unwrap_or(USUAL);
        self.read(|view| {
            let Pending { pending, refused } = view.pending()?;
            let (queued, total) = if ask.refused {
                (view.refused(limit)?, refused)
            } else {
                (view.queue(limit)?, pending + refused)
            };
            let items = queued.into_iter().map(|queued| shown(view, queued, self.now()));
            Ok(Queue { items: items.collect::<Result<_, AppError>>()?, total })
        })
    }

    /// Has a refused change of a record sent again, or one that waits at once.
    pub fn queue_retry(&self, ask: RecordRef) -> Result<(), AppError> {
        let retried = self.with_library(|library| {
            library.transact("retry", self.now(), |tx| tx.retry(ask.kind, &ask.id))
        })?;
        if !retried {
            return Err(AppError::NoChange(ask.id));
        }
        self.announce_change();
        Ok(())
    }

    /// Gives a record's unsent change up: the record becomes what the cloud has.
    pub fn queue_discard(&self, ask: RecordRef) -> Result<(), AppError> {
        let name = self.read(|view| name(view, ask.kind, &ask.id))?;
        self.change(Verb::Discard, &name, |tx| {
            if tx.discard(ask.kind, &ask.id)? { Ok(()) } else { Err(AppError::NoChange(ask.id)) }
        })
    }

    /// Writes the records of refused changes to a file, as an import takes them. `None` if there are none.
    pub fn queue_export_to(&self, path: &Path, ask: &QueueExport) -> Result<Option<Written>, AppError> {
        let records = self.read(|view| {
            let wanted = |queued: &Queued| {
                ask.only
                    .as_ref()
                    .is_none_or(|only| (only.kind, &only.id) == (queued.key.kind, &queued.key.id))
            };
            let mut records: Vec<(Kind, Body)> = Vec::new();
            let all = usize::try_from(view.pending()?.refused).unwrap_or(USUAL);
            for queued in view.refused(all)?.into_iter().filter(wanted) {
                let record = view.get(queued.key.kind, &queued.key.id)?;
                records.extend(record.map(|record| (queued.key.kind, record.body)));
            }
            Ok(records)
        })?;
        if records.is_empty() {
            return Ok(None);
        }
        let of = |wanted: Kind| {
            records.iter().filter(|(kind, _)| *kind == wanted).map(|(_, body)| body.clone()).collect()
        };
        write_documents(path, self.now(), of(Kind::Program), of(Kind::Workout)).map(Some)
    }
}

fn shown(view: &View<'_>, queued: Queued, now: Millis) -> Result<QueuedChange, AppError> {
    let Queued { key, deleted, edited_at, attempts, not_before, refused, .. } = queued;
    Ok(QueuedChange {
        name: name(view, key.kind, &key.id)?,
        kind: key.kind,
        id: key.id,
        deleted,
        edited_at,
        attempts,
        next_try_at: (refused.is_none() && not_before > now).then_some(not_before),
        refused: refused.map(|reason| RefusedChange { reason, why: why(reason) }),
    })
}

/// The name of a record, or, if it was deleted, the last one that the cloud has.
fn name(view: &View<'_>, kind: Kind, id: &str) -> Result<String, AppError> {
    let body = match view.get(kind, id)? {
        Some(record) => Some(record.body),
        None => view.mirrored(kind, id)?.map(|base| base.body),
    };
    Ok(body.map(|body| body::text(&body, "name").to_owned()).unwrap_or_default())
}

/// Why the cloud will not have a change, and what helps.
pub(crate) fn why(refusal: Refusal) -> String {
    text::get(&format!("refusal-{}", refusal.as_str()))
}

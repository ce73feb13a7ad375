//! What a gateway does: the engine's batches as the cloud's writes.

use std::rc::Rc;

use model::sync::Feed;
use serde_json::Value;
use sync::{Batch, WriteResult};

use super::{Change, Committed, Path, Precondition, Write};

/// A batch as writes of `uid`; a deletion is two of them, the document's and the tombstone's.
#[must_use]
pub fn writes(uid: &str, batch: &Batch) -> Vec<Write> {
    let mut writes = Vec::with_capacity(batch.writes.len());
    for write in &batch.writes {
        let path = Path::new(uid, write.key.kind.collection(), &write.key.id);
        let precondition = match write.only_if {
            sync::Precondition::Absent => Precondition::Exists(false),
            sync::Precondition::UpdatedAt(at) => Precondition::UpdateTime(at),
        };
        let modified = || vec![model::sync::MODIFIED.to_owned()];
        match &write.change {
            sync::Change::Put(body) => writes.push(Write {
                path,
                change: Change::Set(Rc::new(body.clone())),
                precondition,
                server_times: modified(),
            }),
            sync::Change::Delete { tombstone } => {
                writes.push(Write { path, change: Change::Delete, precondition, server_times: Vec::new() });
                writes.push(Write {
                    path: Path::new(uid, Feed::Tombstones.collection(), &write.key.id),
                    change: Change::Set(Rc::new(tombstone.clone())),
                    precondition: Precondition::None,
                    server_times: modified(),
                });
            }
        }
    }
    writes
}

/// What the cloud said of a batch's writes, one for each.
#[must_use]
pub fn results(batch: &Batch, committed: &Committed) -> Vec<WriteResult> {
    let modified = Value::from(model::time::format(committed.request_time));
    let mut times = committed.update_times.iter();
    let result = |write: &sync::Write| {
        let at = *times.next().unwrap_or(&committed.commit_time);
        match write.change {
            sync::Change::Put(_) => WriteResult { at, modified: Some(modified.clone()) },
            sync::Change::Delete { .. } => {
                times.next();
                WriteResult { at: committed.commit_time, modified: None }
            }
        }
    };
    batch.writes.iter().map(result).collect()
}

//! Writing: a batch in one commit.

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use model::sync::MODIFIED;
use model::{Body, ServerTime};
use pb::document_transform::FieldTransform;
use pb::document_transform::field_transform::{ServerValue, TransformType};
use pb::precondition::ConditionType;
use pb::write::Operation;
use sync::{Batch, Change, Failure, Precondition, Write, WriteResult};

use super::failure::malformed;
use super::moment::{server_time, timestamp};
use super::names::Names;
use super::{Client, Gateway, value};

impl Gateway {
    /// Sends the batch in one `Commit`: when it took effect, and what each of its writes came to.
    pub async fn commit(&self, batch: &Batch) -> Result<(ServerTime, Vec<WriteResult>), Failure> {
        let mut writes = Vec::with_capacity(batch.writes.len());
        for write in &batch.writes {
            writes.extend(messages(self.names(), write)?);
        }
        let database = self.names().database().to_owned();
        let message = pb::CommitRequest { database, writes, ..pb::CommitRequest::default() };
        let send = async |mut client: Client, request| client.commit(request).await;
        let answer = self.ask(message, send).await?.into_inner();
        let at = server_time(answer.commit_time.as_ref().ok_or_else(|| malformed("commit time"))?);
        Ok((at, results(batch, at, answer.write_results)?))
    }
}

/// The writes of Firestore's that a write of ours is.
fn messages(names: &Names, write: &Write) -> Result<Vec<pb::Write>, Failure> {
    let name = names.record(&write.key);
    let only_if = match write.only_if {
        Precondition::Absent => ConditionType::Exists(false),
        Precondition::UpdatedAt(at) => ConditionType::UpdateTime(timestamp(at)),
    };
    let only_if = Some(pb::Precondition { condition_type: Some(only_if) });
    Ok(match &write.change {
        Change::Put(body) => vec![put(name, body, only_if)?],
        Change::Delete { tombstone } => {
            let operation = Some(Operation::Delete(name));
            let delete = pb::Write { operation, current_document: only_if, ..pb::Write::default() };
            vec![delete, put(names.tombstone(&write.key), tombstone, None)?]
        }
    })
}

fn put(name: String, body: &Body, only_if: Option<pb::Precondition>) -> Result<pb::Write, Failure> {
    let document = pb::Document { name, fields: value::fields(body)?, ..pb::Document::default() };
    let now = TransformType::SetToServerValue(ServerValue::RequestTime.into());
    Ok(pb::Write {
        update_transforms: vec![FieldTransform {
            field_path: MODIFIED.to_owned(),
            transform_type: Some(now),
        }],
        current_document: only_if,
        operation: Some(Operation::Update(document)),
        ..pb::Write::default()
    })
}

/// What the server says, write by write of ours.
fn results(
    batch: &Batch,
    at: ServerTime,
    results: Vec<pb::WriteResult>,
) -> Result<Vec<WriteResult>, Failure> {
    let mut results = results.into_iter();
    let mut next = || results.next().ok_or_else(|| malformed("result for each write"));
    let result = |write: &Write| {
        let result = next()?;
        Ok(match write.change {
            Change::Put(_) => WriteResult {
                at: result.update_time.as_ref().map_or(at, server_time),
                modified: result.transform_results.into_iter().next().map(|now| value::field(MODIFIED, now)),
            },
            Change::Delete { .. } => {
                let _tombstone = next()?;
                WriteResult { at, modified: None }
            }
        })
    };
    batch.writes.iter().map(result).collect()
}

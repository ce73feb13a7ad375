//! Reading: documents by name, how many there are, and what they are called.

use std::collections::{BTreeSet, HashMap};

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use model::sync::{Remote, Seen, State};
use model::{Kind, RecordKey, ServerTime};
use pb::StructuredQuery;
use pb::batch_get_documents_response::Result as Found;
use pb::run_aggregation_query_request::{ConsistencySelector, QueryType as Aggregated};
use pb::run_query_request::QueryType;
use pb::structured_aggregation_query::aggregation::{Count, Operator};
use pb::structured_aggregation_query::{Aggregation, QueryType as Counting};
use pb::value::ValueType;
use sync::{Failure, wire};
use tonic::{Status, Streaming};

use super::failure::malformed;
use super::moment::{server_time, timestamp};
use super::{Client, Gateway, names, query, value};

/// How many documents a kind has on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// When.
    pub at: ServerTime,
    /// All of them.
    pub theirs: u64,
    /// Those that a query by time can see.
    pub timed: u64,
}

/// When was looked, and the id and update time of each document of a kind.
pub type Listed = (ServerTime, Vec<(String, ServerTime)>);

/// What a count is called in the answer.
const COUNT: &str = "count";

impl Gateway {
    /// Reads documents and their tombstones: the read time, and what there is under each key, in the keys' order.
    pub async fn fetch(&self, keys: &[RecordKey]) -> Result<(ServerTime, Vec<Remote>), Failure> {
        let names = self.names();
        // Two kinds may have the same id, and with it the tombstone.
        let documents: BTreeSet<String> =
            keys.iter().flat_map(|key| [names.record(key), names.tombstone(key)]).collect();
        let message = pb::BatchGetDocumentsRequest {
            database: names.database().to_owned(),
            documents: documents.into_iter().collect(),
            ..pb::BatchGetDocumentsRequest::default()
        };
        let send = async |mut client: Client, request| {
            all(client.batch_get_documents(request).await?.into_inner()).await
        };
        let answers = self.ask(message, send).await?;
        // Until the last of them was read, none that was read before has changed: all are as they were then.
        let at = latest(answers.iter().map(|answer| answer.read_time.as_ref()))?;
        let mut found = HashMap::new();
        for answer in answers {
            if let Some(Found::Found(document)) = answer.result {
                found.insert(document.name.clone(), document);
            }
        }
        let remote = |key: &RecordKey| {
            if let Some(document) = found.get(&names.record(key)).cloned() {
                let updated = updated(&document)?;
                return Ok(wire::document(key.kind, &key.id, updated, value::body(document.fields)));
            }
            let tombstone = found.get(&names.tombstone(key)).cloned();
            let after = tombstone.map(|document| Seen::of(&value::body(document.fields)));
            Ok(Remote {
                key: key.clone(),
                at,
                state: State::Deleted { after: Some(after.unwrap_or_default()) },
            })
        };
        Ok((at, keys.iter().map(remote).collect::<Result<_, Failure>>()?))
    }

    /// Counts a kind's documents.
    pub async fn count(&self, kind: Kind) -> Result<Counted, Failure> {
        let collection = kind.collection();
        let (at, theirs) = self.count_documents(query::documents(collection, None), None).await?;
        // As of the same moment, or a deletion in between would look like a document without a time.
        let timed = query::documents(collection, Some(ServerTime(0)));
        let (_, timed) = self.count_documents(timed, Some(at)).await?;
        Ok(Counted { at, theirs, timed })
    }

    async fn count_documents(
        &self,
        query: StructuredQuery,
        at: Option<ServerTime>,
    ) -> Result<(ServerTime, u64), Failure> {
        let count =
            Aggregation { alias: COUNT.to_owned(), operator: Some(Operator::Count(Count::default())) };
        let query = pb::StructuredAggregationQuery {
            aggregations: vec![count],
            query_type: Some(Counting::StructuredQuery(query)),
        };
        let message = pb::RunAggregationQueryRequest {
            parent: self.names().user().to_owned(),
            query_type: Some(Aggregated::StructuredAggregationQuery(query)),
            consistency_selector: at.map(timestamp).map(ConsistencySelector::ReadTime),
            ..pb::RunAggregationQueryRequest::default()
        };
        let send = async |mut client: Client, request| {
            all(client.run_aggregation_query(request).await?.into_inner()).await
        };
        let answers = self.ask(message, send).await?;
        let at = latest(answers.iter().map(|answer| answer.read_time.as_ref()))?;
        let mut results = answers.into_iter().filter_map(|answer| answer.result);
        let count = results.find_map(|mut result| result.aggregate_fields.remove(COUNT)?.value_type);
        let Some(ValueType::IntegerValue(count)) = count else { return Err(malformed("count")) };
        Ok((at, u64::try_from(count).map_err(|_| malformed("count"))?))
    }

    /// Lists a kind's documents, without their fields.
    pub async fn list(&self, kind: Kind) -> Result<Listed, Failure> {
        let (at, documents) = self.query(query::names(kind.collection())).await?;
        let listed =
            documents.map(|document| Ok((names::id(&document.name).to_owned(), updated(&document)?)));
        Ok((at, listed.collect::<Result<_, Failure>>()?))
    }

    /// Reads those documents of a kind whose field `mark.0` is the text `mark.1`, from the id `first` to the id `last`:
    /// much cheaper than by name where there are many.
    pub async fn marked(
        &self,
        kind: Kind,
        mark: (&str, &str),
        first: &str,
        last: &str,
    ) -> Result<Vec<Remote>, Failure> {
        let name = |id: &str| self.names().record(&RecordKey::new(kind, id));
        let query = query::marked(kind.collection(), mark, name(first), name(last));
        let (_, documents) = self.query(query).await?;
        let remote = |document: pb::Document| {
            let (id, at) = (names::id(&document.name).to_owned(), updated(&document)?);
            Ok(wire::document(kind, &id, at, value::body(document.fields)))
        };
        documents.map(remote).collect()
    }

    /// What a query finds, and when that was so.
    async fn query(
        &self,
        query: StructuredQuery,
    ) -> Result<(ServerTime, impl Iterator<Item = pb::Document> + use<>), Failure> {
        let message = pb::RunQueryRequest {
            parent: self.names().user().to_owned(),
            query_type: Some(QueryType::StructuredQuery(query)),
            ..pb::RunQueryRequest::default()
        };
        let send =
            async |mut client: Client, request| all(client.run_query(request).await?.into_inner()).await;
        let answers = self.ask(message, send).await?;
        let at = latest(answers.iter().map(|answer| answer.read_time.as_ref()))?;
        Ok((at, answers.into_iter().filter_map(|answer| answer.document)))
    }
}

/// When a document was written last.
pub(super) fn updated(document: &pb::Document) -> Result<ServerTime, Failure> {
    document.update_time.as_ref().map(server_time).ok_or_else(|| malformed("update time"))
}

/// Everything that comes.
async fn all<T>(mut answers: Streaming<T>) -> Result<Vec<T>, Status> {
    let mut all = Vec::new();
    while let Some(answer) = answers.message().await? {
        all.push(answer);
    }
    Ok(all)
}

/// The time as of which everything was read.
fn latest<'a>(
    times: impl Iterator<Item = Option<&'a firestore::gcloud_sdk::prost_types::Timestamp>>,
) -> Result<ServerTime, Failure> {
    times.flatten().map(server_time).max().ok_or_else(|| malformed("read time"))
}

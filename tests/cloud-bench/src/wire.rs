//! Firestore's own calls, made as plainly as they can be: what ours is measured against, and what prepares the data.

use gcloud_sdk::google::firestore::v1 as pb;
use model::{Body, body};
use pb::document_transform::FieldTransform;
use pb::document_transform::field_transform::{ServerValue, TransformType};
use pb::firestore_client::FirestoreClient;
use pb::structured_aggregation_query::aggregation::{Count, Operator};
use pb::structured_aggregation_query::{Aggregation, QueryType as Counting};
use pb::structured_query::CollectionSelector;
use pb::value::ValueType;
use pb::write::Operation;
use pb::{StructuredQuery, run_aggregation_query_request, run_query_request};
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::error::Result;
use crate::order::Account;
use crate::value::{self, MODIFIED};

/// The most writes that Firestore takes in a commit.
pub(crate) const COMMITTED_AT_ONCE: usize = 500;

/// A user's client.
pub(crate) struct Client {
    grpc: FirestoreClient<Channel>,
    database: String,
    /// The document under which the user's collections are.
    user: String,
    token: String,
}

impl Client {
    /// It connects when it is used. Only within a runtime.
    pub(crate) fn new(address: &str, project: &str, account: &Account) -> Result<Self> {
        let channel = Endpoint::from_shared(format!("http://{address}"))?.connect_lazy();
        let database = format!("projects/{project}/databases/(default)");
        Ok(Self {
            grpc: FirestoreClient::new(channel),
            user: format!("{database}/documents/users/{}", account.uid),
            database,
            token: account.token.clone(),
        })
    }

    /// What writes a workout, whatever there is; its time is the server's.
    pub(crate) fn put(&self, document: &Body) -> pb::Write {
        let name = format!("{}/workouts/{}", self.user, body::text(document, "id"));
        let document = pb::Document { name, fields: value::fields(document), ..pb::Document::default() };
        let now = TransformType::SetToServerValue(ServerValue::RequestTime.into());
        pb::Write {
            update_transforms: vec![FieldTransform {
                field_path: MODIFIED.to_owned(),
                transform_type: Some(now),
            }],
            operation: Some(Operation::Update(document)),
            ..pb::Write::default()
        }
    }

    /// Commits once.
    pub(crate) async fn commit(&self, writes: Vec<pb::Write>) -> Result {
        let database = self.database.clone();
        let message = pb::CommitRequest { database, writes, ..pb::CommitRequest::default() };
        self.grpc.clone().commit(self.request(message)?).await?;
        Ok(())
    }

    /// Takes in all workouts by a query; how many there are.
    pub(crate) async fn load(&self) -> Result<u64> {
        let message = pb::RunQueryRequest {
            parent: self.user.clone(),
            query_type: Some(run_query_request::QueryType::StructuredQuery(workouts())),
            ..pb::RunQueryRequest::default()
        };
        let mut answers = self.grpc.clone().run_query(self.request(message)?).await?.into_inner();
        let mut there = 0;
        while let Some(answer) = answers.message().await? {
            there += u64::from(answer.document.is_some());
        }
        Ok(there)
    }

    /// How many workouts the server counts.
    pub(crate) async fn count(&self) -> Result<u64> {
        let alias = "count";
        let count =
            Aggregation { alias: alias.to_owned(), operator: Some(Operator::Count(Count::default())) };
        let query = pb::StructuredAggregationQuery {
            aggregations: vec![count],
            query_type: Some(Counting::StructuredQuery(workouts())),
        };
        let message = pb::RunAggregationQueryRequest {
            parent: self.user.clone(),
            query_type: Some(run_aggregation_query_request::QueryType::StructuredAggregationQuery(query)),
            ..pb::RunAggregationQueryRequest::default()
        };
        let mut answers = self.grpc.clone().run_aggregation_query(self.request(message)?).await?.into_inner();
        while let Some(answer) = answers.message().await? {
            let counted = answer.result.and_then(|mut result| result.aggregate_fields.remove(alias));
            if let Some(ValueType::IntegerValue(there)) = counted.and_then(|value| value.value_type) {
                return Ok(u64::try_from(there).unwrap_or_default());
            }
        }
        Err(Status::internal("there is no count in the answer").into())
    }

    /// A request with what every client sends.
    fn request<T>(&self, message: T) -> Result<Request<T>> {
        let mut request = Request::new(message);
        let metadata = request.metadata_mut();
        metadata.insert("google-cloud-resource-prefix", self.database.parse()?);
        metadata.insert("authorization", format!("Bearer {}", self.token).parse()?);
        Ok(request)
    }
}

/// All of the user's workouts.
fn workouts() -> StructuredQuery {
    let from = CollectionSelector { collection_id: "workouts".to_owned(), all_descendants: false };
    StructuredQuery { from: vec![from], ..StructuredQuery::default() }
}

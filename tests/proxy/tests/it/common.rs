//! What the tests need: a project, people in it, and their streams.

use std::collections::HashMap;
use std::time::Duration;

use emulators::{Firestore, unsigned_token};
use gcloud_sdk::google::firestore::v1::batch_get_documents_response::Result as Found;
use gcloud_sdk::google::firestore::v1::firestore_client::FirestoreClient;
use gcloud_sdk::google::firestore::v1::listen_request::TargetChange as Asked;
use gcloud_sdk::google::firestore::v1::listen_response::ResponseType;
use gcloud_sdk::google::firestore::v1::structured_query::field_filter::Operator;
use gcloud_sdk::google::firestore::v1::structured_query::{
    CollectionSelector, FieldFilter, FieldReference, Filter, filter,
};
use gcloud_sdk::google::firestore::v1::target::query_target::QueryType;
use gcloud_sdk::google::firestore::v1::target::{DocumentsTarget, QueryTarget, ResumeType, TargetType};
use gcloud_sdk::google::firestore::v1::target_change::TargetChangeType;
use gcloud_sdk::google::firestore::v1::value::ValueType;
use gcloud_sdk::google::firestore::v1::write::Operation;
use gcloud_sdk::google::firestore::v1::{
    BatchGetDocumentsRequest, CommitRequest, CommitResponse, Document, ListenRequest, ListenResponse,
    Precondition, StructuredQuery, Target, Value, Write, precondition,
};
use gcloud_sdk::prost_types::Timestamp;
use proxy::{Config, Order, Proxy, Report};
use tokio::sync::mpsc;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};

/// Longer than anything takes: what hangs fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// Whose data it is.
pub(crate) const ADA: &str = "ada";

/// A proxy, and a project that a test has for itself.
pub(crate) struct Scene {
    pub(crate) firestore: &'static Firestore,
    pub(crate) proxy: Proxy,
    pub(crate) project: String,
}

/// Nothing if this machine can't run the emulator.
pub(crate) async fn scene(test: &str) -> Option<Scene> {
    let firestore = Firestore::shared()?;
    let project = format!("demo-proxy-{test}-{}", std::process::id());
    firestore.load_rules(&project, &std::fs::read_to_string(emulators::rules()).unwrap()).unwrap();
    let proxy = Proxy::start(Config::new(firestore.address())).await.unwrap();
    Some(Scene { firestore, proxy, project })
}

impl Scene {
    /// Ada, on the main line.
    pub(crate) fn ada(&self) -> Client {
        self.client_at(&self.proxy.address().to_string())
    }

    /// Ada, on a connection of her own to any address.
    pub(crate) fn client_at(&self, address: &str) -> Client {
        Client::new(address, &self.project, &unsigned_token(&self.project, ADA))
    }

    pub(crate) async fn obey(&self, order: Order) {
        self.proxy.obey(order).await.unwrap();
    }

    pub(crate) fn report(&self) -> Report {
        self.proxy.report()
    }

    /// How often a fault happened.
    pub(crate) fn happened(&self, fault: &str) -> u64 {
        self.report().counts.faults.get(fault).copied().unwrap_or_default()
    }
}

/// A client of Firestore.
#[derive(Clone)]
pub(crate) struct Client {
    grpc: FirestoreClient<Channel>,
    project: String,
    token: String,
}

impl Client {
    /// It connects when it is used, and again when it was cut off; it notices within a second that a connection is dead.
    pub(crate) fn new(address: &str, project: &str, token: &str) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let endpoint = endpoint
            .http2_keep_alive_interval(Duration::from_millis(500))
            .keep_alive_timeout(Duration::from_millis(500))
            .keep_alive_while_idle(true);
        let grpc = FirestoreClient::new(endpoint.connect_lazy()).max_decoding_message_size(64 << 20);
        Self { grpc, project: project.to_owned(), token: token.to_owned() }
    }

    /// The same, with another token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    pub(crate) fn grpc(&self) -> FirestoreClient<Channel> {
        self.grpc.clone()
    }

    pub(crate) fn database(&self) -> String {
        format!("projects/{}/databases/(default)", self.project)
    }

    pub(crate) fn documents(&self) -> String {
        format!("{}/documents", self.database())
    }

    /// The name of one of Ada's workouts.
    pub(crate) fn name(&self, id: &str) -> String {
        format!("{}/users/{ADA}/workouts/{id}", self.documents())
    }

    /// A request with what every client sends.
    pub(crate) fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        let metadata = request.metadata_mut();
        metadata.insert("google-cloud-resource-prefix", self.database().parse().unwrap());
        metadata.insert("authorization", format!("Bearer {}", self.token).parse().unwrap());
        request
    }

    /// Writes a workout whose order is `n`.
    pub(crate) fn put(&self, id: &str, n: i64) -> Write {
        let value = |value| Value { value_type: Some(value) };
        let fields = HashMap::from([
            ("id".to_owned(), value(ValueType::StringValue(id.to_owned()))),
            ("name".to_owned(), value(ValueType::StringValue(format!("Workout {id}")))),
            ("n".to_owned(), value(ValueType::IntegerValue(n))),
        ]);
        let document = Document { name: self.name(id), fields, ..Document::default() };
        Write { operation: Some(Operation::Update(document)), ..Write::default() }
    }

    /// Writes one that must not be there.
    pub(crate) fn create(&self, id: &str) -> Write {
        let only_if = precondition::ConditionType::Exists(false);
        let current_document = Some(Precondition { condition_type: Some(only_if) });
        Write { current_document, ..self.put(id, 0) }
    }

    pub(crate) fn delete(&self, id: &str) -> Write {
        Write { operation: Some(Operation::Delete(self.name(id))), ..Write::default() }
    }

    pub(crate) async fn try_commit(&self, writes: Vec<Write>) -> Result<CommitResponse, Status> {
        let message = CommitRequest { database: self.database(), writes, ..CommitRequest::default() };
        let answer = tokio::time::timeout(PATIENCE, self.grpc().commit(self.request(message))).await;
        answer.expect("an answer").map(tonic::Response::into_inner)
    }

    pub(crate) async fn commit(&self, writes: Vec<Write>) -> Timestamp {
        self.try_commit(writes).await.unwrap().commit_time.unwrap()
    }

    /// Which of these workouts exist.
    pub(crate) async fn existing(&self, ids: &[&str]) -> Vec<String> {
        let message = BatchGetDocumentsRequest {
            database: self.database(),
            documents: ids.iter().map(|id| self.name(id)).collect(),
            ..BatchGetDocumentsRequest::default()
        };
        let mut found = self.grpc().batch_get_documents(self.request(message)).await.unwrap().into_inner();
        let mut existing = Vec::new();
        while let Some(answer) = found.message().await.unwrap() {
            if let Some(Found::Found(document)) = answer.result {
                existing.push(id(&document.name));
            }
        }
        existing.sort_unstable();
        existing
    }

    /// A target for the workouts with `n` beyond a bound, or for all.
    pub(crate) fn query(&self, target_id: i32, beyond: Option<i64>) -> Target {
        let query = StructuredQuery {
            from: vec![CollectionSelector { collection_id: "workouts".to_owned(), all_descendants: false }],
            r#where: beyond.map(|bound| Filter {
                filter_type: Some(filter::FilterType::FieldFilter(FieldFilter {
                    field: Some(FieldReference { field_path: "n".to_owned() }),
                    op: Operator::GreaterThan.into(),
                    value: Some(Value { value_type: Some(ValueType::IntegerValue(bound)) }),
                })),
            }),
            ..StructuredQuery::default()
        };
        let query = QueryTarget {
            parent: format!("{}/users/{ADA}", self.documents()),
            query_type: Some(QueryType::StructuredQuery(query)),
        };
        Target { target_id, target_type: Some(TargetType::Query(query)), ..Target::default() }
    }

    /// A target for workouts by name.
    pub(crate) fn by_name(&self, target_id: i32, ids: &[&str]) -> Target {
        let documents = DocumentsTarget { documents: ids.iter().map(|id| self.name(id)).collect() };
        Target { target_id, target_type: Some(TargetType::Documents(documents)), ..Target::default() }
    }

    pub(crate) async fn try_listen(&self, targets: Vec<Target>) -> Result<Stream, Status> {
        let (requests, mut asked) = mpsc::channel(8);
        let requests = Requests { database: self.database(), requests };
        for target in targets {
            requests.add(target).await;
        }
        let asked = futures_util::stream::poll_fn(move |context| asked.poll_recv(context));
        let responses = self.grpc().listen(self.request(asked)).await?.into_inner();
        Ok(Stream { requests, responses, token: Vec::new() })
    }

    pub(crate) async fn listen(&self, targets: Vec<Target>) -> Stream {
        self.try_listen(targets).await.unwrap()
    }
}

/// A target that goes on where a token leads.
pub(crate) fn resumed(target: Target, token: &[u8]) -> Target {
    Target { resume_type: Some(ResumeType::ResumeToken(token.to_vec())), ..target }
}

/// What a client asks of a stream.
pub(crate) struct Requests {
    database: String,
    requests: mpsc::Sender<ListenRequest>,
}

impl Requests {
    pub(crate) async fn add(&self, target: Target) {
        self.ask(Asked::AddTarget(target)).await;
    }

    pub(crate) async fn remove(&self, target_id: i32) {
        self.ask(Asked::RemoveTarget(target_id)).await;
    }

    async fn ask(&self, change: Asked) {
        let request = ListenRequest {
            database: self.database.clone(),
            target_change: Some(change),
            ..ListenRequest::default()
        };
        self.requests.send(request).await.unwrap();
    }
}

/// An open stream.
pub(crate) struct Stream {
    pub(crate) requests: Requests,
    responses: Streaming<ListenResponse>,
    /// Leads back to the last snapshot.
    pub(crate) token: Vec<u8>,
}

impl Stream {
    pub(crate) async fn next(&mut self) -> Result<ListenResponse, Status> {
        let response = tokio::time::timeout(PATIENCE, self.responses.message()).await.expect("a response");
        response.map(|response| response.expect("the stream is open"))
    }

    /// What is said up to the next consistent snapshot in which anything is.
    pub(crate) async fn snapshot(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            let response = self.next().await.unwrap().response_type.unwrap();
            if let ResponseType::TargetChange(change) = &response
                && change.target_change_type() == TargetChangeType::NoChange
                && change.target_ids.is_empty()
            {
                self.token.clone_from(&change.resume_token);
                if said.is_empty() {
                    // Only the time has gone on.
                    continue;
                }
                return said;
            }
            said.push(words(&response));
        }
    }

    /// How the stream ends.
    pub(crate) async fn end(&mut self) -> Status {
        loop {
            if let Err(status) = self.next().await {
                return status;
            }
        }
    }
}

/// A response in short: `2 change a`, for target and document.
pub(crate) fn words(response: &ResponseType) -> String {
    match response {
        ResponseType::TargetChange(change) => {
            let words = format!("{} {}", ids(&change.target_ids), change.target_change_type().as_str_name());
            let cause = change.cause.as_ref().map(|cause| format!(" because of {}", cause.code));
            words + &cause.unwrap_or_default()
        }
        ResponseType::DocumentChange(change) => {
            format!("{} change {}", ids(&change.target_ids), id(&change.document.as_ref().unwrap().name))
        }
        ResponseType::DocumentDelete(delete) => {
            format!("{} delete {}", ids(&delete.removed_target_ids), id(&delete.document))
        }
        ResponseType::DocumentRemove(remove) => {
            format!("{} remove {}", ids(&remove.removed_target_ids), id(&remove.document))
        }
        ResponseType::Filter(filter) => format!("{} filter {}", filter.target_id, filter.count),
    }
}

fn ids(ids: &[i32]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}

/// The document's id.
pub(crate) fn id(name: &str) -> String {
    name.rsplit('/').next().unwrap().to_owned()
}

//! The gateway against the official emulator with the project's rules: bare, and behind the proxy, which speaks as
//! production does and fails when it is told to.

mod commit;
mod fail;
mod listen;
mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use emulators::{Firestore, Method, PROJECT, unsigned_token};
use firebase::secret::IdToken;
use firebase::{Gateway, TokenSource};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use model::sync::{Op, Remote, State};
use model::{Body, Kind, RecordKey, ServerTime};
use proxy::{Config, Form, Proxy};
use serde_json::{Value, json};
use sync::{Batch, Change, Failure, Precondition, Write};

use crate::common::{config, endpoints};

/// One person's tokens, and how often one was asked for.
#[derive(Debug)]
struct Person {
    uid: String,
    asked: AtomicU64,
}

impl TokenSource for Person {
    fn token(&self) -> BoxFuture<'_, Result<IdToken, Failure>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        async { Ok(IdToken::new(unsigned_token(PROJECT, &self.uid))) }.boxed()
    }
}

/// A new person, and the gateway to their documents.
struct Scene {
    firestore: &'static Firestore,
    person: Arc<Person>,
    gateway: Gateway,
}

impl Scene {
    /// At the bare emulator.
    fn bare() -> Option<Self> {
        let firestore = Firestore::shared()?;
        Some(Self::at(firestore, firestore.address()))
    }

    /// Behind a proxy.
    async fn behind(form: Form) -> Option<(Self, Proxy)> {
        let firestore = Firestore::shared()?;
        let proxy = Proxy::start(Config { form, ..Config::new(firestore.address()) }).await.unwrap();
        Some((Self::at(firestore, &proxy.address().to_string()), proxy))
    }

    fn at(firestore: &'static Firestore, address: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
        let uid = format!("gateway-{nanos}-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let person = Arc::new(Person { uid, asked: AtomicU64::new(0) });
        let gateway = gateway(address, &person.uid, &person);
        Self { firestore, person, gateway }
    }

    /// Asks over REST, as another client of the same person would.
    fn ask(&self, method: &Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let token = unsigned_token(PROJECT, &self.person.uid);
        let path =
            format!("/v1/projects/{PROJECT}/databases/(default)/documents/users/{}/{path}", self.person.uid);
        let answer = self.firestore.ask(method, &path, Some(&token), body).unwrap();
        (answer.status, answer.body)
    }

    /// Another client writes a document.
    fn write(&self, path: &str, fields: &Value) {
        let (status, body) = self.ask(&Method::PATCH, path, Some(&json!({ "fields": fields })));
        assert_eq!(status, 200, "{body}");
    }

    /// A document's fields, in REST's words.
    fn fields(&self, path: &str) -> Value {
        let (status, body) = self.ask(&Method::GET, path, None);
        assert_eq!(status, 200, "{body}");
        body["fields"].clone()
    }

    async fn commit(&self, writes: impl IntoIterator<Item = Write>) -> Result<ServerTime, Failure> {
        let batch = Batch { writes: writes.into_iter().collect() };
        let (at, results) = self.gateway.commit(&batch).await?;
        assert_eq!(results.len(), batch.writes.len());
        Ok(at)
    }

    async fn fetch_one(&self, key: &RecordKey) -> Remote {
        let (_, mut found) = self.gateway.fetch(std::slice::from_ref(key)).await.unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }
}

fn gateway(address: &str, uid: &str, person: &Arc<Person>) -> Gateway {
    Gateway::new(&endpoints("127.0.0.1:9", Some(address)), &config(), uid, Arc::clone(person) as _)
}

fn workout(id: &str) -> RecordKey {
    RecordKey::new(Kind::Workout, id)
}

fn body(name: &str) -> Body {
    let json = json!({ "name": name, "version": 1, "created_date": "2026-02-18T16:35:59.813Z",
        "tags": [], "exercise_groups": [{ "group_id": "g", "exercises": { "a": "Squat" }, "rest": null }] });
    json.as_object().unwrap().clone()
}

fn put(key: &RecordKey, name: &str, only_if: Precondition) -> Write {
    Write {
        key: key.clone(),
        op: Op(format!("op-{name}")),
        only_if,
        change: Change::Put(body(name)),
        attempts: 0,
    }
}

fn create(key: &RecordKey, name: &str) -> Write {
    put(key, name, Precondition::Absent)
}

fn delete(key: &RecordKey, at: ServerTime) -> Write {
    let tombstone = json!({ "id": key.id, "kind": key.kind.as_str(), "deleted_at": "2026-02-18T16:35:59.813Z",
        "version": 2, "sync": { "op": "op-delete", "version": 2, "seen": { "other": "op-before" } } });
    let change = Change::Delete { tombstone: tombstone.as_object().unwrap().clone() };
    Write {
        key: key.clone(),
        op: Op("op-delete".to_owned()),
        only_if: Precondition::UpdatedAt(at),
        change,
        attempts: 0,
    }
}

fn document(remote: &Remote) -> &Body {
    match &remote.state {
        State::Document(body) => body,
        State::Deleted { .. } => panic!("there is no document: {remote:?}"),
    }
}

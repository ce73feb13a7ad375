//! What several tests need: a client of the emulator, a server that answers as a test wants, clocks that can be set.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emulators::{Auth, Method, PROJECT};
use firebase::secret::Password;
use firebase::session::Clock;
use firebase::{AuthClient, Endpoints, Http, ProjectConfig, Settings, Vault};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

pub(crate) const PASSWORD: &str = "hunter22 is not it";

pub(crate) fn config() -> ProjectConfig {
    let settings = Settings {
        project_id: Some(PROJECT.to_owned()),
        api_key: Some("test-key".to_owned()),
        ..Settings::default()
    };
    ProjectConfig::check(&settings).unwrap()
}

pub(crate) fn endpoints(auth: &str, firestore: Option<&str>) -> Endpoints {
    Endpoints::from_env(|name| match name {
        firebase::endpoints::AUTH_EMULATOR => Some(auth.to_owned()),
        _ => firestore.map(str::to_owned),
    })
    .unwrap()
}

pub(crate) fn client_at(address: &str) -> AuthClient {
    AuthClient::new(Http::new(true).unwrap(), endpoints(address, None), &config())
}

pub(crate) fn client(auth: &Auth) -> AuthClient {
    client_at(auth.address())
}

pub(crate) fn password() -> Password {
    Password::new(PASSWORD)
}

/// An address that no other test has, nor an earlier run against the same emulator.
pub(crate) fn new_email() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("a{nanos}-{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Changes an account as whoever runs the project could.
pub(crate) fn administer(auth: &Auth, change: &Value) {
    let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:update");
    let answer = auth.ask(&Method::POST, &path, Some("owner"), Some(change)).unwrap();
    assert_eq!(answer.status, 200, "{:?}", answer.body);
}

pub(crate) fn disable(auth: &Auth, uid: &str, disabled: bool) {
    administer(auth, &json!({ "localId": uid, "disableUser": disabled }));
}

/// The code that the last mail of a kind to `email` has.
pub(crate) fn mailed_code(auth: &Auth, kind: &str, email: &str) -> String {
    let answer =
        auth.ask(&Method::GET, &format!("/emulator/v1/projects/{PROJECT}/oobCodes"), None, None).unwrap();
    let codes = answer.body["oobCodes"].as_array().unwrap();
    let mail = codes.iter().rfind(|code| code["email"] == email && code["requestType"] == kind);
    mail.unwrap()["oobCode"].as_str().unwrap().to_owned()
}

/// A vault that remembers, and no keyring.
pub(crate) fn vault() -> Arc<Vault> {
    let store = keyring_core::mock::Store::new().unwrap();
    Arc::new(Vault::with_store("test", Arc::new(move || Ok(store.clone()))))
}

/// Clocks that go only when they are told to.
#[derive(Debug, Default)]
pub(crate) struct TestClock {
    monotonic: AtomicU64,
    wall: AtomicU64,
}

impl TestClock {
    pub(crate) fn new() -> Arc<Self> {
        let clock = Self::default();
        clock.wall.store(1_800_000_000, Ordering::SeqCst);
        Arc::new(clock)
    }

    /// Time goes by.
    pub(crate) fn pass(&self, seconds: u64) {
        self.monotonic.fetch_add(seconds, Ordering::SeqCst);
        self.wall.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The machine sleeps: only the wall clock goes on.
    pub(crate) fn sleep(&self, seconds: u64) {
        self.wall.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock back.
    pub(crate) fn set_back(&self, seconds: u64) {
        self.wall.fetch_sub(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.monotonic.load(Ordering::SeqCst))
    }

    fn wall(&self) -> Duration {
        Duration::from_secs(self.wall.load(Ordering::SeqCst))
    }
}

/// A request that the stub got.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// What the stub answers: an HTTP status and a body, or nothing at all.
pub(crate) type Reply = Option<(u16, Value)>;

/// A server that answers as the test wants.
pub(crate) struct Stub {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Stub {
    pub(crate) async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&asked));
        let task = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                tokio::spawn(async move {
                    let Some(request) = read(&mut stream).await else { return };
                    log.lock().unwrap().push(request.clone());
                    let Some((status, body)) = answer(&request) else { return };
                    let body = body.to_string();
                    let length = body.len();
                    let text = format!(
                        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                    );
                    stream.write_all(text.as_bytes()).await.unwrap();
                });
            }
        });
        Self { address, asked, task }
    }

    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|asked| asked.path.contains(path)).cloned().collect()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(stream: &mut tokio::net::TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                let path = head.split(' ').nth(1)?.to_owned();
                return Some(Asked { path, head: head.to_owned(), body: body.to_owned() });
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

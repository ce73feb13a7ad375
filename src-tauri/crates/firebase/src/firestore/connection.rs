//! A connection: made when it is needed, given up when there is reason to think that it is dead.

use std::sync::Arc;

use firestore::gcloud_sdk::GoogleAuthMiddleware;
use firestore::gcloud_sdk::google::firestore::v1::firestore_client::FirestoreClient;
use firestore::gcloud_sdk::google_cloud_auth::credentials::Credentials;
use firestore::{FirestoreDb, FirestoreDbOptions};
use sync::Failure;
use tokio::sync::{Mutex, watch};

use super::failure::broken;
use super::tokens::{Bearer, TokenSource};
use crate::http::install_tls_provider;

pub(super) type Client = FirestoreClient<GoogleAuthMiddleware>;

/// A connection to Firestore. It is pinged every minute, and dead if no answer comes within
/// another.
pub(super) struct Connection {
    options: FirestoreDbOptions,
    credentials: Credentials,
    db: Mutex<Option<(u64, FirestoreDb)>>,
    /// How many were given up.
    given_up: watch::Sender<u64>,
}

impl Connection {
    /// To a project's default database at `origin`: `https://host` or, of an emulator, `http://host:port`. Nothing is
    /// connected yet.
    pub(super) fn new(origin: &str, project_id: &str, tokens: Arc<dyn TokenSource>) -> Self {
        // Always said, or `firestore` would look for an emulator's variable itself.
        let options = FirestoreDbOptions::new(project_id.to_owned()).with_firebase_api_url(origin.to_owned());
        let credentials = Credentials::from(Bearer(tokens));
        Self { options, credentials, db: Mutex::default(), given_up: watch::Sender::default() }
    }

    /// A client. Where there is no connection it is made first; one that breaks is made anew by the next request.
    pub(super) async fn client(&self) -> Result<Client, Failure> {
        let mut db = self.db.lock().await;
        let given_up = *self.given_up.borrow();
        if let Some((_, db)) = db.as_ref().filter(|(made_after, _)| *made_after == given_up) {
            return Ok(db.client().get());
        }
        install_tls_provider();
        let made = FirestoreDb::with_options_auth(self.options.clone(), self.credentials.clone()).await;
        let made = made.map_err(|error| broken(error.to_string()))?;
        let client = made.client().get();
        *db = Some((given_up, made));
        Ok(client)
    }

    /// Gives the connection up: what is under way on it fails, and the next request connects anew.
    pub(super) fn give_up(&self) {
        self.given_up.send_modify(|times| *times += 1);
    }

    /// Changes when the connection is given up.
    pub(super) fn given_up(&self) -> watch::Receiver<u64> {
        self.given_up.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::BoxFuture;
    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpListener;

    use super::*;
    use crate::secret::IdToken;

    struct Nobody;

    impl TokenSource for Nobody {
        fn token(&self) -> BoxFuture<'_, Result<IdToken, Failure>> {
            Box::pin(async { Err(broken("nobody is signed in")) })
        }
    }

    /// What a server gets first from a client.
    async fn first_byte(scheme: &str) -> u8 {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("{scheme}://{}", server.local_addr().unwrap());
        let connection = Connection::new(&origin, "demo", Arc::new(Nobody));
        let call = tokio::spawn(async move { connection.client().await });
        let (mut stream, _) = server.accept().await.unwrap();
        let byte = stream.read_u8().await.unwrap();
        drop(stream);
        assert!(scheme == "http" || call.await.unwrap().is_err());
        byte
    }

    #[tokio::test]
    async fn only_emulators_are_spoken_to_in_the_open() {
        assert_eq!(first_byte("https").await, 22, "a TLS handshake: RFC 8446, 5.1");
        assert_eq!(first_byte("http").await, b'P', "HTTP/2's preface: RFC 9113, 3.4");
    }
}

//! The gateway to Firestore: what sync asks of it, over gRPC, as the signed-in user themself.
//!
//! The connection, its TLS and the token in each request are the crate `firestore`'s, and so are the messages. What it
//! builds above them is not used: its listener has the resume token stored before what it stands for is, and reads on
//! whether anybody keeps up or not; its conversion takes documents apart into types, where ours have to come back as
//! they were; and its errors keep neither the server's wish to be left alone for a while nor whether it was the server
//! that spoke. And it connects at once, which fails offline: here the first request does.
//!
//! Emulators are no special case: rules apply, since the token is always the user's.

mod commit;
mod connection;
mod failure;
mod hearing;
mod listen;
mod moment;
mod names;
mod query;
mod read;
mod tokens;
mod value;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sync::{DEADLINE, Failure};
use tonic::{Request, Status};

use crate::config::ProjectConfig;
use crate::endpoints::Endpoints;
use connection::{Client, Connection};
use names::Names;

pub use listen::ListenEvent;
pub use read::{Counted, Listed};
pub use tokens::TokenSource;

/// One account's documents in one project's Firestore. Copies share its connections, which are made
/// when they are needed.
#[derive(Clone)]
pub struct Gateway {
    shared: Arc<Shared>,
}

struct Shared {
    requests: Connection,
    /// Apart from the requests: what streams have sent and nobody has read yet leaves no room for answers.
    streams: Connection,
    names: Names,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("names", self.names()).finish_non_exhaustive()
    }
}

impl Gateway {
    /// The gateway to the documents of the user `uid`, whose tokens `tokens` has.
    #[must_use]
    pub fn new(
        endpoints: &Endpoints,
        config: &ProjectConfig,
        uid: &str,
        tokens: Arc<dyn TokenSource>,
    ) -> Self {
        let connection = |tokens| Connection::new(endpoints.firestore(), &config.project_id, tokens);
        let (requests, streams) = (connection(Arc::clone(&tokens)), connection(tokens));
        let names = Names::new(&config.project_id, uid);
        Self { shared: Arc::new(Shared { requests, streams, names }) }
    }

    /// Gives the connections up: streams break, requests that are under way fail, and whatever is asked next connects
    /// anew. For when there is reason to
    /// think that they are dead, after the machine's sleep for instance; by itself that is noticed when a request is
    /// not answered in time, or within two minutes.
    pub fn reconnect(&self) {
        self.shared.requests.give_up();
        self.shared.streams.give_up();
    }

    fn names(&self) -> &Names {
        &self.shared.names
    }

    /// Sends a message and takes its answer in.
    async fn ask<M, T>(
        &self,
        message: M,
        send: impl AsyncFnOnce(Client, Request<M>) -> Result<T, Status>,
    ) -> Result<T, Failure> {
        self.ask_over(&self.shared.requests, message, send).await
    }

    /// Within [`DEADLINE`], all in all.
    async fn ask_over<M, T>(
        &self,
        connection: &Connection,
        message: M,
        send: impl AsyncFnOnce(Client, Request<M>) -> Result<T, Status>,
    ) -> Result<T, Failure> {
        let mut given_up = connection.given_up();
        let answer = async {
            let client = connection.client().await?;
            send(client, Request::new(message)).await.map_err(|status| failure::of_status(&status))
        };
        let deadline = Duration::from_millis(DEADLINE);
        tokio::select! {
            // This first: whoever is late as well must not give up the connection that was made since.
            biased;
            _ = given_up.changed() => Err(failure::given_up()),
            answer = tokio::time::timeout(deadline, answer) => answer.unwrap_or_else(|_| {
                // The server may be slow, or the connection dead: a new one costs little, a dead one all that follows.
                self.reconnect();
                Err(failure::late())
            }),
        }
    }
}

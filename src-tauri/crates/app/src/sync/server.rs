//! The server, as the sync task asks it: Firestore, or a model of it.

use firebase::{Counted, Listed, ListenEvent};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use model::sync::{Feed, Remote};
use model::{Kind, RecordKey, ServerTime};
use sync::{Batch, Code, Failure, From, WriteResult};

/// One account's data on the server. Each call names what it is for in [`sync::Effect`].
/// No answer within [`sync::DEADLINE`] is a failure; the caller sees to it if the server doesn't.
pub trait Server: Send + Sync {
    /// See [`sync::Effect::Commit`]: when it took effect, and a result for each write.
    fn commit(&self, batch: Batch) -> BoxFuture<'static, Result<(ServerTime, Vec<WriteResult>), Failure>>;

    /// See [`sync::Effect::Fetch`]: the read time, and what there is under each key.
    fn fetch(&self, keys: Vec<RecordKey>) -> BoxFuture<'static, Result<(ServerTime, Vec<Remote>), Failure>>;

    /// What a migration has moved: the documents of a kind, from the id `first` to the id `last`, that bear the mark of
    /// the run.
    fn moved(
        &self,
        kind: Kind,
        run: String,
        first: String,
        last: String,
    ) -> BoxFuture<'static, Result<Vec<Remote>, Failure>>;

    /// See [`sync::Effect::Count`].
    fn count(&self, kind: Kind) -> BoxFuture<'static, Result<Counted, Failure>>;

    /// See [`sync::Effect::Compare`]: the read time, and every document's name and update time.
    fn list(&self, kind: Kind) -> BoxFuture<'static, Result<Listed, Failure>>;

    /// See [`sync::Effect::Listen`]. Nothing is opened before the stream is polled, and nothing is read on from the
    /// server while it is not.
    fn listen(&self, feed: Feed, from: From) -> BoxStream<'static, ListenEvent>;

    /// See [`sync::Effect::RefreshToken`]: another token takes the place of the one that was used last.
    fn renew(&self) -> BoxFuture<'static, Result<(), NoToken>>;

    /// Gives up connections of which nobody would say that they are dead.
    fn reconnect(&self);

    /// What becomes of the session, from now on; that it is over, even if it is so already.
    fn session(&self) -> BoxStream<'static, SessionNews>;
}

/// Why there is no new token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoToken {
    /// The session is over.
    Over,
    /// It could not be asked for.
    Failed(Failure),
}

/// What became of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionNews {
    /// It is over.
    Over,
    /// There is a connection again.
    Online,
}

/// There was no answer in time.
pub(crate) fn late() -> Failure {
    let message = "no answer within the deadline".to_owned();
    Failure { code: Some(Code::DeadlineExceeded), message, retry_after: None }
}

/// There is no way to the server.
pub(super) fn unreachable(why: &str) -> Failure {
    Failure { code: None, message: why.to_owned(), retry_after: None }
}

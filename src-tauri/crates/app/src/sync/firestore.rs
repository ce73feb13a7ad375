//! The real server: Firestore, through the gateway, with the session's tokens.

use std::sync::{Arc, Mutex};

use firebase::secret::IdToken;
use firebase::{
    AuthError, Counted, Gateway, Listed, ListenEvent, Session, SessionError, SessionState, Standing,
    TokenSource,
};
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, unfold};
use futures_util::{FutureExt as _, StreamExt as _};
use model::migration::RUN_FIELD;
use model::sync::{Feed, Remote};
use model::{Kind, RecordKey, ServerTime};
use sync::{Batch, Code, Failure, From, WriteResult};
use tokio::sync::watch;

use super::{NoToken, Server, SessionNews};
use crate::account::Connection;
use crate::app::lock;

/// One account's documents in Firestore.
pub(crate) struct Firestore {
    gateway: Gateway,
    tokens: Arc<Tokens>,
}

impl Firestore {
    pub(crate) fn new(connection: &Connection) -> Self {
        let Connection { session, config, endpoints } = connection;
        let tokens = Arc::new(Tokens { session: session.clone(), last: Mutex::default() });
        let source = Arc::clone(&tokens) as Arc<dyn TokenSource>;
        Self { gateway: Gateway::new(endpoints, config, &session.account().uid, source), tokens }
    }
}

impl Server for Firestore {
    fn commit(&self, batch: Batch) -> BoxFuture<'static, Result<(ServerTime, Vec<WriteResult>), Failure>> {
        let gateway = self.gateway.clone();
        async move { gateway.commit(&batch).await }.boxed()
    }

    fn fetch(&self, keys: Vec<RecordKey>) -> BoxFuture<'static, Result<(ServerTime, Vec<Remote>), Failure>> {
        let gateway = self.gateway.clone();
        async move { gateway.fetch(&keys).await }.boxed()
    }

    fn moved(
        &self,
        kind: Kind,
        run: String,
        first: String,
        last: String,
    ) -> BoxFuture<'static, Result<Vec<Remote>, Failure>> {
        let gateway = self.gateway.clone();
        async move { gateway.marked(kind, (RUN_FIELD, &run), &first, &last).await }.boxed()
    }

    fn count(&self, kind: Kind) -> BoxFuture<'static, Result<Counted, Failure>> {
        let gateway = self.gateway.clone();
        async move { gateway.count(kind).await }.boxed()
    }

    fn list(&self, kind: Kind) -> BoxFuture<'static, Result<Listed, Failure>> {
        let gateway = self.gateway.clone();
        async move { gateway.list(kind).await }.boxed()
    }

    fn listen(&self, feed: Feed, from: From) -> BoxStream<'static, ListenEvent> {
        self.gateway.listen(feed, from).boxed()
    }

    fn renew(&self) -> BoxFuture<'static, Result<(), NoToken>> {
        let tokens = Arc::clone(&self.tokens);
        async move {
            let last = lock(&tokens.last).clone();
            let renewed = match last {
                Some(last) => tokens.session.rejected(&last).await,
                None => tokens.session.id_token().await,
            };
            renewed.map(drop).map_err(|error| match error {
                SessionError::Ended(_) => NoToken::Over,
                SessionError::Auth(error) => NoToken::Failed(failure(&error)),
            })
        }
        .boxed()
    }

    fn reconnect(&self) {
        self.gateway.reconnect();
    }

    fn session(&self) -> BoxStream<'static, SessionNews> {
        let state = self.tokens.session.state();
        unfold((state, Seen::Nothing), |(mut state, mut seen)| async move {
            let news = next(&mut state, &mut seen).await?;
            Some((news, (state, seen)))
        })
        .boxed()
    }
}

/// What was seen of the session last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Offline,
    Over,
}

/// What becomes of the session next; `None`: nothing any more.
async fn next(state: &mut watch::Receiver<SessionState>, seen: &mut Seen) -> Option<SessionNews> {
    loop {
        if *seen == Seen::Over {
            return None;
        }
        let now = match state.borrow_and_update().standing {
            Standing::Ended(_) => Seen::Over,
            Standing::Offline => Seen::Offline,
            Standing::Resumed | Standing::Active | Standing::Failing(_) => Seen::Nothing,
        };
        let before = std::mem::replace(seen, now);
        match (before, now) {
            (_, Seen::Over) => return Some(SessionNews::Over),
            (Seen::Offline, Seen::Nothing) => return Some(SessionNews::Online),
            _ => state.changed().await.ok()?,
        }
    }
}

/// The session's tokens, and which was given out last: it is the one that the server rejects.
struct Tokens {
    session: Session,
    last: Mutex<Option<IdToken>>,
}

impl TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<IdToken, Failure>> {
        async {
            let token = self.session.id_token().await.map_err(|error| match error {
                SessionError::Ended(reason) => {
                    let message = format!("the session has ended: {reason:?}");
                    Failure { code: Some(Code::Unauthenticated), message, retry_after: None }
                }
                SessionError::Auth(error) => failure(&error),
            })?;
            *lock(&self.last) = Some(token.clone());
            Ok(token)
        }
        .boxed()
    }
}

/// Why there is no token, as sync is told.
fn failure(error: &AuthError) -> Failure {
    let code = if error.is_offline() { None } else { Some(Code::Unavailable) };
    Failure { code, message: format!("no token: {error:?}"), retry_after: None }
}

#[cfg(test)]
mod tests {
    use firebase::session::EndReason;

    use super::*;

    #[tokio::test]
    async fn a_session_that_ends_is_told_once_and_a_connection_that_is_back_too() {
        let account = firebase::Account {
            uid: "ada".into(),
            email: String::new(),
            email_verified: false,
            name: None,
            providers: Vec::new(),
            created_at: None,
        };
        let stands = |standing| SessionState { account: account.clone(), standing };
        let (sender, mut state) = watch::channel(stands(Standing::Offline));
        let mut seen = Seen::Nothing;
        assert!(next(&mut state, &mut seen).now_or_never().is_none(), "nothing has changed");
        sender.send(stands(Standing::Active)).unwrap();
        assert_eq!(next(&mut state, &mut seen).await, Some(SessionNews::Online));
        sender.send(stands(Standing::Ended(EndReason::Revoked))).unwrap();
        assert_eq!(next(&mut state, &mut seen).await, Some(SessionNews::Over));
        assert_eq!(next(&mut state, &mut seen).await, None);

        let (_sender, mut over) = watch::channel(stands(Standing::Ended(EndReason::Deleted)));
        assert_eq!(next(&mut over, &mut Seen::Nothing).await, Some(SessionNews::Over), "it was so already");
    }
}

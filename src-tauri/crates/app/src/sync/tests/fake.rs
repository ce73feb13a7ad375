//! A server in memory: documents, preconditions, streams that tell every change, and the ways in which it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use firebase::{Counted, Listed, ListenEvent};
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, unfold};
use futures_util::{FutureExt as _, StreamExt as _};
use model::sync::{Feed, Remote, Seen, State};
use model::{Body, Kind, RecordKey, ServerTime};
use serde_json::json;
use sync::{Batch, Change, Code, Failure, From, Heard, HeardState, Mark, Precondition, WriteResult, wire};
use tokio::sync::mpsc;

use crate::sync::{NoToken, Server, SessionNews};

type Name = (&'static str, String);

/// The server of one account. Clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Fake(Arc<Mutex<World>>);

#[derive(Default)]
pub(super) struct World {
    now: i64,
    documents: BTreeMap<Name, (Body, ServerTime)>,
    streams: Vec<(Feed, mpsc::UnboundedSender<ListenEvent>)>,
    sessions: Vec<mpsc::UnboundedSender<SessionNews>>,
    pub(super) line: Line,
    /// The token is not good until it is renewed.
    pub(super) expired: bool,
    /// The token can't be renewed.
    pub(super) revoked: bool,
    /// Ids that the rules don't allow to be written.
    pub(super) denied: BTreeSet<String>,
    /// Whoever asks next panics.
    pub(super) panics: u32,
    /// So many answers are lost after the fact.
    pub(super) lost_answers: u32,
    /// Commits that were asked for.
    pub(super) commits: u32,
    pub(super) listens: u32,
    /// Connections that were given up.
    pub(super) reconnects: u32,
}

/// The way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Line {
    #[default]
    Up,
    /// Nothing gets through, and that is said.
    Down,
    /// Nothing is answered any more.
    Silent,
}

fn failure(code: Option<Code>, message: &str) -> Failure {
    Failure { code, message: message.to_owned(), retry_after: None }
}

impl Fake {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// The document of a record.
    pub(super) fn document(&self, kind: Kind, id: &str) -> Option<Body> {
        self.world().documents.get(&(kind.collection(), id.to_owned())).map(|(body, _)| body.clone())
    }

    /// How many documents there are of a kind.
    pub(super) fn count(&self, kind: Kind) -> usize {
        self.world().documents.keys().filter(|(collection, _)| *collection == kind.collection()).count()
    }

    /// Another client writes a document.
    pub(super) fn write(&self, kind: Kind, id: &str, mut body: Body) {
        let mut world = self.world();
        let at = world.tick();
        body.insert("modified_date".into(), json!(at.to_string()));
        world.put(Feed::Records(kind), id, body, at);
    }

    /// Everything that is open breaks, and nothing can be reached until [`Fake::come_back`].
    pub(super) fn go_down(&self) {
        let mut world = self.world();
        world.line = Line::Down;
        for (_, stream) in std::mem::take(&mut world.streams) {
            drop(stream.send(ListenEvent::Broken(failure(None, "reset by peer"))));
        }
    }

    pub(super) fn come_back(&self) {
        self.world().line = Line::Up;
    }

    /// Streams stay open, and nothing comes through.
    pub(super) fn forget_streams(&self) -> Vec<impl Sized + use<>> {
        std::mem::take(&mut self.world().streams)
    }

    pub(super) fn tell_session(&self, news: SessionNews) {
        self.world().sessions.retain(|session| session.send(news).is_ok());
    }

    fn ask<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&mut World) -> Result<T, Failure> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, Failure>> {
        let this = self.clone();
        async move {
            let (panics, silent) = {
                let mut world = this.world();
                let panics = world.panics > 0;
                world.panics = world.panics.saturating_sub(1);
                (panics, world.line == Line::Silent)
            };
            assert!(!panics, "the fake server was told to panic");
            if silent {
                std::future::pending::<()>().await;
            }
            let mut world = this.world();
            world.admit()?;
            answer(&mut world)
        }
        .boxed()
    }
}

impl World {
    fn tick(&mut self) -> ServerTime {
        self.now += 1_000;
        ServerTime(1_771_432_559_000_000 + self.now)
    }

    fn admit(&self) -> Result<(), Failure> {
        if self.line == Line::Down {
            return Err(failure(None, "no route to host"));
        }
        if self.expired {
            return Err(failure(Some(Code::Unauthenticated), "the token has expired"));
        }
        Ok(())
    }

    fn put(&mut self, feed: Feed, id: &str, body: Body, at: ServerTime) {
        self.documents.insert((feed.collection(), id.to_owned()), (body.clone(), at));
        self.tell(feed, id, Some(body), at);
    }

    fn tell(&mut self, feed: Feed, id: &str, body: Option<Body>, at: ServerTime) {
        let mark = Mark { read_time: at, token: Some(at.0.to_be_bytes().to_vec()), current: true };
        self.streams.retain(|(other, stream)| {
            let changes = vec![Heard::State(HeardState { id: id.to_owned(), at, body: body.clone() })];
            *other != feed || stream.send(ListenEvent::Heard { changes, mark: Some(mark.clone()) }).is_ok()
        });
    }

    fn commit(&mut self, batch: Batch) -> Result<(ServerTime, Vec<WriteResult>), Failure> {
        self.commits += 1;
        for write in &batch.writes {
            let there = self.documents.get(&(write.key.kind.collection(), write.key.id.clone()));
            let code = match (write.only_if, there) {
                (Precondition::Absent, Some(_)) => Code::AlreadyExists,
                (Precondition::UpdatedAt(at), there) if there.map(|(_, there)| *there) != Some(at) => {
                    Code::FailedPrecondition
                }
                _ if self.denied.contains(&write.key.id) => Code::PermissionDenied,
                _ => continue,
            };
            return Err(failure(Some(code), "not so"));
        }
        let at = self.tick();
        let modified = json!(at.to_string());
        let mut results = Vec::new();
        for write in batch.writes {
            let (feed, id) = (Feed::Records(write.key.kind), write.key.id);
            match write.change {
                Change::Put(mut body) => {
                    body.insert(model::sync::MODIFIED.into(), modified.clone());
                    self.put(feed, &id, body, at);
                    results.push(WriteResult { at, modified: Some(modified.clone()) });
                }
                Change::Delete { mut tombstone } => {
                    self.documents.remove(&(feed.collection(), id.clone()));
                    self.tell(feed, &id, None, at);
                    tombstone.insert(model::sync::MODIFIED.into(), modified.clone());
                    self.put(Feed::Tombstones, &id, tombstone, at);
                    results.push(WriteResult { at, modified: None });
                }
            }
        }
        if self.lost_answers > 0 {
            self.lost_answers -= 1;
            return Err(failure(None, "reset by peer"));
        }
        Ok((at, results))
    }

    fn found(&self, key: &RecordKey, at: ServerTime) -> Remote {
        if let Some((body, at)) = self.documents.get(&(key.kind.collection(), key.id.clone())) {
            return wire::document(key.kind, &key.id, *at, body.clone());
        }
        let tombstone = self.documents.get(&(Feed::Tombstones.collection(), key.id.clone()));
        let after = tombstone.map(|(body, _)| Seen::of(body)).unwrap_or_default();
        Remote { key: key.clone(), at, state: State::Deleted { after: Some(after) } }
    }

    fn of(&self, collection: &'static str) -> impl Iterator<Item = (&String, &Body, ServerTime)> {
        self.documents
            .iter()
            .filter(move |((other, _), _)| *other == collection)
            .map(|((_, id), (body, at))| (id, body, *at))
    }
}

impl Server for Fake {
    fn commit(&self, batch: Batch) -> BoxFuture<'static, Result<(ServerTime, Vec<WriteResult>), Failure>> {
        self.ask(|world| world.commit(batch))
    }

    fn fetch(&self, keys: Vec<RecordKey>) -> BoxFuture<'static, Result<(ServerTime, Vec<Remote>), Failure>> {
        self.ask(move |world| {
            let at = world.tick();
            Ok((at, keys.iter().map(|key| world.found(key, at)).collect()))
        })
    }

    fn count(&self, kind: Kind) -> BoxFuture<'static, Result<Counted, Failure>> {
        self.ask(move |world| {
            let at = world.tick();
            let theirs = world.of(kind.collection()).count() as u64;
            Ok(Counted { at, theirs, timed: theirs })
        })
    }

    fn moved(
        &self,
        kind: Kind,
        run: String,
        first: String,
        last: String,
    ) -> BoxFuture<'static, Result<Vec<Remote>, Failure>> {
        self.ask(move |world| {
            let bears = |body: &Body| model::body::text(body, model::migration::RUN_FIELD) == run;
            let moved = world
                .of(kind.collection())
                .filter(|(id, body, _)| (&first..=&last).contains(id) && bears(body));
            Ok(moved.map(|(id, body, at)| wire::document(kind, id, at, body.clone())).collect())
        })
    }

    fn list(&self, kind: Kind) -> BoxFuture<'static, Result<Listed, Failure>> {
        self.ask(move |world| {
            let at = world.tick();
            Ok((at, world.of(kind.collection()).map(|(id, _, at)| (id.clone(), at)).collect()))
        })
    }

    /// As the emulator does: a stream that is resumed is reset, and everything comes again.
    fn listen(&self, feed: Feed, from: From) -> BoxStream<'static, ListenEvent> {
        let (tell, told) = mpsc::unbounded_channel();
        let this = self.clone();
        let open = async move {
            let mut world = this.world();
            world.listens += 1;
            if let Err(failure) = world.admit() {
                drop(tell.send(ListenEvent::Broken(failure)));
                return told;
            }
            let at = world.tick();
            drop(tell.send(ListenEvent::Opened { server_now: Some(at) }));
            let since = match from {
                From::Start => None,
                From::Since(since) => Some(since),
                From::Token { since, .. } => {
                    drop(tell.send(ListenEvent::Reset));
                    since
                }
            };
            let matching = world.of(feed.collection()).filter(|(.., at)| Some(*at) > since);
            let changes = matching.map(|(id, body, at)| {
                Heard::State(HeardState { id: id.clone(), at, body: Some(body.clone()) })
            });
            let changes = changes.collect();
            let mark = Mark { read_time: at, token: Some(at.0.to_be_bytes().to_vec()), current: true };
            drop(tell.send(ListenEvent::Heard { changes, mark: Some(mark) }));
            world.streams.push((feed, tell));
            told
        };
        open.into_stream()
            .flat_map(|told| unfold(told, |mut told| async { told.recv().await.map(|event| (event, told)) }))
            .boxed()
    }

    fn renew(&self) -> BoxFuture<'static, Result<(), NoToken>> {
        let this = self.clone();
        async move {
            let mut world = this.world();
            if world.revoked {
                return Err(NoToken::Over);
            }
            if world.line == Line::Down {
                return Err(NoToken::Failed(failure(None, "no route to host")));
            }
            world.expired = false;
            Ok(())
        }
        .boxed()
    }

    fn reconnect(&self) {
        self.world().reconnects += 1;
    }

    fn session(&self) -> BoxStream<'static, SessionNews> {
        let (tell, told) = mpsc::unbounded_channel();
        self.world().sessions.push(tell);
        unfold(told, |mut told| async { told.recv().await.map(|event| (event, told)) }).boxed()
    }
}

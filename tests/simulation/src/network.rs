//! Requests and their answers, and what happens to them on the way.

use std::rc::Rc;

use model::sync::{Feed, Remote, Seen, State};
use model::{Kind, Millis, RecordKey, ServerTime};
use sync::{Batch, Code, DEADLINE, Event, Failure, RequestId, wire};

use crate::cloud::{self, Committed, Document, Limits, Path, Status, Token};
use crate::fault::Fault;
use crate::task::{Call, Run, Task};
use crate::world::World;

/// What is asked of the cloud.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Commit(Rc<Batch>),
    Fetch(Vec<RecordKey>),
    Count(Kind),
    Compare(Kind),
    /// A new token.
    Token,
}

/// What the cloud answers.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Committed(Rc<Batch>, Committed),
    Fetched(Vec<Remote>, ServerTime),
    Counted { kind: Kind, all: u64, timed: u64, at: ServerTime },
    Listed(Kind, Vec<(String, ServerTime)>, ServerTime),
    Token(Token),
    TokenRejected,
    Failed(Failure),
}

/// How long a token is good for.
pub(crate) const TOKEN_LIFE: Millis = 3_600_000;

/// A connection that could not be made, or broke.
pub(crate) fn broken(why: &str) -> Failure {
    Failure { code: None, message: why.to_owned(), retry_after: None }
}

impl World {
    /// Sends a request.
    pub(crate) fn send(&mut self, run: Run, request: RequestId, ask: Ask) {
        self.ledger.requests += 1;
        let device = &mut self.devices[run.device];
        let token = device.session.token.clone();
        if let Some(app) = device.app(run) {
            app.waiting.insert(request);
        }
        let now = self.now;
        self.tasks.add(now + DEADLINE.cast_signed(), Task::Deadline(run, request));
        let call = Rc::new(Call { run, request, token, ask });
        let link = &mut self.devices[run.device].link;
        if now < link.down_until {
            self.faults.count(Fault::Partition);
            // Some networks say that they are down; others say nothing.
            if self.rng.bool() {
                let at = now + self.rng.i64(1..2_000);
                let reply = Reply::Failed(broken("no route to host"));
                self.answer(at, run, request, reply);
            }
        } else if link.lose_requests > 0 {
            link.lose_requests -= 1;
            self.faults.count(Fault::LostRequest);
            self.trace.say(self.elapsed(), "network", || format!("the request {} is lost", request.0));
            self.break_off(run, request);
        } else {
            let at = now + self.latency();
            self.tasks.add(at, Task::Arrive(call));
        }
    }

    /// The request reaches the server.
    pub(crate) fn arrive(&mut self, call: &Call) {
        self.cloud.advance(self.now);
        if self.now >= self.large_requests_from {
            self.cloud.limits.request = Limits::default().request;
        }
        let mut reply = self.reply(call);
        self.trace.say(self.elapsed(), "cloud", || {
            format!(
                "{} of device {} ({}): {}",
                ask_words(&call.ask),
                call.run.device,
                call.request.0,
                reply_words(&reply)
            )
        });
        let link = &mut self.devices[call.run.device].link;
        if link.duplicates > 0 {
            // A transport repeats a request at once or not at all: one that came much later, when a document that it
            // makes has been made and deleted, could not be told from a new one by any precondition there is.
            link.duplicates -= 1;
            self.faults.count(Fault::Duplicate);
            let again = self.reply(call);
            self.trace.say(self.elapsed(), "cloud", || format!("the same again: {}", reply_words(&again)));
            if self.rng.bool() {
                reply = again;
            }
        }
        self.push_all();
        self.check_ledger();
        let link = &mut self.devices[call.run.device].link;
        if link.lose_answers > 0 && !matches!(call.ask, Ask::Token) {
            link.lose_answers -= 1;
            self.faults.count(Fault::LostAnswer);
            self.trace.say(self.elapsed(), "network", || format!("the answer to {} is lost", call.request.0));
            self.break_off(call.run, call.request);
            return;
        }
        let late = link.delays > 0;
        link.delays = link.delays.saturating_sub(1);
        let mut at = self.now + self.latency();
        if late {
            self.faults.count(Fault::Delay);
            at += self.rng.i64(5_000..45_000);
        }
        self.answer(at, call.run, call.request, reply);
    }

    fn reply(&mut self, call: &Call) -> Reply {
        match self.server_failure() {
            Some(status) => Reply::Failed(status.into()),
            None => self.serve(call).unwrap_or_else(|status| self.refused(status)),
        }
    }

    fn serve(&mut self, call: &Call) -> Result<Reply, Status> {
        let Call { run, token, ask, .. } = call;
        let path = |key: &RecordKey| Path::new(&token.uid, key.kind.collection(), &key.id);
        match ask {
            Ask::Commit(batch) => {
                let mut writes = cloud::writes(&token.uid, batch);
                if let Some(bug) = self.bug {
                    bug.spoil_writes(&mut writes);
                }
                let committed = self.cloud.commit(token, &writes)?;
                self.ledger.committed(*run, &token.uid, batch);
                Ok(Reply::Committed(Rc::clone(batch), committed))
            }
            Ask::Fetch(keys) => {
                // Each document with its tombstone.
                let tombstone =
                    |key: &RecordKey| Path::new(&token.uid, Feed::Tombstones.collection(), &key.id);
                let paths: Vec<Path> = keys.iter().flat_map(|key| [path(key), tombstone(key)]).collect();
                let (found, at) = self.cloud.fetch(token, &paths)?;
                let found = keys.iter().zip(found.chunks_exact(2));
                let remotes =
                    found.map(|(key, pair)| remote(key, pair[0].as_deref(), pair[1].as_deref(), at));
                Ok(Reply::Fetched(remotes.collect(), at))
            }
            Ask::Count(kind) => {
                let (all, timed, at) = self.cloud.count(token, kind.collection())?;
                Ok(Reply::Counted { kind: *kind, all, timed, at })
            }
            Ask::Compare(kind) => {
                let (ids, at) = self.cloud.ids(token, kind.collection())?;
                Ok(Reply::Listed(*kind, ids, at))
            }
            Ask::Token if self.devices[run.device].session.revoked => Ok(Reply::TokenRejected),
            Ask::Token => Ok(Reply::Token(self.token(token))),
        }
    }

    /// Asks for a new token.
    pub(crate) fn ask_for_token(&mut self, run: Run) {
        self.messages += 1;
        self.send(run, RequestId(TOKENS + self.messages), Ask::Token);
    }

    /// Somebody has signed in: whoever waits for a token of the session before has one now.
    pub(crate) fn settle_token(&mut self, device: usize) {
        let Some(app) = &mut self.devices[device].app else { return };
        let before = app.waiting.len();
        app.waiting.retain(|request| !is_for_token(*request));
        if app.waiting.len() < before {
            self.tell_app(device, Event::TokenRefreshed);
        }
    }

    /// A new token for whoever had this one.
    pub(crate) fn token(&self, old: &Token) -> Token {
        Token { uid: Rc::clone(&old.uid), expires_at: self.now + TOKEN_LIFE }
    }

    fn refused(&mut self, status: Status) -> Reply {
        let fault = match status.code {
            Code::Unauthenticated => Some(Fault::TokenExpired),
            Code::ResourceExhausted if status.message.starts_with("Quota") => Some(Fault::Quota),
            Code::ResourceExhausted => Some(Fault::TooLarge),
            Code::Aborted => Some(Fault::Contention),
            Code::InvalidArgument if status.message.starts_with("Request payload") => Some(Fault::TooLarge),
            Code::PermissionDenied | Code::InvalidArgument => Some(Fault::Poison),
            _ => None,
        };
        if let Some(fault) = fault {
            self.faults.count(fault);
        }
        Reply::Failed(status.into())
    }

    fn server_failure(&mut self) -> Option<Status> {
        self.server_errors = self.server_errors.checked_sub(1)?;
        self.faults.count(Fault::ServerError);
        let codes =
            [Code::Unavailable, Code::Internal, Code::DeadlineExceeded, Code::Cancelled, Code::Unknown];
        Some(Status::new(codes[self.rng.usize(..codes.len())], "The service is currently unavailable."))
    }

    /// The connection breaks, or hangs until the app gives up.
    fn break_off(&mut self, run: Run, request: RequestId) {
        if self.rng.bool() {
            let at = self.now + self.rng.i64(100..10_000);
            self.answer(at, run, request, Reply::Failed(broken("connection reset by peer")));
        }
    }

    fn answer(&mut self, at: Millis, run: Run, request: RequestId, reply: Reply) {
        let sent = self.number_message(run);
        self.tasks.add(at, Task::Answer { run, request, sent, reply });
    }

    /// An answer reaches the app.
    pub(crate) fn answered(&mut self, run: Run, request: RequestId, sent: u64, reply: Reply) {
        self.note_arrival(run, sent);
        let down = self.now < self.devices[run.device].link.down_until;
        let Some(app) = self.devices[run.device].app(run) else { return };
        if !app.waiting.remove(&request) {
            return;
        }
        let reply = if down { Reply::Failed(broken("connection timed out")) } else { reply };
        let event = match reply {
            Reply::Committed(batch, committed) => Event::Committed {
                request,
                at: committed.commit_time,
                results: cloud::results(&batch, &committed),
            },
            Reply::Fetched(found, at) => Event::Fetched { request, at, found },
            Reply::Counted { kind, all, timed, at } => {
                match self.store(run.device, |local, _| local.count(kind)) {
                    Some(ours) => Event::Counted { request, at, theirs: all, timed, ours },
                    None => Event::StoreFailed(request),
                }
            }
            Reply::Listed(kind, ids, at) => {
                match self.store(run.device, |local, _| local.compare(kind, &ids, at)) {
                    Some(differing) => Event::Compared { request, at, differing },
                    None => Event::StoreFailed(request),
                }
            }
            Reply::Token(token) => {
                self.devices[run.device].session.token = token;
                Event::TokenRefreshed
            }
            Reply::TokenRejected => {
                self.faults.count(Fault::TokenRevoked);
                Event::TokenRejected
            }
            Reply::Failed(failure) if is_for_token(request) => Event::TokenFailed(failure),
            Reply::Failed(failure) => Event::Failed(request, failure),
        };
        self.tell(run, event);
    }

    /// The app has waited for an answer long enough.
    pub(crate) fn deadline(&mut self, run: Run, request: RequestId) {
        let Some(app) = self.devices[run.device].app(run) else { return };
        if app.waiting.remove(&request) {
            let message = "the deadline has passed".to_owned();
            let failure = Failure { code: Some(Code::DeadlineExceeded), message, retry_after: None };
            let event = if is_for_token(request) {
                Event::TokenFailed(failure)
            } else {
                Event::Failed(request, failure)
            };
            self.tell(run, event);
        }
    }

    /// How long a message takes one way.
    pub(crate) fn latency(&mut self) -> Millis {
        match self.rng.u8(..) {
            0..200 => self.rng.i64(10..120),
            200..250 => self.rng.i64(100..900),
            _ => self.rng.i64(900..4_000),
        }
    }

    /// Numbers what is sent to a device, to see what overtakes what.
    pub(crate) fn number_message(&mut self, run: Run) -> u64 {
        self.messages += 1;
        self.devices[run.device].link.in_flight.insert(self.messages);
        self.messages
    }

    /// Something that was sent to a device is there.
    pub(crate) fn note_arrival(&mut self, run: Run, sent: u64) {
        let in_flight = &mut self.devices[run.device].link.in_flight;
        in_flight.remove(&sent);
        if in_flight.first().is_some_and(|first| *first < sent) {
            self.faults.count(Fault::Reorder);
        }
    }
}

/// Requests for tokens have numbers of their own, so that an old one's answer is not taken for a new one's.
const TOKENS: u64 = u64::MAX - u32::MAX as u64;

fn is_for_token(request: RequestId) -> bool {
    request.0 >= TOKENS
}

/// What a read by name has found.
fn remote(key: &RecordKey, found: Option<&Document>, tombstone: Option<&Document>, at: ServerTime) -> Remote {
    if let Some(document) = found {
        return wire::document(key.kind, &key.id, document.update_time, document.fields.clone());
    }
    let after = tombstone.map(|tombstone| Seen::of(&tombstone.fields)).unwrap_or_default();
    Remote { key: key.clone(), at, state: State::Deleted { after: Some(after) } }
}

fn ask_words(ask: &Ask) -> String {
    match ask {
        Ask::Commit(batch) => {
            let writes = batch.writes.iter().map(|write| {
                let what = if matches!(write.change, sync::Change::Put(_)) { "put" } else { "delete" };
                format!("{what} {} {:?} if {:?}", write.key.id, write.op.0, write.only_if)
            });
            format!("commit [{}]", writes.collect::<Vec<_>>().join(", "))
        }
        Ask::Fetch(keys) => {
            format!("fetch [{}]", keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>().join(", "))
        }
        Ask::Count(kind) => format!("count {kind}"),
        Ask::Compare(kind) => format!("list {kind}"),
        Ask::Token => "token".to_owned(),
    }
}

fn reply_words(reply: &Reply) -> String {
    match reply {
        Reply::Committed(_, committed) => format!("done at {}", committed.commit_time),
        Reply::Fetched(found, _) => crate::trace::remotes(found),
        Reply::Counted { all, timed, .. } => format!("{all}, {timed} of them timed"),
        Reply::Listed(_, ids, _) => format!("{} ids", ids.len()),
        Reply::Token(_) => "a token".to_owned(),
        Reply::TokenRejected => "rejected".to_owned(),
        Reply::Failed(failure) => format!("{failure:?}"),
    }
}

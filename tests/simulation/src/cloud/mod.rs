//! A model of Cloud Firestore, written from its documentation.
//!
//! Commits are atomic, checked by the rules and by preconditions, and ordered by commit times of which no two are the
//! same. A server timestamp is the time at which the request was taken in, in milliseconds: it may lie before that of
//! an earlier commit. Sources: <https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1>,
//! <https://firebase.google.com/docs/firestore/quotas>, and what the official emulator was seen to answer.

mod document;
mod listen;
mod read;
mod rules;
mod status;
mod wire;
mod write;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::rc::Rc;

use model::{Body, Millis, ServerTime};

pub use document::{Document, Path, size};
pub use listen::{Response, ResumeToken, Stream, Target};
pub use read::Found;
pub use status::{Code, Status};
pub use wire::{results, writes};
pub use write::{Change, Committed, Precondition, Write};

/// An ID token, as the cloud sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whose it is.
    pub uid: Rc<str>,
    /// When it ends.
    pub expires_at: Millis,
}

/// In which form a server lets listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Changes only, resumable: production.
    Changes,
    /// RESET and everything, each time: the emulator.
    Everything,
}

/// What a server takes, and how it answers.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest document, in bytes.
    pub document: usize,
    /// The most writes in a commit.
    pub writes: usize,
    /// The largest commit, in bytes.
    pub request: usize,
    /// A commit that is too large is `RESOURCE_EXHAUSTED` (a proxy, the emulator), not `INVALID_ARGUMENT`.
    pub request_is_exhausted: bool,
    /// A refused commit of so many writes is answered `INTERNAL`.
    pub internal_from: usize,
    /// In which form it lets listen.
    pub form: Form,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: 1 << 20,
            writes: 500,
            request: 10 << 20,
            request_is_exhausted: false,
            internal_from: usize::MAX,
            form: Form::Changes,
        }
    }
}

/// The cloud: everybody's documents, and what can be wrong with it.
#[derive(Debug)]
pub struct Cloud {
    /// What it takes.
    pub limits: Limits,
    /// Until when each request is refused because a quota is used up.
    pub exhausted_until: Millis,
    /// How many commits to come meet contention.
    pub contended: u32,
    now: Millis,
    commit_time: ServerTime,
    documents: BTreeMap<Rc<Path>, Rc<Document>>,
    /// Every document that was ever written, with what each commit made of it and how long the log was then.
    versions: BTreeMap<Rc<Path>, Vec<(usize, Found)>>,
    /// What was changed, in the order of commits.
    log: Vec<Rc<Path>>,
    /// How often all resume tokens were forgotten.
    epoch: u32,
    rng: fastrand::Rng,
}

impl Cloud {
    /// An empty cloud.
    #[must_use]
    pub fn new(limits: Limits, now: Millis, seed: u64) -> Self {
        Self {
            limits,
            exhausted_until: 0,
            contended: 0,
            now,
            commit_time: ServerTime(now * 1000),
            documents: BTreeMap::new(),
            versions: BTreeMap::new(),
            log: Vec::new(),
            epoch: 0,
            rng: fastrand::Rng::with_seed(seed),
        }
    }

    /// Lets time pass.
    pub fn advance(&mut self, now: Millis) {
        self.now = now;
    }

    /// What the server's clock shows.
    #[must_use]
    pub fn time(&self) -> ServerTime {
        ServerTime(self.now * 1000)
    }

    /// Forgets all resume tokens that were given out.
    pub fn forget_tokens(&mut self) {
        self.epoch += 1;
    }

    /// The document of this name.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Rc<Document>> {
        self.documents.get(path)
    }

    /// A collection's documents, in the order of their ids.
    pub fn collection(
        &self,
        uid: &str,
        collection: &str,
    ) -> impl Iterator<Item = (&Rc<Path>, &Rc<Document>)> {
        self.documents.range::<Path, _>(Path::range(uid, collection))
    }

    /// What each commit made of a document, oldest first.
    pub fn versions(&self, path: &Path) -> impl Iterator<Item = Option<&Document>> {
        self.versions.get(path).into_iter().flatten().map(|(_, document)| document.as_deref())
    }

    /// Everybody's documents.
    pub fn all(&self) -> impl Iterator<Item = (&Rc<Path>, &Rc<Document>)> {
        self.documents.iter()
    }

    /// Writes as an administrator does: past rules and preconditions. `modified`: the field is a timestamp.
    pub fn overwrite(&mut self, path: &Path, fields: Option<Body>, modified: Option<Millis>) {
        let update_time = self.next_commit_time();
        let document = fields.map(|fields| Document { fields, modified, update_time });
        self.replace(path, document);
    }

    fn replace(&mut self, path: &Path, document: Option<Document>) {
        let path = Rc::new(path.clone());
        let document = document.map(Rc::new);
        match &document {
            Some(document) => self.documents.insert(Rc::clone(&path), Rc::clone(document)),
            None => self.documents.remove(&path),
        };
        self.versions.entry(Rc::clone(&path)).or_default().push((self.log.len(), document));
        self.log.push(path);
    }

    /// Refuses whoever has no valid token, and everybody while a quota is used up.
    fn admit(&self, token: &Token) -> Result<(), Status> {
        if token.expires_at <= self.now {
            return Err(Status::new(Code::Unauthenticated, "Missing or invalid authentication."));
        }
        if self.now < self.exhausted_until {
            return Err(Status::new(Code::ResourceExhausted, "Quota exceeded."));
        }
        Ok(())
    }

    fn take_contention(&mut self) -> Result<(), Status> {
        if self.contended == 0 {
            return Ok(());
        }
        self.contended -= 1;
        Err(Status::new(Code::Aborted, "Too much contention on these documents. Please try again."))
    }

    /// When the request that is being carried out was taken in: mostly now, at times a while ago.
    fn request_time(&mut self) -> Millis {
        let lag = if self.rng.u8(..) < 16 { self.rng.i64(0..2_000) } else { 0 };
        self.now - lag
    }

    /// The time of a snapshot: every later commit has a later one.
    fn read_time(&mut self) -> ServerTime {
        self.commit_time = self.commit_time.max(ServerTime(self.now * 1000));
        self.commit_time
    }

    fn next_commit_time(&mut self) -> ServerTime {
        self.commit_time = ServerTime(self.commit_time.0 + 1).max(ServerTime(self.now * 1000));
        self.commit_time
    }
}

impl Path {
    /// All names of a collection.
    fn range(uid: &str, collection: &str) -> RangeInclusive<Self> {
        let end = char::MAX.to_string();
        Self::new(uid, collection, "")..=Self::new(uid, collection, &end)
    }
}

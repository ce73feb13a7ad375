//! Listen: what a query finds, and then every change of it, in either of the two forms that servers have.
//!
//! Production sends changes only: whoever comes with a resume token hears what happened since, and how many documents
//! the query finds now (the existence filter), from which a client learns of deletes that it wasn't told of. A token
//! that the server has forgotten is answered by RESET and everything again. The emulator knows no changes: each time
//! it sends RESET and everything.

use std::collections::BTreeSet;
use std::rc::Rc;

use model::{Millis, ServerTime};

use super::document::{Document, Path};
use super::status::Status;
use super::{Cloud, Form, Token, rules};

/// What is listened to: the documents of a collection that were modified after a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Whose.
    pub uid: Rc<str>,
    /// Which collection.
    pub collection: Rc<str>,
    /// `modified_date > since`; `None` finds all.
    pub since: Option<Millis>,
}

/// Where a client left off: opaque to it.
pub type ResumeToken = Vec<u8>;

/// What comes over a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// All that was sent before is void; everything follows.
    Reset,
    /// A document that the query finds is new or changed.
    Change(Rc<Path>, Rc<Document>),
    /// A document is gone, as was seen at a time.
    Delete(Rc<Path>, ServerTime),
    /// A document is there still, but the query doesn't find it any more.
    Remove(Rc<Path>),
    /// How many documents the query finds.
    Filter(u64),
    /// Everything up to now was sent.
    Current,
    /// What was sent so far is one consistent snapshot, from which the stream can be resumed.
    Snapshot {
        /// When.
        read_time: ServerTime,
        /// Leads back to this moment.
        resume: ResumeToken,
    },
}

/// The server's end of a stream.
#[derive(Clone, Debug)]
pub struct Stream {
    target: Target,
    /// How much of the log was sent.
    position: usize,
    /// What the client has been told that the query finds.
    members: BTreeSet<Rc<str>>,
}

impl Cloud {
    /// Opens a stream, and answers what comes over it at once.
    pub fn listen(
        &mut self,
        token: &Token,
        target: Target,
        resume: Option<&ResumeToken>,
    ) -> Result<(Stream, Vec<Response>), Status> {
        self.admit(token)?;
        rules::may_read(&token.uid, &target.uid)?;
        self.read_time();
        let position = resume.map(|resume| self.position(&target, resume));
        let mut responses = Vec::new();
        let mut stream = Stream { target, position: self.log.len(), members: BTreeSet::new() };
        match (position, self.limits.form) {
            (Some(Some(position)), Form::Changes) => {
                stream.members = self.members(&stream.target, position);
                stream.position = position;
                let silent = self.rng.bool();
                let whole = self.changes(&mut stream, silent, &mut responses);
                if !whole || self.rng.bool() {
                    responses.push(Response::Filter(stream.members.len() as u64));
                }
            }
            (resume, _) => {
                if resume.is_some() {
                    responses.push(Response::Reset);
                }
                self.everything(&mut stream, &mut responses);
            }
        }
        responses.push(Response::Current);
        responses.push(self.snapshot(&stream));
        Ok((stream, responses))
    }

    /// What happened since, as the stream sends it; nothing if nothing did.
    pub fn hear(&mut self, stream: &mut Stream) -> Vec<Response> {
        let mut responses = Vec::new();
        if !self.log[stream.position..].iter().any(|path| stream.target.covers(path)) {
            stream.position = self.log.len();
            return responses;
        }
        self.read_time();
        match self.limits.form {
            Form::Changes => {
                self.changes(stream, false, &mut responses);
                if self.rng.u8(..) < 32 {
                    responses.push(Response::Filter(stream.members.len() as u64));
                }
            }
            Form::Everything => {
                responses.push(Response::Reset);
                self.everything(stream, &mut responses);
                responses.push(Response::Current);
            }
        }
        responses.push(self.snapshot(stream));
        responses
    }

    fn everything(&self, stream: &mut Stream, responses: &mut Vec<Response>) {
        stream.position = self.log.len();
        stream.members.clear();
        for (path, document) in self.collection(&stream.target.uid, &stream.target.collection) {
            if document.matches(stream.target.since) {
                stream.members.insert(Rc::clone(&path.id));
                responses.push(Response::Change(Rc::clone(path), Rc::clone(document)));
            }
        }
    }

    /// Sends what changed since the stream's position; `silent`: of deletes, only the filter tells. Whether that was
    /// all.
    fn changes(&self, stream: &mut Stream, silent: bool, responses: &mut Vec<Response>) -> bool {
        let mut whole = true;
        let changed: BTreeSet<&Rc<Path>> =
            self.log[stream.position..].iter().filter(|path| stream.target.covers(path)).collect();
        for path in changed {
            let found = self.documents.get(path);
            match found.filter(|document| document.matches(stream.target.since)) {
                Some(document) => {
                    stream.members.insert(Rc::clone(&path.id));
                    responses.push(Response::Change(Rc::clone(path), Rc::clone(document)));
                }
                None if !stream.members.remove(&path.id) => {}
                None if silent => whole = false,
                None if found.is_some() => responses.push(Response::Remove(Rc::clone(path))),
                None => responses.push(Response::Delete(Rc::clone(path), self.commit_time)),
            }
        }
        stream.position = self.log.len();
        whole
    }

    fn snapshot(&self, stream: &Stream) -> Response {
        let Target { collection, since, .. } = &stream.target;
        let resume = format!("{} {collection} {since:?} {}", self.epoch, stream.position).into_bytes();
        Response::Snapshot { read_time: self.commit_time, resume }
    }

    /// Where a resume token leads, if it belongs to this target and is not forgotten.
    fn position(&self, target: &Target, resume: &ResumeToken) -> Option<usize> {
        let text = std::str::from_utf8(resume).ok()?;
        let (of, position) = text.rsplit_once(' ')?;
        let position = position.parse().ok()?;
        let ours = of == format!("{} {} {:?}", self.epoch, target.collection, target.since);
        (ours && position <= self.log.len()).then_some(position)
    }

    /// What the target found when the log was `position` long.
    fn members(&self, target: &Target, position: usize) -> BTreeSet<Rc<str>> {
        let mut members = BTreeSet::new();
        for (path, versions) in self.versions.range::<Path, _>(Path::range(&target.uid, &target.collection)) {
            let then = versions.iter().rev().find(|(at, _)| *at < position);
            let document = then.and_then(|(_, document)| document.as_ref());
            if document.is_some_and(|document| document.matches(target.since)) {
                members.insert(Rc::clone(&path.id));
            }
        }
        members
    }
}

impl Target {
    fn covers(&self, path: &Path) -> bool {
        path.uid == self.uid && path.collection == self.collection
    }
}

impl Stream {
    /// What it listens to.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }
}

//! Commits: all writes of one or none.

use std::rc::Rc;

use model::{Body, Millis, ServerTime, time};

use super::document::{self, Document, Path};
use super::status::{Code, Status};
use super::{Cloud, Token, rules};

/// One write of a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// Which document.
    pub path: Path,
    /// What becomes of it.
    pub change: Change,
    /// What it must be before.
    pub precondition: Precondition,
    /// The fields that get the time of the request, whatever they hold.
    pub server_times: Vec<String>,
}

/// What becomes of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It holds these fields and no others.
    Set(Rc<Body>),
    /// It is gone.
    Delete,
}

/// What a document must be before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// Anything.
    None,
    /// There, or not there.
    Exists(bool),
    /// As some commit left it.
    UpdateTime(ServerTime),
}

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// When.
    pub commit_time: ServerTime,
    /// The time that was put into [`Write::server_times`].
    pub request_time: Millis,
    /// For each write, the document's update time; for a delete, the commit's.
    pub update_times: Vec<ServerTime>,
}

impl Cloud {
    /// Makes all of `writes`, or none.
    pub fn commit(&mut self, token: &Token, writes: &[Write]) -> Result<Committed, Status> {
        self.admit(token)?;
        self.check_size(writes)?;
        self.take_contention()?;
        let request_time = self.request_time();
        let judged: Result<Vec<Option<Document>>, Status> =
            writes.iter().map(|write| self.judge(&token.uid, write, request_time)).collect();
        let documents = match judged {
            Ok(documents) => documents,
            // Known of the emulator: over REST, a bad write in a large batch is an INTERNAL error.
            Err(_) if writes.len() >= self.limits.internal_from => {
                return Err(Status::new(Code::Internal, "An internal error occurred."));
            }
            Err(status) => return Err(status),
        };
        let commit_time = self.next_commit_time();
        let mut update_times = Vec::with_capacity(writes.len());
        for (write, document) in writes.iter().zip(documents) {
            let before = self.get(&write.path);
            // A write that changes nothing leaves the update time as it was.
            let document = document.map(|document| {
                let same = before.filter(|before| before.fields == document.fields);
                let update_time = same.map_or(commit_time, |same| same.update_time);
                Document { update_time, ..document }
            });
            update_times.push(document.as_ref().map_or(commit_time, |document| document.update_time));
            self.replace(&write.path, document);
        }
        Ok(Committed { commit_time, request_time, update_times })
    }

    /// What a write leaves of a document, if it may be made.
    fn judge(&self, uid: &str, write: &Write, request_time: Millis) -> Result<Option<Document>, Status> {
        let path = &write.path;
        let fields = match &write.change {
            Change::Delete => None,
            Change::Set(fields) => {
                let mut fields = Body::clone(fields);
                for name in &write.server_times {
                    fields.insert(name.clone(), time::format(request_time).into());
                }
                Some(fields)
            }
        };
        rules::judge(uid, write, fields.as_ref().unwrap_or(&Body::new()))?;
        self.meet(path, write.precondition)?;
        let Some(fields) = fields else { return Ok(None) };
        let size = document::size(path, &fields);
        if size > self.limits.document {
            return Err(Status::new(
                Code::InvalidArgument,
                format!(
                    "Document \"{path}\" cannot be written because its size ({size} bytes) exceeds the maximum \
                     allowed size of {} bytes.",
                    self.limits.document
                ),
            ));
        }
        let modified = write.server_times.iter().any(|name| name == "modified_date").then_some(request_time);
        Ok(Some(Document { fields, modified, update_time: ServerTime(0) }))
    }

    fn meet(&self, path: &Path, precondition: Precondition) -> Result<(), Status> {
        let found = self.get(path);
        match (precondition, found) {
            (Precondition::None, _)
            | (Precondition::Exists(true), Some(_))
            | (Precondition::Exists(false), None) => Ok(()),
            (Precondition::UpdateTime(time), Some(found)) if found.update_time == time => Ok(()),
            (Precondition::Exists(false), Some(_)) => {
                Err(Status::new(Code::AlreadyExists, format!("Document already exists: {path}")))
            }
            (Precondition::Exists(true) | Precondition::UpdateTime(_), None) => {
                Err(Status::new(Code::NotFound, format!("No document to update: {path}")))
            }
            (Precondition::UpdateTime(time), Some(found)) => Err(Status::new(
                Code::FailedPrecondition,
                format!(
                    "the stored version ({}) does not match the required base version ({time})",
                    found.update_time,
                ),
            )),
        }
    }

    fn check_size(&self, writes: &[Write]) -> Result<(), Status> {
        if writes.len() > self.limits.writes {
            return Err(Status::new(
                Code::InvalidArgument,
                format!("maximum {} writes allowed per request", self.limits.writes),
            ));
        }
        let size: usize = writes.iter().map(Write::size).sum();
        if size > self.limits.request {
            return Err(if self.limits.request_is_exhausted {
                let most = self.limits.request;
                Status::new(
                    Code::ResourceExhausted,
                    format!("gRPC message exceeds maximum size {most}: {size}"),
                )
            } else {
                let most = self.limits.request;
                Status::new(
                    Code::InvalidArgument,
                    format!("Request payload size exceeds the limit: {most} bytes."),
                )
            });
        }
        Ok(())
    }
}

impl Write {
    /// About what it takes on the wire, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let nothing = Body::new();
        let fields = match &self.change {
            Change::Set(fields) => fields,
            Change::Delete => &nothing,
        };
        document::size(&self.path, fields) + 64
    }
}

//! Listen as production has it, made of what the emulator sends.
//!
//! For each change that a query could find, the emulator sends RESET and everything that the query finds now. Of that
//! only what is new to the client is passed on; what isn't sent any more is gone. Nothing is held back for it: a
//! document that is sent again passes at once or not at all, and only deletes wait for the end.

mod bloom;
mod snapshot;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use gcloud_sdk::google::firestore::v1::listen_request::TargetChange as Request;
use gcloud_sdk::google::firestore::v1::listen_response::ResponseType as Response;
use gcloud_sdk::google::firestore::v1::target_change::TargetChangeType as Type;
use gcloud_sdk::google::firestore::v1::{
    DocumentChange, DocumentDelete, DocumentRemove, ListenRequest, ListenResponse, TargetChange,
};
use gcloud_sdk::prost::Message as _;
use gcloud_sdk::prost_types::Timestamp;
use hyper::body::Frame;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::cloud::{Cloud, unreadable};
use crate::framing::{frame, framed};
use crate::shared::{Shared, lock};
use crate::status::Status;
pub(crate) use snapshot::Snapshots;
use snapshot::{Version, version};
use target::{Phase, Target};

/// When the emulator has said nothing for so long, it has told of everything up to the time that it gave last: it tells
/// of a commit within milliseconds.
const QUIET: Duration = Duration::from_millis(100);

/// How many documents the emulator is asked for at once: it takes 4 MiB, whatever the names are.
const ASKED_AT_ONCE: usize = 1000;

/// How streams tell of changes; for those that are opened from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As production does it: changes only. Whoever resumes hears what happened since, and how many documents there are.
    #[default]
    Changes,
    /// As production does it too: of deletes while a client was away, only the count tells, and the names that
    /// are left, if the client asks for them.
    SilentDeletes,
    /// As the emulator does it: for each change RESET and everything anew. Its tokens lead nowhere.
    Everything,
}

/// A client's stream.
#[derive(Debug)]
pub(crate) struct Listen {
    shared: Arc<Shared>,
    cloud: Cloud,
    form: Form,
    database: String,
    targets: BTreeMap<i32, Target>,
    /// The last time that the client was given.
    told_time: Option<Timestamp>,
    /// Up to when everything that was committed has been sent for the targets that were sent anew in this round.
    round: Option<Version>,
    /// While the emulator says no more: how long that is to last, and what it said last.
    pause: Option<(Instant, TargetChange)>,
}

impl Listen {
    pub(crate) fn new(shared: Arc<Shared>, cloud: Cloud) -> Self {
        let form = shared.form();
        Self {
            shared,
            cloud,
            form,
            database: String::new(),
            targets: BTreeMap::new(),
            told_time: None,
            round: None,
            pause: None,
        }
    }

    /// What the cloud gets for what the client sends. What can't be read here, the emulator refuses in its own words.
    pub(crate) fn request(&mut self, message: &Bytes) -> Frame<Bytes> {
        let as_it_is = || Frame::data(framed(message));
        if self.form == Form::Everything {
            return as_it_is();
        }
        let Ok(mut request) = ListenRequest::decode(message.clone()) else { return as_it_is() };
        match &mut request.target_change {
            // One without an id gets its id from the server, and passes as the emulator serves it.
            Some(Request::AddTarget(target)) if target.target_id != 0 => {
                self.database.clone_from(&request.database);
                let snapshots = lock(&self.shared.snapshots);
                let added = Target::add(&self.database, target, &snapshots, now());
                self.targets.insert(target.target_id, added);
            }
            _ => return as_it_is(),
        }
        frame(&request)
    }

    /// What the client gets for what the cloud sends.
    pub(crate) async fn response(&mut self, message: Bytes) -> Result<Vec<Frame<Bytes>>, Status> {
        let response = ListenResponse::decode(message.clone()).map_err(|error| unreadable(&error))?;
        if self.form == Form::Everything {
            if let Some(Response::DocumentChange(_)) = response.response_type {
                self.bill(1);
            }
            return Ok(vec![Frame::data(framed(&message))]);
        }
        self.pause = None;
        let responses = match response.response_type {
            Some(Response::DocumentChange(change)) => self.changed(change),
            Some(Response::DocumentDelete(delete)) => self.deleted(delete),
            Some(Response::TargetChange(change)) => self.target_changed(change).await?,
            other => other.into_iter().collect(),
        };
        let frames =
            responses.into_iter().map(|response| frame(&ListenResponse { response_type: Some(response) }));
        Ok(frames.collect())
    }

    /// Waits until the emulator has been quiet for a while, and answers what the client gets then: a later time.
    pub(crate) async fn quiet(&mut self) -> Frame<Bytes> {
        let Some((at, _)) = &self.pause else { return std::future::pending().await };
        tokio::time::sleep_until(*at).await;
        let Some((_, mut change)) = self.pause.take() else { return std::future::pending().await };
        self.stamp(&mut change);
        frame(&ListenResponse { response_type: Some(Response::TargetChange(change)) })
    }

    fn changed(&mut self, mut change: DocumentChange) -> Vec<Response> {
        let Some(document) = &change.document else { return vec![Response::DocumentChange(change)] };
        let name: Arc<str> = document.name.as_str().into();
        let version = document.update_time.as_ref().map(version);
        change.target_ids.retain(|id| match self.targets.get_mut(id) {
            Some(target) => {
                let is_news = target.hear(&name, version);
                target.owes &= !is_news;
                is_news
            }
            None => true,
        });
        if change.target_ids.is_empty() && change.removed_target_ids.is_empty() {
            return Vec::new();
        }
        self.bill(1);
        vec![Response::DocumentChange(change)]
    }

    /// The emulator tells of deletes only where documents are listened to by name.
    fn deleted(&mut self, mut delete: DocumentDelete) -> Vec<Response> {
        let name: Arc<str> = delete.document.as_str().into();
        delete.removed_target_ids.retain(|id| match self.targets.get_mut(id) {
            Some(target) => target.hear(&name, None),
            None => true,
        });
        if delete.removed_target_ids.is_empty() { Vec::new() } else { vec![Response::DocumentDelete(delete)] }
    }

    async fn target_changed(&mut self, mut change: TargetChange) -> Result<Vec<Response>, Status> {
        match change.target_change_type() {
            Type::Add => {}
            Type::Remove => {
                for id in self.ids(&change) {
                    self.targets.remove(&id);
                }
            }
            Type::Reset => {
                change.target_ids = self.ids(&change);
                change.target_ids.retain(|id| match self.targets.get_mut(id) {
                    Some(target) => target.reset(),
                    None => true,
                });
                if change.target_ids.is_empty() {
                    return Ok(Vec::new());
                }
                self.stamp(&mut change);
            }
            Type::Current => {
                let mut responses = Vec::new();
                for id in self.ids(&change) {
                    self.concluded(id, &change, &mut responses).await?;
                }
                return Ok(responses);
            }
            Type::NoChange => {
                if change.target_ids.is_empty() && change.read_time.is_some() {
                    self.pause = Some((Instant::now() + QUIET, change.clone()));
                    change.read_time = self.round.take().map(time).or(self.told_time).or(change.read_time);
                    self.stamp(&mut change);
                }
            }
        }
        Ok(vec![Response::TargetChange(change)])
    }

    /// The emulator has sent everything that a target finds.
    async fn concluded(
        &mut self,
        id: i32,
        change: &TargetChange,
        responses: &mut Vec<Response>,
    ) -> Result<(), Status> {
        let mut current = TargetChange { target_ids: vec![id], ..change.clone() };
        let Some(target) = self.targets.get_mut(&id) else {
            responses.push(Response::TargetChange(current));
            return Ok(());
        };
        let until = target.complete_until().or(self.told_time.as_ref().map(version));
        self.round = match self.round {
            Some(round) => Some(until.map_or(round, |until| until.min(round))),
            None => until,
        };
        let gone = target.conclude();
        let phase = std::mem::replace(&mut target.phase, Phase::Current);
        let filter = (phase == Phase::CatchingUp).then(|| target.filter(id));
        if std::mem::take(&mut target.owes) {
            self.bill(1);
        }
        if phase != Phase::CatchingUp || self.form != Form::SilentDeletes {
            responses.extend(self.gone(id, gone, change.read_time).await?);
        }
        responses.extend(filter.map(Response::Filter));
        if phase != Phase::Current {
            current.read_time = self.round.map(time);
            self.stamp(&mut current);
            responses.push(Response::TargetChange(current));
        }
        Ok(())
    }

    /// Tells of documents that a target doesn't find any more: deletes of those that are not there either. The
    /// emulator had read when it took the time, and they are looked for later: what is made anew has a later time than
    /// its delete, or isn't deleted.
    async fn gone(
        &self,
        id: i32,
        gone: Vec<Arc<str>>,
        read_time: Option<Timestamp>,
    ) -> Result<Vec<Response>, Status> {
        let mut existing = BTreeSet::new();
        for names in gone.chunks(ASKED_AT_ONCE) {
            let names = names.iter().map(ToString::to_string).collect();
            existing.extend(self.cloud.existing(&self.database, names).await?);
        }
        let removed_target_ids = vec![id];
        let responses = gone.into_iter().map(|name| {
            let (document, removed_target_ids) = (name.to_string(), removed_target_ids.clone());
            if existing.contains(&*name) {
                self.bill(1);
                Response::DocumentRemove(DocumentRemove { document, removed_target_ids, read_time })
            } else {
                Response::DocumentDelete(DocumentDelete { document, removed_target_ids, read_time })
            }
        });
        Ok(responses.collect())
    }

    /// Puts in a time that isn't before the last, and a token that leads back to what the client has been told.
    fn stamp(&mut self, change: &mut TargetChange) {
        if let (Some(last), Some(time)) = (self.told_time, &mut change.read_time)
            && version(time) < version(&last)
        {
            *time = last;
        }
        self.told_time = change.read_time.or(self.told_time);
        if !change.resume_token.is_empty() {
            let current = self.targets.values().filter(|target| target.phase == Phase::Current);
            let told = current.map(|target| (Arc::clone(&target.key), target.told.clone())).collect();
            change.resume_token = lock(&self.shared.snapshots).take(told);
        }
    }

    /// The targets that a change is for: none named is all.
    fn ids(&self, change: &TargetChange) -> Vec<i32> {
        if change.target_ids.is_empty() {
            self.targets.keys().copied().collect()
        } else {
            change.target_ids.clone()
        }
    }

    fn bill(&self, reads: u64) {
        self.shared.count(|counts| counts.reads += reads);
    }
}

const fn time((seconds, nanos): Version) -> Timestamp {
    Timestamp { seconds, nanos }
}

/// The time now, in microseconds, as Firestore has it.
fn now() -> Timestamp {
    let mut now = Timestamp::from(SystemTime::now());
    now.nanos -= now.nanos % 1000;
    now
}

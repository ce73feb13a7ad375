//! A target: what a client listens to, and what it has been told of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use gcloud_sdk::google::firestore::v1::target::{ResumeType, TargetType};
use gcloud_sdk::google::firestore::v1::{self as firestore, ExistenceFilter};
use gcloud_sdk::prost::Message as _;
use gcloud_sdk::prost_types::Timestamp;

use super::bloom;
use super::snapshot::{Key, Snapshots, Told, Version, version};

/// How far a client's knowledge of a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is being told of everything.
    Loading,
    /// It came with a token that led back, and hasn't heard yet of all that happened since.
    CatchingUp,
    /// It has heard of everything, and hears what comes.
    Current,
}

/// A target on a stream.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) key: Key,
    pub(super) told: Told,
    /// While the emulator sends everything anew: what it has sent. What it doesn't send is gone.
    seen: Option<BTreeSet<Arc<str>>>,
    pub(super) phase: Phase,
    /// When the emulator was asked for it.
    asked: Version,
    /// The latest version among what the emulator has sent this time.
    newest: Option<Version>,
    /// The client wants the filter's names.
    wants_names: bool,
    /// At least one read is billed for a query, and none was yet.
    pub(super) owes: bool,
}

impl Target {
    /// A target that a client adds. A token that leads back is taken out of the request: the emulator could only replay.
    /// One that doesn't stays in: then the emulator sends RESET, as production does. So it is with a time to
    /// resume from, since it isn't known what was told until then.
    pub(super) fn add(
        database: &str,
        request: &mut firestore::Target,
        snapshots: &Snapshots,
        now: Timestamp,
    ) -> Self {
        let key: Key = {
            let target = firestore::Target {
                target_type: request.target_type.clone(),
                ..firestore::Target::default()
            };
            [database.as_bytes(), &target.encode_to_vec()].concat().into()
        };
        let told = match &request.resume_type {
            Some(ResumeType::ResumeToken(token)) => snapshots.find(token, &key),
            Some(ResumeType::ReadTime(_)) | None => None,
        };
        let is_resumed = told.is_some();
        if is_resumed {
            request.resume_type = None;
        }
        Self {
            key,
            told: told.unwrap_or_default(),
            seen: is_resumed.then(BTreeSet::new),
            phase: if is_resumed { Phase::CatchingUp } else { Phase::Loading },
            asked: version(&now),
            newest: None,
            wants_names: request.expected_count.is_some_and(|count| count > 0),
            owes: matches!(request.target_type, Some(TargetType::Query(_))),
        }
    }

    /// The emulator sends everything anew from now on. Whether the client is to know.
    pub(super) fn reset(&mut self) -> bool {
        if self.phase == Phase::Loading {
            self.told.clear();
            return true;
        }
        self.seen = Some(BTreeSet::new());
        false
    }

    /// The emulator sends a document; `None`: it says that there is none. Whether that is news.
    pub(super) fn hear(&mut self, name: &Arc<str>, version: Option<Version>) -> bool {
        if let Some(seen) = &mut self.seen {
            seen.insert(Arc::clone(name));
        }
        self.newest = self.newest.max(version);
        self.told.insert(Arc::clone(name), version) != Some(version)
    }

    /// Up to when everything that was committed is sure to be in what the emulator has sent.
    ///
    /// What it read includes all that was committed before it was asked for the first time, and all that is older than
    /// the newest document it found. The time it gives itself promises more: it is taken up to milliseconds after the
    /// reading, and what is committed in between is told later, with an earlier time.
    pub(super) fn complete_until(&mut self) -> Option<Version> {
        let asked = (self.phase != Phase::Current).then_some(self.asked);
        self.newest.take().max(asked)
    }

    /// The emulator has sent everything: what the client was told of, and isn't there any more.
    pub(super) fn conclude(&mut self) -> Vec<Arc<str>> {
        let Some(seen) = self.seen.take() else { return Vec::new() };
        let exists = |version: &Option<Version>| version.is_some();
        let gone = self.told.iter().filter(|(name, version)| exists(version) && !seen.contains(*name));
        let gone: Vec<Arc<str>> = gone.map(|(name, _)| Arc::clone(name)).collect();
        for name in &gone {
            self.told.remove(name);
        }
        gone
    }

    /// How many documents it finds, and which, if the client wants to know.
    pub(super) fn filter(&self, id: i32) -> ExistenceFilter {
        let found: Vec<&str> =
            self.told.iter().filter(|(_, version)| version.is_some()).map(|(name, _)| &**name).collect();
        ExistenceFilter {
            target_id: id,
            count: i32::try_from(found.len()).unwrap_or(i32::MAX),
            unchanged_names: self.wants_names.then(|| bloom::filter(found.into_iter())),
        }
    }
}

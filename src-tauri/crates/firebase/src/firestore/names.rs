//! What documents are called.

use model::RecordKey;
use model::sync::Feed;

use crate::endpoints::{database, documents};

/// The names of one user's documents.
#[derive(Clone, Debug)]
pub(super) struct Names {
    database: String,
    user: String,
}

impl Names {
    pub(super) fn new(project_id: &str, uid: &str) -> Self {
        Self { database: database(project_id), user: format!("{}/users/{uid}", documents(project_id)) }
    }

    /// `projects/{project}/databases/(default)`.
    pub(super) fn database(&self) -> &str {
        &self.database
    }

    /// The user's profile, under which their collections are.
    pub(super) fn user(&self) -> &str {
        &self.user
    }

    /// A record's document. That its id can be a part of a name is what [`model::id::check`] sees to, or the server
    /// that it came from.
    pub(super) fn record(&self, key: &RecordKey) -> String {
        format!("{}/{}/{}", self.user, key.kind.collection(), key.id)
    }

    /// What is left of it when it is deleted.
    pub(super) fn tombstone(&self, key: &RecordKey) -> String {
        format!("{}/{}/{}", self.user, Feed::Tombstones.collection(), key.id)
    }
}

/// The id at the end of a document's name.
pub(super) fn id(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, id)| id)
}

//! What is listened to, and how far each was heard.

use crate::{Kind, ServerTime};

/// A collection that is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// The documents of a kind: `users/{uid}/<collection>`.
    Records(Kind),
    /// What was deleted, of every kind: `users/{uid}/tombstones`.
    Tombstones,
}

impl Feed {
    /// Every feed.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Kind::ALL.into_iter().map(Self::Records).chain([Self::Tombstones]).collect()
    }

    /// The word for it in SQL; of a kind's documents, the kind's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Records(kind) => kind.as_str(),
            Self::Tombstones => "tombstone",
        }
    }

    /// The feed that [`Feed::as_str`] names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().into_iter().find(|feed| feed.as_str() == word)
    }

    /// Its Firestore collection under `users/{uid}`.
    #[must_use]
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Records(kind) => kind.collection(),
            Self::Tombstones => "tombstones",
        }
    }
}

/// How far a feed was heard: everything up to `until` is applied. It is stored in the transaction that applies what
/// it stands for, never before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The server's time up to which everything was heard.
    pub until: ServerTime,
    /// The query that `token` belongs to: `modified_date > since`, or the whole collection.
    pub since: Option<ServerTime>,
    /// The server's resume token, if it gave one.
    pub token: Option<Vec<u8>>,
    /// Whether nothing can have been missed. Deletions and documents that the query can't see may have been while
    /// the feed was not resumed by its token: then the server's documents are still to be counted.
    pub complete: bool,
}

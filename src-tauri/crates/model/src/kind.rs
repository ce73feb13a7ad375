//! The kinds of record, as a table: what store, sync and cloud need to know of each, so that they need not know
//! any of them. A new kind is one file like `workout.rs` and one row here.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::schema::Schema;
use crate::{Body, program, workout};

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A reusable workout.
    Workout,
    /// A program: workouts in an order, over weeks.
    Program,
}

/// What a kind's documents give to the indexes of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// The name, as shown.
    pub name: String,
    /// The description, and what else is worth finding.
    pub description: String,
    /// The tags, as shown.
    pub tags: Vec<String>,
    /// Names of exercises, for search and completion.
    pub exercises: Vec<String>,
    /// The records that this one refers to; a record may be named several times.
    pub links: Vec<(Kind, String)>,
}

impl Kind {
    /// Every kind, in the order in which they are exported and imported: what is referred to comes first.
    pub const ALL: [Self; 2] = [Self::Workout, Self::Program];

    /// The word for it in SQL, in IPC and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Workout => "workout",
            Self::Program => "program",
        }
    }

    /// The kind that [`Kind::as_str`] names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Its Firestore collection under `users/{uid}`, and its list in the web app's files.
    #[must_use]
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Workout => "workouts",
            Self::Program => "programs",
        }
    }

    /// The shape of its documents.
    #[must_use]
    pub const fn schema(self) -> &'static Schema {
        match self {
            Self::Workout => &workout::SCHEMA,
            Self::Program => &program::SCHEMA,
        }
    }

    /// A document in the form in which two of the kind can be compared: what other clients leave out and every device
    /// derives alike is filled in, if possible as it was `before`.
    #[must_use]
    pub fn settled<'a>(self, body: &'a Body, before: Option<&Body>) -> Cow<'a, Body> {
        match self {
            Self::Workout => Cow::Borrowed(body),
            Self::Program => {
                let mut settled = body.clone();
                match before {
                    Some(before) => program::settle_entries_like(&mut settled, before),
                    None => program::settle_entries(&mut settled),
                }
                Cow::Owned(settled)
            }
        }
    }

    /// What the database indexes of a document. It never fails: a document of a wrong shape gives less.
    #[must_use]
    pub fn index(self, body: &Body) -> Indexed {
        match self {
            Self::Workout => workout::index(body),
            Self::Program => program::index(body),
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

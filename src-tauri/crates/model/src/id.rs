//! Ids as types of their own, so that a program's id can't be passed where a workout's is meant.
//!
//! An id is made once, on the client that creates the thing, and never changes: not by sync, not by import, not
//! by migration. Ours are `<prefix>-<UUIDv7>`; the web app's `<prefix>-<8 hex>` and its browser's
//! `<prefix>-<ms>-<9 base36>` are as good. What an id must be is what Firestore asks of a document's name.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Problem;

/// Longest id in bytes: <https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields>.
const MAX_BYTES: usize = 1_500;

/// Whether `id` can name a document, here and in Firestore.
pub fn check(id: &str) -> Result<(), Problem> {
    let reserved = id.len() >= 4 && id.starts_with("__") && id.ends_with("__");
    let legal = !id.trim().is_empty()
        && id.len() <= MAX_BYTES
        && id != "."
        && id != ".."
        && !reserved
        && !id.contains('/')
        && !id.chars().any(char::is_control);
    if legal { Ok(()) } else { Err(Problem::BadId) }
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What ids made by this app start with.
            pub const PREFIX: &'static str = $prefix;

            /// An id that was made elsewhere, checked with [`check`].
            pub fn parse(id: impl Into<String>) -> Result<Self, Problem> {
                let id = id.into();
                check(&id)?;
                Ok(Self(id))
            }

            /// A new id from a fresh UUID.
            #[must_use]
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(format!("{}-{uuid}", Self::PREFIX))
            }

            /// The id as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id_type!(
    /// A workout's id.
    WorkoutId, "workout"
);
id_type!(
    /// A program's id.
    ProgramId, "program"
);
id_type!(
    /// An exercise group's id, unique within its workout.
    GroupId, "group"
);
id_type!(
    /// A bonus exercise's id, unique within its workout.
    ExerciseId, "bonus"
);
id_type!(
    /// The id of one place in a program: the same workout may stand there several times.
    EntryId, "entry"
);

impl EntryId {
    /// The id of an entry that another client wrote without one. Every device derives the same: the `occurrence`
    /// is how many entries of the same workout stand before it in the program.
    #[must_use]
    pub fn derived(program: &str, workout: &str, occurrence: usize) -> Self {
        let name = format!("{program}/{workout}/{occurrence}");
        Self::from_uuid(Uuid::new_v5(&ENTRY_NAMESPACE, name.as_bytes()))
    }
}

/// Our own namespace for derived entry ids; arbitrary, fixed for ever.
const ENTRY_NAMESPACE: Uuid = Uuid::from_u128(0x6768_6f73_7467_796d_a6e7_656e_7472_7901);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_every_origin_are_taken() {
        for id in ["workout-eb124a86", "workout-1726999872123-k3j9x0a1b", "x", "Übung 1"] {
            assert!(WorkoutId::parse(id).is_ok(), "{id}");
        }
    }

    #[test]
    fn ids_that_firestore_refuses_are_refused() {
        for id in ["", "  ", ".", "..", "a/b", "__x__", "a\nb", &"x".repeat(1_501)] {
            assert_eq!(WorkoutId::parse(id), Err(Problem::BadId), "{id:?}");
        }
    }

    #[test]
    fn a_derived_entry_id_is_the_same_everywhere() {
        let id = EntryId::derived("program-1", "workout-1", 0);
        assert_eq!(id, EntryId::derived("program-1", "workout-1", 0));
        assert_ne!(id, EntryId::derived("program-1", "workout-1", 1));
        assert_ne!(id, EntryId::derived("program-2", "workout-1", 0));
    }
}

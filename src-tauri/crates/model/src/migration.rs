//! Moving what was planned without an account into one: what the journal, the machine and the fronts call things.
//!
//! A *run* takes the records of the anonymous library into an account's. It goes through [`Step`]s, each written into
//! the journal before the next begins. What a run found out about a record before it began is the record's
//! [`Verdict`]; what has become of it since is its [`Fate`].

use serde::{Deserialize, Serialize};

use crate::{Body, Kind, Millis, RecordKey};

/// The web app's field that says where a document came from.
pub const SOURCE_FIELD: &str = "migration_source";
/// What that field says of documents from the anonymous library. The web app says `localStorage`.
pub const SOURCE: &str = "anonymous";
/// The web app's field that says when a document was moved: RFC 3339, UTC.
pub const MIGRATED_AT_FIELD: &str = "migrated_at";
/// The field that names the run.
pub const RUN_FIELD: &str = "migration_run";

macro_rules! words {
    ($(#[$doc:meta])* $Name:ident { $($(#[$each:meta])* $Variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum $Name {
            $($(#[$each])* $Variant,)*
        }

        impl $Name {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$Variant,)*];

            /// The word for it in SQL, on the wire and in texts' names.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $word,)*
                }
            }

            /// The one that [`Self::as_str`] names.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }

        impl From<$Name> for &'static str {
            fn from(one: $Name) -> Self {
                one.as_str()
            }
        }

        // Not as serde reads an enum: that is a good part of the dashboard.
        impl TryFrom<String> for $Name {
            type Error = String;

            fn try_from(word: String) -> Result<Self, String> {
                Self::parse(&word).ok_or(word)
            }
        }
    };
}

words! {
    /// How far a run is. What a step stands for is done when the journal says so.
    Step {
        /// The person has consented; nothing was read or written yet.
        Begun = "begun",
        /// The anonymous library is in a backup file that was read back.
        BackedUp = "backed_up",
        /// Everything is in the account's library on this machine, and on its way to the cloud.
        Copied = "copied",
        /// The cloud has acknowledged or refused everything.
        Uploaded = "uploaded",
        /// Everything was read back from the cloud and compared.
        Finished = "finished",
        /// The person wants it taken back: what nobody changed since leaves the account, here and in the cloud.
        RollingBack = "rolling_back",
        /// It is taken back.
        RolledBack = "rolled_back",
        /// It was ended before anything was written.
        Cancelled = "cancelled",
    }
}

impl Step {
    /// Whether the run is over: nothing goes on by itself.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::RolledBack | Self::Cancelled)
    }
}

words! {
    /// How a record of the anonymous library compares with the account's.
    Verdict {
        /// The account doesn't have it.
        New = "new",
        /// The account has the same.
        Identical = "identical",
        /// The account has another record of this id: the two are merged, and what gives way is kept in history.
        Differing = "differing",
        /// An earlier run has moved it just as it is here. What became of it in the account since, stands.
        MovedBefore = "moved_before",
    }
}

impl Verdict {
    /// Whether the run writes it.
    #[must_use]
    pub const fn is_written(self) -> bool {
        matches!(self, Self::New | Self::Differing)
    }
}

words! {
    /// What has become of a record that a run was about.
    Fate {
        /// The run has nothing to do with it: see its [`Verdict`].
        Skipped = "skipped",
        /// It is in the account's library, and on its way to the cloud.
        Moving = "moving",
        /// The cloud has it as the run wrote it.
        Verified = "verified",
        /// The cloud has it, and somebody has changed it since.
        Changed = "changed",
        /// Somebody has deleted it since.
        Deleted = "deleted",
        /// The cloud refused it. It is safe on this machine.
        Refused = "refused",
        /// The cloud has something else than was sent, though nobody is known to have changed it.
        Mismatched = "mismatched",
        /// A rollback has taken it back.
        TakenBack = "taken_back",
        /// A rollback has left it, since somebody has changed it.
        KeptChanged = "kept_changed",
        /// A rollback has left it, since a record that stays uses it.
        KeptUsed = "kept_used",
    }
}

/// A run as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Names the run: a UUID.
    pub run: String,
    /// How far it is.
    pub step: Step,
    /// When the person consented.
    pub started_at: Millis,
    /// When the journal was last written.
    pub changed_at: Millis,
    /// What else is to be known of it: an object, whose fields are the machine's.
    pub detail: Body,
}

/// A record that a run is about, as the journal has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Migrated {
    /// The record.
    pub key: RecordKey,
    /// How it compared.
    pub verdict: Verdict,
    /// What has become of it.
    pub fate: Fate,
    /// A digest of the content that the anonymous library had.
    pub source: String,
    /// A digest of the content that the run wrote; `None`: it wrote nothing.
    pub written: Option<String>,
    /// The document that the account had, if the run has changed it.
    pub former: Option<Body>,
}

/// How many records of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordCounts {
    /// Programs.
    pub programs: u64,
    /// Workouts.
    pub workouts: u64,
}

impl RecordCounts {
    /// One more of this kind.
    pub fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Program => self.programs += 1,
            Kind::Workout => self.workouts += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.programs + self.workouts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_was_written() {
        fn check<T: Copy + PartialEq + std::fmt::Debug + Serialize>(
            all: &[T],
            word: fn(T) -> &'static str,
            parse: fn(&str) -> Option<T>,
        ) {
            for one in all {
                assert_eq!(parse(word(*one)), Some(*one));
                assert_eq!(serde_json::to_value(one).unwrap(), word(*one));
            }
            assert_eq!(parse("dreaming"), None);
        }
        check(Step::ALL, Step::as_str, Step::parse);
        check(Verdict::ALL, Verdict::as_str, Verdict::parse);
        check(Fate::ALL, Fate::as_str, Fate::parse);
    }
}

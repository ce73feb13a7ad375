//! What can be wrong, as people and programs are told: field errors, and the closed set of codes that cross
//! between the core and its fronts.

use serde::{Deserialize, Serialize};

use crate::text;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It must be there and isn't, or is blank.
    Missing,
    /// It holds something else than it may; `expected` is a word of [`crate::schema::Shape`].
    WrongType {
        /// What it should hold.
        expected: &'static str,
    },
    /// More characters than the limit.
    TooLong {
        /// The limit.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// More items than the limit.
    TooMany {
        /// The limit.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// A number outside its range.
    OutOfRange {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
        /// What was given.
        actual: u64,
    },
    /// A word that is none of the choices.
    NotOneOf {
        /// The words it may be.
        choices: Vec<&'static str>,
    },
    /// Not a calendar date of the form `2025-01-15`.
    BadDate,
    /// Not an id that a document can have; see [`crate::id::check`].
    BadId,
    /// A field that can't be given here, such as the id of something that exists.
    NotYours,
    /// An id that stands twice in one file or list.
    Twice,
    /// It names something that isn't there.
    Unknown,
    /// A new order that does not name every item exactly once.
    NotEach,
    /// It is not written as such a thing is.
    Malformed {
        /// What it could look like.
        example: &'static str,
    },
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct FieldError {
    /// Its path: `name`, `exercise_groups[2].sets`. Empty for the document as a whole.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldError {
    /// An error at `field`.
    #[must_use]
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        Self { field: field.into(), problem }
    }

    /// A sentence for people, without the field's path.
    #[must_use]
    pub fn message(&self) -> String {
        let name = text::field_name(&self.field);
        match &self.problem {
            Problem::Missing => text::with("field-missing", &[("field", name.into())]),
            Problem::WrongType { expected } => text::with(
                "field-wrong-type",
                &[("field", name.into()), ("expected", text::get(&format!("shape-{expected}")).into())],
            ),
            Problem::TooLong { max, actual } => text::with(
                "field-too-long",
                &[("field", name.into()), ("max", (*max).into()), ("actual", (*actual).into())],
            ),
            Problem::TooMany { max, actual } => text::with(
                "field-too-many",
                &[("field", name.into()), ("max", (*max).into()), ("actual", (*actual).into())],
            ),
            Problem::OutOfRange { min, max, actual } => text::with(
                "field-out-of-range",
                &[
                    ("field", name.into()),
                    ("min", (*min).into()),
                    ("max", (*max).into()),
                    ("actual", (*actual).into()),
                ],
            ),
            Problem::NotOneOf { choices } => text::with(
                "field-not-one-of",
                &[("field", name.into()), ("choices", choices.join(", ").into())],
            ),
            Problem::BadDate => text::with("field-bad-date", &[("field", name.into())]),
            Problem::BadId => text::with("field-bad-id", &[("field", name.into())]),
            Problem::NotYours => text::with("field-not-yours", &[("field", name.into())]),
            Problem::Twice => text::with("field-twice", &[("field", name.into())]),
            Problem::Unknown => text::with("field-unknown", &[("field", name.into())]),
            Problem::NotEach => text::with("field-not-each", &[("field", name.into())]),
            Problem::Malformed { example } => {
                text::with("field-malformed", &[("field", name.into()), ("example", (*example).into())])
            }
        }
    }
}

/// Why a request was not done: a variant only where somebody acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// What was given breaks a rule; `field` says which.
    Invalid,
    /// No such record, entry or version.
    NotFound,
    /// Programs use the workout: say what is to become of their entries.
    InUse,
    /// It was changed meanwhile.
    Conflict,
    /// Signing out would leave changes unsent: say what is to become of them.
    Unsent,
    /// There is nothing to undo, or to redo.
    NothingToDo,
    /// The file can't be read as what it should be.
    BadFile,
    /// The database file is damaged.
    Damaged,
    /// The database was written by a newer version of the app.
    NewerSchema,
    /// The file belongs to another program.
    NotOurs,
    /// The folder or file can't be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// Another process holds the database for too long.
    Busy,
    /// The person changed their mind.
    Cancelled,
    /// Nobody is signed in, or the session is over.
    NeedsSignIn,
    /// The cloud can't be reached.
    Offline,
    /// The cloud is not set up.
    NotSetUp,
    /// The cloud would not.
    Refused,
    /// The system's keyring does not work.
    Keyring,
    /// The command line, or a call from the dashboard, is not one that exists.
    Usage,
    /// Reading or writing failed for another reason.
    Io,
    /// A defect of ours.
    Internal,
}

/// An error as it crosses to a front: the dashboard, or the command line with `--json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct CommandError {
    /// For programs.
    pub code: ErrorCode,
    /// For people: what happened, what it means for their data, what to do.
    pub message: String,
    /// The path of the field at fault, if one is.
    pub field: Option<String>,
}

impl CommandError {
    /// An error that no field is to blame for.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None }
    }
}

impl From<Vec<FieldError>> for CommandError {
    fn from(errors: Vec<FieldError>) -> Self {
        let message = errors.iter().map(FieldError::message).collect::<Vec<_>>().join(" ");
        let field = errors.into_iter().next().map(|error| error.field).filter(|field| !field.is_empty());
        Self { code: ErrorCode::Invalid, message, field }
    }
}

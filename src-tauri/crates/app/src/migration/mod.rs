//! From the anonymous library into an account, without losing a thing.
//!
//! A run goes through [`model::migration::Step`]s. Each is written into the journal, in the account's library, in the
//! transaction that does it or after it is done; each may be done twice. So a run that was killed goes on where it
//! stood, and one that is done again finds nothing left to do. [`machine`] takes it from step to step; what a step does
//! is in a file of its own: the [`backup`] of the anonymous library, the [`copy`] in one transaction, the upload through
//! the ordinary queue, the [`verify`] that reads everything back, and, if the person wants that, [`rollback`] and
//! [`clear`]. The anonymous library is only read, until it is cleared.

mod ask;
mod background;
mod backup;
mod clear;
mod compare;
mod copy;
mod digest;
mod error;
mod journal;
mod machine;
mod report;
mod rollback;
mod source;
mod status;
mod verify;

pub use error::MigrationError;

pub(crate) use background::Migrating;

//! The embedded database: one SQLite file per owner.
//!
//! [`Library`] is the open file. [`Library::read`] gives a [`View`], one consistent snapshot; readers never wait
//! for the writer. [`Library::transact`] is the one way to change anything: a [`Tx`] writes the record, its
//! indexes, its history and, in an account's library, the queue of unsent changes in one transaction, which is on
//! the disk when the call returns. [`Library::sync`] is the side that faces the cloud: a [`SyncTx`] takes in what
//! came from the server and gives out what goes there. What a migration from the anonymous library does is noted beside
//! the records that it writes: see [`Tx::begin_run`]. History is also the undo log ([`Library::undo`], [`Library::redo`]).
//!
//! The store knows no fields of a workout or a program: documents are [`model::Body`]s, and what is indexed of
//! them comes from [`model::Kind::index`]. It reads no clock; the time is passed in.
//!
//! A damaged file is never deleted and never written to: it is set aside and what can be read of it is put into a
//! new one, with a [`SalvageReport`].

#[macro_use]
mod faults;

mod check;
mod connection;
mod connections;
mod cursor;
mod describe;
mod error;
mod fold;
mod guard;
mod history;
mod journal;
mod library;
mod list;
#[cfg(feature = "memory")]
mod memory;
mod migrate;
mod open;
mod owner;
mod recall;
mod record;
mod salvage;
mod search;
mod sync;
mod transaction;
mod tx;
mod undo;
mod view;
mod write;

pub use cursor::Cursor;
pub use describe::Description;
pub use error::{Foreign, StoreError};
pub use history::{Version, Why};
pub use library::Library;
pub use list::{Page, Query};
pub use model::ipc::Order;
pub use open::Opened;
pub use owner::{Owner, Uid};
pub use recall::Past;
pub use record::{Record, RecordKey};
pub use salvage::{Doubt, DoubtState, SalvageReport};
pub use sync::{Conflict, Queued, Received, SyncTx, Waiting};
pub use tx::Tx;
pub use undo::Reverted;
pub use view::View;

//! Sync: [`sync::Engine`] at work on the open library and the real server.
//!
//! One task ([`task`]) syncs one library for one session. It is started when a process that stays has a session, and
//! stopped when the session, the library or the process is left. The task waits for its turn ([`crate::turn`]), since one
//! process at a time syncs a library, then drives the engine ([`driver`]): what goes to the library is done by
//! [`local`], what goes to the cloud by a [`Server`]. How it goes is one [`report::Report`], for this process and,
//! through a file, for others.

mod conflicts;
mod control;
mod driver;
mod firestore;
mod local;
mod lost;
mod once;
mod queue;
mod report;
mod server;
mod task;
mod teller;
#[cfg(test)]
mod tests;
mod timers;

pub use server::{NoToken, Server, SessionNews};

pub(crate) use control::{Syncing, has_heard};
pub(crate) use firestore::Firestore;
pub(crate) use server::late;

/// The file that whoever syncs a library holds.
const LOCK: &str = "sync.lock";

//! What a person can do with Ghost Gym, without a window: the one core under the shell and the command line.
//!
//! [`App`] is opened on a folder and has a method for every command of [`model::ipc`] that needs no window, in
//! one file per noun. It blocks, and may be shared between threads. Every change goes the same way: what was
//! entered is judged by [`model::draft`], then written by one [`store::Library::transact`], so that each command
//! is one step to undo.

#![expect(
    clippy::needless_pass_by_value,
    reason = "commands take their arguments as `model::ipc` declares them"
)]

#[macro_use]
mod faults;

mod account;
mod app;
mod complaint;
mod daily;
mod diagnostics;
mod diff;
mod entry;
mod error;
mod file;
mod history;
mod label;
mod migration;
mod places;
mod preferences;
mod program;
mod record;
mod row;
mod settings;
mod starter;
mod stats;
mod status;
mod sync;
mod transfer;
mod turn;
mod undo;
mod watch;
mod workout;

pub use self::sync::{NoToken, Server, SessionNews};
pub use account::{AccountError, CloudOptions, Connect, Connection, Env, open_in_browser};
pub use app::{App, Clock, Events, Ids, Options};
pub use error::AppError;
pub use migration::MigrationError;
pub use places::data_dir;
pub use transfer::{Restored, not_json};
pub use watch::Watch;

//! The cloud on one's own machine: the official Auth and Firestore emulators, with the rules beside this crate.
//!
//! [`Cloud`] is both together, for whoever wants to try the app; [`Firestore`] and [`Auth`] are one each, for tests.
//! They end when they are dropped, and when the process that started them ends in whatever way. Tests get what is
//! shared by the whole process from [`Firestore::shared`] and [`Auth::shared`], which skip, and say so, where the
//! machine lacks something; `cargo xtask cloud` installs it.

mod auth;
mod cloud;
mod error;
mod firestore;
mod install;
mod jar;
mod java;
mod js_sdk;
mod program;
mod rest;
mod shared;
mod token;

use std::path::{Path, PathBuf};

pub use auth::Auth;
pub use cloud::{Cloud, Ports};
pub use error::{Error, Result};
pub use firestore::Firestore;
pub use install::prepare;
pub use js_sdk::{js_sdk, prepare_js_sdk};
pub use program::Output;
pub use rest::{Answer, Method};
pub use shared::REQUIRED;
pub use token::unsigned_token;

/// The project of the cloud to try. Firebase's own tools never let a name beginning with `demo-` reach production.
pub const PROJECT: &str = "demo-ghostgym";

/// The rules that production and the emulator share.
#[must_use]
pub fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("firestore.rules")
}

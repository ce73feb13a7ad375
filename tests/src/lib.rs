//! End to end: the real app, in a real window, on a desktop of its own.
//!
//! [`Desktop`] is a virtual display with a window manager, a session bus and a home folder that nobody else uses, so
//! tests can run side by side and beside a person's own desktop. [`App`] is the app on it: what a person would see
//! and do is seen and done through the web view's driver, and in native dialogs through the X server. Pictures and
//! logs stay in `target/e2e/<test>/`.
#![cfg(target_os = "linux")]

mod account;
mod app;
mod check;
mod child;
mod cli;
mod cloud;
mod desktop;
mod device;
mod dialog;
mod evidence;
mod exported;
mod failure;
pub mod find;
pub mod fixture;
mod google;
mod installed;
mod keyring;
mod keys;
mod launch;
mod look;
mod network;
mod page;
mod panel;
mod pointer;
mod releases;
mod secrets;
mod sync;
mod truth;
mod wait;
mod window;

pub use account::Person;
pub use app::App;
pub use check::expect;
pub use cloud::Cloud;
pub use desktop::Desktop;
pub use device::Device;
pub use evidence::{Sweep, search_everything};
pub use exported::expect_whole;
pub use failure::{Failure, Result};
pub use fantoccini::key::Key;
pub use google::Google;
pub use keyring::Keyring;
pub use network::{Network, Way};
pub use panel::{Panel, Shown};
pub use releases::{Keys, Release, Releases};
pub use secrets::{Leak, Secrets, files_with};
pub use wait::until;

//! The app on real files: what a person does, and what they find afterwards.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod account;
mod backup;
mod bench;
mod chosen;
mod cloud;
mod crud;
mod daily;
mod damage;
mod devices;
mod diagnostics;
mod entries;
mod export;
mod faults;
mod foreign;
mod history;
mod import;
mod js_sdk;
mod layouts;
mod live;
mod migration;
mod others;
mod owners;
mod processes;
mod sequences;
mod sessions;
mod settings;
mod standing;
mod starters;
mod undo;

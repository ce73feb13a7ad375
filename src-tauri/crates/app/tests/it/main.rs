//! The app on real files: what a person does, and what they find afterwards.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod account;
mod backup;
mod bench;
mod cloud;
mod crud;
mod damage;
mod entries;
mod export;
mod history;
mod import;
mod layouts;
mod others;
mod owners;
mod processes;
mod sequences;
mod settings;
mod standing;
mod starters;
mod undo;

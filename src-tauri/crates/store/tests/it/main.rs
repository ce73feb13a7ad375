//! The store from outside: what it promises, whatever happens to it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod changes;
mod crash;
mod damage;
mod damaged_log;
mod errors;
mod history;
mod migrations;
mod properties;
mod reference;
mod salvage;
mod sample;
mod search;
mod sharing;
mod support;
mod syncs;
mod trial;

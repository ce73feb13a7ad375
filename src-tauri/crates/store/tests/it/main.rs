//! The store from outside: what it promises, whatever happens to it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod crash;
mod damage;
mod errors;
mod history;
mod migrations;
mod properties;
mod reference;
mod search;
mod sharing;
mod support;

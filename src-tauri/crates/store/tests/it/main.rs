//! The store from outside: what it promises, whatever happens to it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a View isn't general enough by its name"
)]

mod changes;
mod cloud;
mod cloud_properties;
mod cloud_reference;
mod cloud_steps;
mod crash;
mod crash_cloud;
mod crash_journal;
mod crash_steps;
mod damage;
mod damaged_log;
mod errors;
mod gone;
mod history;
mod journal;
mod journal_tells;
mod migrations;
mod properties;
mod reference;
mod salvage;
mod salvage_cloud;
mod salvage_journal;
mod sample;
mod search;
mod sending;
mod sharing;
mod support;
mod syncs;
mod trial;

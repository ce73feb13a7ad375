//! Devices, people, a web app and a cloud in one thread, with a clock and a network that do what a seed says.
//!
//! [`Plan::draw`] makes a schedule of a seed; [`run`] plays it with the real engine (`sync`) and the real library
//! (`store`) on each device, against a model of Cloud Firestore ([`cloud`]); then all faults end, and everybody must
//! come to agree. What must never be is checked at every step and at the end ([`Violation`]); a schedule that breaks
//! a rule is made small ([`shrink`]). [`Bug`]s are mistakes put in on purpose: the simulation must find them.
//!
//! Rules that hold at every moment are in `check` and `ledger`, those of the end in `settle`: every accepted edit is in
//! the final state or in history on the device where it was made, and what loses a merge is in history where it lost;
//! no write takes effect twice; a record's changes keep their order; nobody sees another's data; the status says
//! synced only when nothing is pending, refused or unheard; a change that nobody contradicted stands; and when the
//! faults have ended, every device has the same bytes as the cloud and an empty queue, in bounded time, with a bounded
//! number of requests and no more writes than edits.
//!
//! What it leaves to others: that a transaction of the library is whole when the process is killed within it (the
//! store's own tests), and a second process beside the app. What it leaves out because nobody could tell it from an
//! edit: a request that the network repeats when the document that it makes has been made and deleted meanwhile.

mod batch;
mod bug;
mod check;
pub mod cloud;
mod device;
mod drive;
pub mod edit;
mod fault;
mod ledger;
mod library;
mod network;
mod people;
mod plan;
mod scene;
mod settle;
mod shrink;
mod stream;
mod task;
mod trace;
mod trouble;
mod web;
mod world;

pub use batch::{Totals, play};
pub use bug::Bug;
pub use fault::{Fault, Faults};
pub use library::Libraries;
pub use plan::{Act, Foreign, Plan, Step, Trouble, What};
pub use scene::Scene;
pub use shrink::shrink;
pub use trace::Trace;
pub use world::{Outcome, Violation, run};

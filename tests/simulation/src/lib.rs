//! Devices, people, a web app and a cloud in one thread, with a clock and a network that do what a seed says.
//!
//! [`Plan::draw`] makes a schedule of a seed; [`run`] plays it with the real engine (`sync`) and the real library
//! (`store`) on each device, against a model of Cloud Firestore ([`cloud`]); then all faults end, and everybody must
//! come to agree. What must never be is checked at every step and at the end ([`Violation`]); a schedule that breaks
//! a rule is made small ([`shrink`]). [`Bug`]s are mistakes put in on purpose: the simulation must find them.

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

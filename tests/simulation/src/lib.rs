//! Devices, people, a web app and a cloud in one thread, with a clock and a network that do what a seed says.

pub mod cloud;
pub mod edit;
pub mod fault;
pub mod plan;
pub mod shrink;
pub mod trace;

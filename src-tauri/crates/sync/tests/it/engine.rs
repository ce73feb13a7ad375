//! The engine, told step by step what happens.

mod census;
mod count;
mod failures;
mod feeds;
mod pauses;
mod push;
mod rig;
mod standing;
mod tokens;
mod watch;

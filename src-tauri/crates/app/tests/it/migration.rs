//! From the anonymous library into an account and back, on both official emulators with the rules on.

mod again;
mod journey;
#[cfg(unix)]
mod killed;
mod points;
mod real;
mod support;
mod trouble;
mod undone;

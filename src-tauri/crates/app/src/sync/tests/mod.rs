//! The sync task against a server in memory: the driver by itself, where time passes as fast as it is waited for, and
//! the app as a whole.

mod driving;
mod fake;
mod restoring;
mod whole;

//! How two copies of a document become one.

use model::sync::{Meeting, Outcome};

use crate::clock::Clock;

/// Decides a meeting. Pure: the store calls it inside the transaction that applies what it answers.
#[must_use]
pub fn meet(meeting: &Meeting<'_>, clock: Clock) -> Outcome {
    let _unused = (meeting, clock);
    Outcome::Theirs { lost: Vec::new() }
}

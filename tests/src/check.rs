//! Comparing what is with what should be, without ending the test's tidying up as a panic would.

use std::fmt::Debug;

use crate::{Failure, Result};

/// Fails unless `seen` is `expected`; `what` is what was looked at.
pub fn expect<Seen: PartialEq<Expected> + Debug, Expected: Debug + ?Sized>(
    what: &str,
    seen: &Seen,
    expected: &Expected,
) -> Result {
    if seen == expected {
        Ok(())
    } else {
        Err(Failure::Unexpected(format!("{what}: {seen:?} instead of {expected:?}")))
    }
}

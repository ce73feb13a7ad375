//! Named points at which a test can stop the process, to prove that a migration goes on from there.

/// A fault point. It costs nothing, and does nothing, without the feature `faults`.
macro_rules! fault {
    ($name:literal) => {
        #[cfg(feature = "faults")]
        fail::fail_point!($name);
    };
}

//! The data the tests begin with.

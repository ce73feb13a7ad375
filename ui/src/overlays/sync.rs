//! What sync asks of people: what is not in the cloud yet, and what merges decided.

pub mod conflicts;
pub mod unsent;

#[cfg(test)]
mod tests;

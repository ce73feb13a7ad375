//! How many tests passed, as the test runners themselves say it.

use std::fmt;
use std::ops::AddAssign;

/// Tests by their result. A check that is not made of tests counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
}

impl Counts {
    /// One check, passed.
    pub(super) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One check, failed.
    pub(super) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// One check, not made.
    pub(super) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// The counts in `line`, if it is the line a test runner closes with: cargo-nextest's
    /// `Summary [ 1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`, or
    /// `test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; …`, of which cargo test prints one per binary.
    /// Indented, that is what a test that failed said itself, shown by cargo-nextest, which counts it too.
    pub(super) fn from_closing_line(line: &str) -> Option<Self> {
        let results = line.strip_prefix("test result: ").or_else(|| {
            line.trim_start()
                .strip_prefix("Summary [")
                .and_then(|line| line.split_once(" run: "))
                .map(|(_, rest)| rest)
        })?;
        let mut counts = Self::default();
        let words: Vec<&str> =
            results.split([' ', ',', ';', '(', ')', '.']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u64>() else { continue };
            match pair[1] {
                "passed" => counts.passed += number,
                "failed" | "timed" | "exec" => counts.failed += number,
                "skipped" | "ignored" => counts.skipped += number,
                _ => {}
            }
        }
        Some(counts)
    }

    /// Whether there was nothing to count.
    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(line: &str) -> Option<(u64, u64, u64)> {
        Counts::from_closing_line(line).map(|counts| (counts.passed, counts.failed, counts.skipped))
    }

    #[test]
    fn reads_nextest() {
        assert_eq!(counts("     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped"), Some((3, 0, 0)));
        let slow = "Summary [  90.1s] 9 tests run: 6 passed (2 slow, 1 leaky), 1 failed, 1 timed out, 1 exec failed, 4 skipped";
        assert_eq!(counts(slow), Some((6, 3, 4)));
        assert_eq!(counts("Summary [ 1.0s] 2/9 tests run: 1 passed, 1 failed, 0 skipped"), Some((1, 1, 0)));
    }

    #[test]
    fn reads_libtest() {
        let line = "test result: FAILED. 4 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s";
        assert_eq!(counts(line), Some((4, 2, 1)));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counts("        PASS [   0.003s] store writes_once"), None);
        assert_eq!(counts("3 passed, 0 failed"), None);
        assert_eq!(
            counts("    test result: FAILED. 0 passed; 1 failed; 0 ignored"),
            None,
            "shown by nextest"
        );
    }
}

//! One figure of a benchmark, as it prints it:
//! `RATIO what: p50 store 3.20ms, SQLite 2.90ms, ratio 1.10 of 40 pairs; goal 1.5`.
//! The goal is the most the ratio may be, or `store under 50 ms`.

/// A figure and its goal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// What was measured.
    pub(super) what: String,
    /// What came out.
    pub(super) seen: String,
    /// What should.
    pub(super) goal: String,
    /// Whether it did, if that can be told.
    pub(super) kept: Option<bool>,
}

impl Figure {
    /// The figure on `line`, if there is one.
    pub(super) fn from_line(line: &str) -> Option<Self> {
        let (seen, goal) = line.trim().strip_prefix("RATIO ")?.split_once("; goal ")?;
        let (what, seen) = seen.split_once(": p50 ")?;
        let kept = match goal.strip_prefix("store under ").and_then(|goal| goal.strip_suffix(" ms")) {
            Some(most) => at_most(milliseconds(word_after(seen, "store ")?), most.parse().ok()),
            None => at_most(word_after(seen, "ratio ")?.parse().ok(), goal.parse().ok()),
        };
        Some(Self { what: what.to_owned(), seen: seen.to_owned(), goal: goal.to_owned(), kept })
    }
}

fn at_most(seen: Option<f64>, most: Option<f64>) -> Option<bool> {
    Some(seen? <= most?)
}

fn word_after<'text>(text: &'text str, label: &str) -> Option<&'text str> {
    let (_, rest) = text.split_once(label)?;
    rest.split([' ', ',']).next()
}

/// A duration as Rust's `Debug` writes it.
fn milliseconds(duration: &str) -> Option<f64> {
    // The longer units first: all end in `s`.
    [("ms", 1.0), ("µs", 1e-3), ("ns", 1e-6), ("s", 1e3)].into_iter().find_map(|(unit, factor)| {
        let number: f64 = duration.strip_suffix(unit)?.parse().ok()?;
        Some(number * factor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(line: &str) -> Option<bool> {
        Figure::from_line(line).unwrap().kept
    }

    #[test]
    fn a_ratio_is_held_against_its_goal() {
        assert_eq!(
            kept("RATIO a: p50 store 3.20ms, SQLite 2.90ms, ratio 1.10 of 40 pairs; goal 1.5"),
            Some(true)
        );
        assert_eq!(
            kept("RATIO a: p50 store 3.20ms, SQLite 2.00ms, ratio 1.60 of 40 pairs; goal 1.5"),
            Some(false)
        );
    }

    #[test]
    fn a_time_is_held_against_its_goal() {
        let line = |time: &str| {
            format!(
                "RATIO a, b: p50 store {time}, SQLite 1.00ms, ratio 9.00 of 4 pairs; goal store under 10 ms"
            )
        };
        for (time, expected) in [("812.00µs", true), ("9.90ms", true), ("10.10ms", false), ("1.20s", false)]
        {
            assert_eq!(kept(&line(time)), Some(expected), "{time}");
        }
    }

    #[test]
    fn other_lines_are_no_figures() {
        assert_eq!(Figure::from_line("search for \"b\" time: [1.0 ms 1.1 ms 1.2 ms]"), None);
    }
}

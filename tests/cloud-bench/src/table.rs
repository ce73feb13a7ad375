//! The table at the end: what, ours, raw, the SDK's, the ratio, the goal, and whether it is met.

/// A line of it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) what: String,
    /// Our side's figure; empty where there is none, as with the next two.
    pub(crate) ours: String,
    /// That of raw calls.
    pub(crate) raw: String,
    /// The SDK's.
    pub(crate) sdk: String,
    /// What ours should be; nothing for a figure that only stands beside others.
    pub(crate) goals: Vec<Goal>,
}

/// What a figure should be.
#[derive(Debug, PartialEq)]
pub(crate) struct Goal {
    /// What it is held against: the ratio, or the figure.
    pub(crate) seen: String,
    /// What that should be.
    pub(crate) wanted: String,
    /// Whether it is.
    pub(crate) met: bool,
}

impl Goal {
    /// Our speed should be at least so many times another's.
    pub(crate) fn at_least(times: f64, whose: &str, ours: f64, theirs: f64) -> Self {
        let ratio = ours / theirs;
        let (seen, wanted) = (format!("{ratio:.2} x {whose}"), format!("at least {times} x {whose}"));
        Self { seen, wanted, met: ratio >= times }
    }

    /// Ours should be no more than so many times the SDK's.
    pub(crate) fn at_most(times: f64, ours: f64, theirs: f64) -> Self {
        let ratio = ours / theirs;
        let (seen, wanted) = (format!("{ratio:.2} x SDK"), format!("at most {times} x SDK"));
        Self { seen, wanted, met: ratio <= times }
    }

    /// Something should take no more than so many times as long as another thing.
    pub(crate) fn as_long_as(times: f64, what: &str, ms: f64, other_ms: f64) -> Self {
        let ratio = ms / other_ms;
        let (seen, wanted) = (format!("{ratio:.2} x {what}"), format!("at most {times} x {what}"));
        Self { seen, wanted, met: ratio <= times }
    }

    /// Production should charge no more than this.
    pub(crate) fn charged(charged: f64, most: f64) -> Self {
        Self { seen: String::new(), wanted: format!("at most {most}"), met: charged <= most }
    }
}

const HEAD: [&str; 7] = ["what", "ours", "raw", "SDK", "ratio", "goal", ""];

/// The table.
pub(crate) fn shown(rows: &[Row]) -> String {
    let mut lines: Vec<[String; 7]> = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(columns));
    let width =
        |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let mut table = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(text, &width)| format!("{text:<width$}")).collect();
        table.push_str(cells.join("  ").trim_end());
        table.push('\n');
    }
    table
}

fn columns(row: &Row) -> [String; 7] {
    let joined = |text: fn(&Goal) -> &str| {
        let texts = row.goals.iter().map(text).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(", ")
    };
    let verdict = if row.goals.is_empty() {
        ""
    } else if row.goals.iter().all(|goal| goal.met) {
        "met"
    } else {
        "MISSED"
    };
    [
        row.what.clone(),
        row.ours.clone(),
        row.raw.clone(),
        row.sdk.clone(),
        joined(|goal| goal.seen.as_str()),
        joined(|goal| goal.wanted.as_str()),
        verdict.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_is_seen() {
        let goals =
            |sdk: f64| vec![Goal::at_least(0.85, "raw", 90.0, 100.0), Goal::at_least(3.0, "SDK", 90.0, sdk)];
        let row = |goals| Row { what: "drain".to_owned(), ours: "90/s".to_owned(), goals, ..Row::default() };
        let table = shown(&[row(goals(30.0)), row(goals(31.0)), row(Vec::new())]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].contains("0.90 x raw, 3.00 x SDK") && lines[1].ends_with("met"), "{table}");
        assert!(lines[2].ends_with("MISSED"), "{table}");
        assert!(lines[3].ends_with("90/s"), "{table}");
    }

    #[test]
    fn what_may_be_no_more_is_held_to_that() {
        assert!(Goal::at_most(1.0, 9.0, 10.0).met);
        assert!(!Goal::at_most(1.0, 11.0, 10.0).met);
        assert!(Goal::charged(110.0, 110.0).met);
        assert!(!Goal::charged(1.0, 0.0).met);
    }
}

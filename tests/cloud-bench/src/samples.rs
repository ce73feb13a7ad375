//! What was measured, and the middle of it.

use std::collections::BTreeMap;

use crate::side::Who;

/// Measurements: of whom, and how far away from the server, in milliseconds there and back.
#[derive(Debug, Default)]
pub(crate) struct Samples(BTreeMap<(Who, u64), Vec<f64>>);

impl Samples {
    /// Adds one.
    pub(crate) fn add(&mut self, who: Who, distance: u64, measured: f64) {
        self.0.entry((who, distance)).or_default().push(measured);
    }

    /// The median of somebody's at a distance; none if there is no measurement.
    pub(crate) fn median(&self, who: Who, distance: u64) -> Option<f64> {
        median(self.0.get(&(who, distance))?.clone())
    }

    /// The median of somebody's at all distances.
    pub(crate) fn median_of_all(&self, who: Who) -> Option<f64> {
        median(self.all(who).collect())
    }

    /// The largest of somebody's.
    pub(crate) fn most(&self, who: Who) -> Option<f64> {
        self.all(who).max_by(f64::total_cmp)
    }

    fn all(&self, who: Who) -> impl Iterator<Item = f64> {
        let all = self.0.iter().filter(move |((whose, _), _)| *whose == who);
        all.flat_map(|(_, measured)| measured.iter().copied())
    }
}

fn median(mut measured: Vec<f64>) -> Option<f64> {
    measured.sort_unstable_by(f64::total_cmp);
    measured.get(measured.len() / 2).copied()
}

/// A count as a number to calculate with; the counts here are far below what that can tell apart.
pub(crate) fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_of_one_side_and_one_distance() {
        let mut samples = Samples::default();
        for (who, distance, measured) in [
            (Who::Ours, 0, 5.0),
            (Who::Ours, 0, 1.0),
            (Who::Ours, 0, 2.0),
            (Who::Ours, 50, 9.0),
            (Who::Raw, 0, 7.0),
        ] {
            samples.add(who, distance, measured);
        }
        assert_eq!(samples.median(Who::Ours, 0), Some(2.0));
        assert_eq!(samples.median(Who::Ours, 50), Some(9.0));
        assert_eq!(samples.median(Who::Sdk, 0), None);
        assert_eq!(samples.median_of_all(Who::Ours), Some(5.0));
        assert_eq!(samples.most(Who::Ours), Some(9.0));
    }
}

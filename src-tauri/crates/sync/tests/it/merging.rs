//! What holds of every merge.

use model::Body;
use model::body::same_content;
use model::sync::{Loss, Outcome, Side, State};
use proptest::prelude::*;

use crate::documents::{any_workout, is_within, leaves};
use crate::support::Case;

fn case(base: &Body, ours: &Body, theirs: &Body, ours_later: bool) -> Case {
    let case = Case::new(Some(base.clone()), Some(ours.clone()), State::Document(theirs.clone()));
    if ours_later { case } else { case.earlier() }
}

fn lost(outcome: Outcome) -> Vec<Loss> {
    match outcome {
        Outcome::Theirs { lost } | Outcome::Ours { lost } | Outcome::Both { lost, .. } => lost,
        Outcome::Unreadable | Outcome::Ask => panic!("{outcome:?}"),
    }
}

/// Every value that a side changed or added is in the merged document, or is lost by that side; every value that it
/// took away is gone, or the removal is lost.
fn nothing_vanishes(base: &Body, side: &Body, merged: &Body, lost: &[&str]) -> Result<(), TestCaseError> {
    let (base, side, merged) = (leaves(base), leaves(side), leaves(merged));
    for (path, value) in &side {
        if base.get(path) != Some(value) {
            let kept = merged.get(path) == Some(value) || lost.iter().any(|lost| is_within(path, lost));
            prop_assert!(kept, "{path}: {value} is neither in {merged:?} nor in {lost:?}");
        }
    }
    for path in base.keys().filter(|path| !side.contains_key(*path)) {
        let gone = !merged.contains_key(path) || lost.iter().any(|lost| is_within(path, lost));
        prop_assert!(gone, "{path} is back, and nobody knows: {lost:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn identity(base in any_workout(), other in any_workout(), later in any::<bool>()) {
        prop_assert_eq!(case(&base, &other, &other, later).meet(), Outcome::Theirs { lost: vec![] });
        prop_assert_eq!(case(&base, &base, &other, later).meet(), Outcome::Theirs { lost: vec![] });
        if !same_content(&base, &other) {
            prop_assert_eq!(case(&base, &other, &base, later).meet(), Outcome::Ours { lost: vec![] });
        }
    }

    #[test]
    fn idempotence(base in any_workout(), ours in any_workout(), theirs in any_workout(), later in any::<bool>()) {
        let (merged, _) = case(&base, &ours, &theirs, later).merged();
        for known in [&base, &theirs] {
            let (again, _) = case(known, &merged, &theirs, later).merged();
            prop_assert!(same_content(&again, &merged), "{again:?} is not {merged:?}");
        }
        prop_assert_eq!(lost(case(&theirs, &merged, &theirs, later).meet()), vec![]);
    }

    /// Which side is which makes no difference, only which is later.
    #[test]
    fn symmetry(base in any_workout(), a in any_workout(), b in any_workout()) {
        let (here, there) = (case(&base, &a, &b, true), case(&base, &b, &a, false));
        prop_assert!(same_content(&here.merged().0, &there.merged().0));
        let other = |side| if side == Side::Ours { Side::Theirs } else { Side::Ours };
        let swapped: Vec<Loss> =
            lost(there.meet()).into_iter().map(|loss| Loss { side: other(loss.side), ..loss }).collect();
        prop_assert_eq!(lost(here.meet()), swapped);
    }

    #[test]
    fn at_a_tie_theirs_are_later(base in any_workout(), ours in any_workout(), theirs in any_workout()) {
        let mut tie = case(&base, &ours, &theirs, true);
        tie.edited_at = tie.at.millis();
        prop_assert_eq!(tie.meet(), case(&base, &ours, &theirs, false).meet());
    }

    #[test]
    fn no_value_is_lost(base in any_workout(), ours in any_workout(), theirs in any_workout(), later in any::<bool>()) {
        let case = case(&base, &ours, &theirs, later);
        let merged = case.merged().0;
        let lost = lost(case.meet());
        let of = |side| -> Vec<&str> {
            lost.iter().filter(|loss| loss.side == side).map(|loss| loss.path.as_str()).collect()
        };
        nothing_vanishes(&base, &ours, &merged, &of(Side::Ours))?;
        nothing_vanishes(&base, &theirs, &merged, &of(Side::Theirs))?;
    }

    /// What is lost was there, and is not there any more.
    #[test]
    fn what_is_lost_is_lost(base in any_workout(), ours in any_workout(), theirs in any_workout(), later in any::<bool>()) {
        let case = case(&base, &ours, &theirs, later);
        let merged = leaves(&case.merged().0);
        for loss in lost(case.meet()) {
            let side = leaves(if loss.side == Side::Ours { &ours } else { &theirs });
            if side.contains_key(&loss.path) {
                prop_assert_eq!(side.get(&loss.path), Some(&loss.value));
                prop_assert_ne!(merged.get(&loss.path), Some(&loss.value));
            }
        }
    }
}

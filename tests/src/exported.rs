//! What an export must hold.

use std::path::Path;

use serde_json::Value;

use crate::{Failure, Result, expect, fixture};

/// Fails unless the file at `path` has every workout of the web app's data with every field as it was, and `workouts`
/// and `programs` in all.
pub fn expect_whole(path: &Path, workouts: usize, programs: usize) -> Result {
    let exported = fixture::json(path)?;
    let original = fixture::json(&fixture::workouts())?;
    for workout in list(&original, "workouts") {
        let again = list(&exported, "workouts").find(|again| again["id"] == workout["id"]);
        if again != Some(workout) {
            return Err(Failure::Unexpected(format!("{workout}\ncame back as\n{again:?}")));
        }
    }
    expect("exported workouts", &list(&exported, "workouts").count(), &workouts)?;
    expect("exported programs", &list(&exported, "programs").count(), &programs)
}

fn list<'a>(document: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    document[name].as_array().into_iter().flatten()
}

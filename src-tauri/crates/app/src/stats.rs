//! Figures about the library, and the words it uses.

use std::collections::BTreeMap;

use model::ipc::{Count, Prefix, Stats};
use model::{Kind, body};
use serde_json::Value;

use crate::{App, AppError};

/// How many exercise names the figures show.
const TOP: usize = 20;
/// More exercise names than any library has.
const EVERY: usize = 10_000_000;
/// How many exercise names are offered while somebody types.
const OFFERED: usize = 20;

impl App {
    /// Figures about the library.
    pub fn stats(&self) -> Result<Stats, AppError> {
        self.read(|view| {
            let (mut entries, mut weeks) = (0, 0);
            view.all(Kind::Program, |program| {
                entries += body::items(&program.body, "workouts").count() as u64;
                weeks += program.body.get("duration_weeks").and_then(Value::as_u64).unwrap_or_default();
                Ok::<_, AppError>(())
            })?;
            let mut tags: BTreeMap<String, u64> = BTreeMap::new();
            for kind in Kind::ALL {
                for (tag, count) in view.tags(kind)? {
                    *tags.entry(tag).or_default() += count;
                }
            }
            Ok(Stats {
                workouts: view.count(Kind::Workout)?,
                programs: view.count(Kind::Program)?,
                exercises: view.exercise_names("", EVERY)?.len() as u64,
                entries,
                weeks,
                tags: most_used(tags.into_iter().collect()),
                top_exercises: counts(view.exercise_names("", TOP)?),
            })
        })
    }

    /// The tags of workouts, the most used first.
    pub fn workout_tags(&self) -> Result<Vec<Count>, AppError> {
        self.read(|view| Ok(most_used(view.tags(Kind::Workout)?)))
    }

    /// Exercise names used so far that begin so, the most used first.
    pub fn exercise_names(&self, ask: Prefix) -> Result<Vec<String>, AppError> {
        self.read(|view| {
            let names = view.exercise_names(&ask.prefix, OFFERED)?;
            Ok(names.into_iter().map(|(name, _)| name).collect())
        })
    }
}

/// The words that most records have first.
fn most_used(mut words: Vec<(String, u64)>) -> Vec<Count> {
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts(words)
}

fn counts(words: Vec<(String, u64)>) -> Vec<Count> {
    words.into_iter().map(|(word, count)| Count { word, count }).collect()
}

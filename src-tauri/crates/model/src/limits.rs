//! The limits on what a person enters here, in one place. They are the web app's request limits.
//!
//! A document from elsewhere that goes beyond them is kept, shown and flagged; see [`crate::draft`] for how an
//! edit of such a document is judged.

use crate::error::{FieldError, Problem};
use crate::{Program, Workout, time};

/// Characters in a name, after trimming; at least one.
pub const NAME: usize = 100;
/// Characters in a workout's description.
pub const WORKOUT_DESCRIPTION: usize = 500;
/// Characters in a program's description.
pub const PROGRAM_DESCRIPTION: usize = 1_000;
/// Tags on a record.
pub const TAGS: usize = 10;
/// Exercise groups in a workout.
pub const GROUPS: usize = 6;
/// Bonus exercises in a workout.
pub const BONUS: usize = 2;
/// Weeks that a program may run, from 1.
pub const WEEKS: u64 = 52;
/// The words for a program's difficulty.
pub const DIFFICULTIES: [&str; 3] = ["beginner", "intermediate", "advanced"];

/// Where a workout goes beyond the limits.
#[must_use]
pub fn workout(workout: &Workout) -> Vec<FieldError> {
    let mut found = Found::default();
    found.length("name", &workout.name, NAME);
    found.length("description", &workout.description, WORKOUT_DESCRIPTION);
    found.count("tags", workout.tags.len(), TAGS);
    found.count("exercise_groups", workout.exercise_groups.len(), GROUPS);
    found.count("bonus_exercises", workout.bonus_exercises.len(), BONUS);
    for (index, group) in workout.exercise_groups.iter().enumerate() {
        let at = |name: &str| format!("exercise_groups[{index}].{name}");
        for (letter, name) in &group.exercises {
            found.length(&at(&format!("exercises.{letter}")), name, NAME);
        }
        found.prescription(&at, &group.sets, &group.reps, &group.rest);
    }
    for (index, bonus) in workout.bonus_exercises.iter().enumerate() {
        let at = |name: &str| format!("bonus_exercises[{index}].{name}");
        found.length(&at("name"), &bonus.name, NAME);
        found.prescription(&at, &bonus.sets, &bonus.reps, &bonus.rest);
    }
    found.0
}

/// Where a program goes beyond the limits.
#[must_use]
pub fn program(program: &Program) -> Vec<FieldError> {
    let mut found = Found::default();
    found.length("name", &program.name, NAME);
    found.length("description", &program.description, PROGRAM_DESCRIPTION);
    found.count("tags", program.tags.len(), TAGS);
    if let Some(weeks) = program.duration_weeks.filter(|weeks| !(1..=WEEKS).contains(weeks)) {
        found.add("duration_weeks", Problem::OutOfRange { min: 1, max: WEEKS, actual: weeks });
    }
    if !DIFFICULTIES.contains(&program.difficulty_level.as_str()) {
        found.add("difficulty_level", Problem::NotOneOf { choices: DIFFICULTIES.to_vec() });
    }
    for (index, entry) in program.workouts.iter().enumerate() {
        let at = |name: &str| format!("workouts[{index}].{name}");
        if let Some(name) = &entry.custom_name {
            found.length(&at("custom_name"), name, NAME);
        }
        if entry.custom_date.as_ref().is_some_and(|date| !time::is_date(date)) {
            found.add(&at("custom_date"), Problem::BadDate);
        }
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<FieldError>);

impl Found {
    fn add(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError::new(field, problem));
    }

    fn length(&mut self, field: &str, text: &str, max: usize) {
        let actual = text.trim().chars().count();
        if actual > max {
            self.add(field, Problem::TooLong { max, actual });
        }
    }

    fn count(&mut self, field: &str, actual: usize, max: usize) {
        if actual > max {
            self.add(field, Problem::TooMany { max, actual });
        }
    }

    /// Sets, reps and rest are free text; a name's length is room enough for "4 x 8, then AMRAP".
    fn prescription(&mut self, at: &impl Fn(&str) -> String, sets: &str, reps: &str, rest: &str) {
        for (name, text) in [("sets", sets), ("reps", reps), ("rest", rest)] {
            self.length(&at(name), text, NAME);
        }
    }
}

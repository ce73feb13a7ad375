//! How much of an exercise: sets, reps and rest, as they are typed and as they are saved.

use model::{BonusExercise, ExerciseGroup};

/// How much of an exercise: sets x reps x rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dose {
    pub sets: String,
    pub reps: String,
    pub rest: String,
}

/// One of the three fields of a [`Dose`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseField {
    Sets,
    Reps,
    Rest,
}

impl DoseField {
    pub const ALL: [Self; 3] = [Self::Sets, Self::Reps, Self::Rest];

    /// The word for it in texts, paths and test ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sets => "sets",
            Self::Reps => "reps",
            Self::Rest => "rest",
        }
    }
}

impl Dose {
    /// What a group has when nothing is said.
    pub fn of_group() -> Self {
        let group = ExerciseGroup::default();
        Self { sets: group.sets, reps: group.reps, rest: group.rest }
    }

    /// What a bonus exercise has when nothing is said.
    pub fn of_bonus() -> Self {
        let bonus = BonusExercise::default();
        Self { sets: bonus.sets, reps: bonus.reps, rest: bonus.rest }
    }

    pub fn get(&self, field: DoseField) -> &str {
        match field {
            DoseField::Sets => &self.sets,
            DoseField::Reps => &self.reps,
            DoseField::Rest => &self.rest,
        }
    }

    pub fn get_mut(&mut self, field: DoseField) -> &mut String {
        match field {
            DoseField::Sets => &mut self.sets,
            DoseField::Reps => &mut self.reps,
            DoseField::Rest => &mut self.rest,
        }
    }

    /// Trimmed, blanks filled in, as the core saves it.
    pub fn settled(&self, default: &Self) -> Self {
        let mut settled = self.clone();
        for field in DoseField::ALL {
            let text = self.get(field).trim();
            let text = if text.is_empty() { default.get(field) } else { text };
            text.clone_into(settled.get_mut(field));
        }
        settled
    }
}

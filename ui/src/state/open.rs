//! The program in the middle panel, and what a drop makes of it before the core has answered.

use std::rc::Rc;

use model::ipc::{EntryDetail, ProgramDetail, WorkoutRow};
use model::{EntryId, ProgramId, ProgramWorkout};

use crate::state::drag::moved;
use crate::text::t;

/// The program in the middle panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Open {
    /// None is open.
    #[default]
    Nothing,
    /// It has been asked for.
    Loading(ProgramId),
    /// It is shown.
    Program(Rc<ProgramDetail>),
}

impl Open {
    /// The id of the program that is open or about to be.
    pub fn id(&self) -> Option<&ProgramId> {
        match self {
            Self::Nothing => None,
            Self::Loading(id) => Some(id),
            Self::Program(detail) => Some(&detail.program.id),
        }
    }

    /// The program, once it is there.
    pub fn program(&self) -> Option<&Rc<ProgramDetail>> {
        match self {
            Self::Program(detail) => Some(detail),
            _ => None,
        }
    }

    /// With a workout dropped at a place, until the core has answered with the entry's own id.
    pub fn with_inserted(&self, row: &Rc<WorkoutRow>, at: usize) -> Self {
        self.with_entries(|entries| {
            let entry_id = EntryId::parse(format!("dropped-{}", row.id)).unwrap_or_default();
            let entry = ProgramWorkout { entry_id, workout_id: row.id.clone(), ..ProgramWorkout::default() };
            entries.insert(at.min(entries.len()), (entry, Some((**row).clone())));
        })
    }

    /// With an entry moved from one place to another.
    pub fn with_moved(&self, from: usize, to: usize) -> Self {
        self.with_entries(|entries| *entries = moved(entries, from, to))
    }

    fn with_entries(&self, change: impl FnOnce(&mut Vec<(ProgramWorkout, Option<WorkoutRow>)>)) -> Self {
        let Self::Program(detail) = self else { return self.clone() };
        let mut detail = (**detail).clone();
        let workouts = detail.entries.into_iter().map(|entry| entry.workout);
        let mut entries = detail.program.workouts.into_iter().zip(workouts).collect();
        change(&mut entries);
        detail.entries = entries
            .iter()
            .map(|(entry, workout)| EntryDetail {
                entry_id: entry.entry_id.clone(),
                workout: workout.clone(),
            })
            .collect();
        detail.program.workouts = entries.into_iter().map(|(entry, _)| entry).collect();
        Self::Program(Rc::new(detail))
    }
}

/// What an entry is called: its own name, or its workout's.
pub fn entry_name(detail: &ProgramDetail, index: usize) -> String {
    let own = detail.program.workouts.get(index).and_then(|entry| entry.custom_name.clone());
    let workout = || detail.entries.get(index)?.workout.as_ref().map(|workout| workout.name.clone());
    own.or_else(workout).unwrap_or_else(|| t!("entry-missing"))
}

#[cfg(test)]
mod tests {
    use model::{Program, WorkoutId};

    use super::*;

    fn open(ids: &[&str]) -> Open {
        let entry = |id: &&str| ProgramWorkout {
            entry_id: EntryId::parse(*id).unwrap(),
            ..ProgramWorkout::default()
        };
        let program = Program { workouts: ids.iter().map(entry).collect(), ..Program::default() };
        let entries = ids
            .iter()
            .map(|id| EntryDetail { entry_id: EntryId::parse(*id).unwrap(), workout: None })
            .collect();
        Open::Program(Rc::new(ProgramDetail { program, entries, flags: Vec::new() }))
    }

    fn ids(open: &Open) -> Vec<&str> {
        let detail = open.program().unwrap();
        let ids: Vec<_> = detail.entries.iter().map(|entry| entry.entry_id.as_str()).collect();
        let same: Vec<_> = detail.program.workouts.iter().map(|entry| entry.entry_id.as_str()).collect();
        assert_eq!(ids, same, "both lists tell the same order");
        ids
    }

    #[test]
    fn a_moved_entry_stands_in_its_new_place_at_once() {
        assert_eq!(ids(&open(&["a", "b", "c"]).with_moved(0, 2)), ["b", "c", "a"]);
        assert_eq!(ids(&open(&["a", "b", "c"]).with_moved(2, 0)), ["c", "a", "b"]);
    }

    #[test]
    fn a_dropped_workout_stands_in_its_place_at_once() {
        let row = WorkoutRow {
            id: WorkoutId::parse("w").unwrap(),
            name: "Push".into(),
            groups: 0,
            bonus: 0,
            exercises: Vec::new(),
            tags: Vec::new(),
            modified_at: 0,
            beyond_limits: false,
            unsent: None,
        };
        let open = open(&["a", "b"]).with_inserted(&Rc::new(row), 1);
        assert_eq!(ids(&open), ["a", "dropped-w", "b"]);
        assert_eq!(open.program().unwrap().entries[1].workout.as_ref().unwrap().name, "Push");
    }

    #[test]
    fn nothing_open_stays_so() {
        assert_eq!(Open::Nothing.with_moved(0, 1), Open::Nothing);
    }
}

//! Workouts: list, read, create, change, delete, copy.

use model::ipc::{
    Create, EntryFate, ListQuery, Page, WorkoutDelete, WorkoutDetail, WorkoutDuplicate, WorkoutRef,
    WorkoutRow, WorkoutUpdate,
};
use model::{Body, ExerciseId, GroupId, Kind, WorkoutId};
use serde_json::{Value, json};
use store::{Tx, Why};

use crate::entry::with_entries;
use crate::label::Verb;
use crate::record::{find, write};
use crate::row::{entries, list, names, used_by, workout_detail, workout_row};
use crate::{App, AppError};

impl App {
    /// Lists workouts.
    pub fn workout_list(&self, ask: ListQuery) -> Result<Page<WorkoutRow>, AppError> {
        self.read(|view| list(view, Kind::Workout, &ask, workout_row))
    }

    /// A workout.
    pub fn workout_get(&self, ask: WorkoutRef) -> Result<WorkoutDetail, AppError> {
        self.read(|view| workout_detail(view, &ask.id))
    }

    /// Makes a workout.
    pub fn workout_create(&self, ask: Create) -> Result<WorkoutDetail, AppError> {
        let id = WorkoutId::from_uuid(self.uuid());
        self.create(Kind::Workout, id.as_str(), ask.changes)?;
        self.workout_get(WorkoutRef { id })
    }

    /// Changes some fields of a workout.
    pub fn workout_update(&self, ask: WorkoutUpdate) -> Result<WorkoutDetail, AppError> {
        self.update(Kind::Workout, ask.id.as_str(), ask.changes, ask.before)?;
        self.workout_get(WorkoutRef { id: ask.id })
    }

    /// Deletes a workout. If programs use it, `entries` says what becomes of theirs, in the same change.
    pub fn workout_delete(&self, ask: WorkoutDelete) -> Result<(), AppError> {
        let name = self.name(Kind::Workout, ask.id.as_str())?;
        self.change(Verb::Delete, &name, |tx| {
            find(tx, Kind::Workout, ask.id.as_str())?;
            let programs = used_by(tx, &ask.id)?;
            match ask.entries {
                None if !programs.is_empty() => return Err(AppError::InUse { name: name.clone(), programs }),
                Some(EntryFate::Remove) => {
                    for program in programs {
                        self.remove_uses(tx, program.id.as_str(), &ask.id)?;
                    }
                }
                None | Some(EntryFate::Keep) => {}
            }
            tx.delete(Kind::Workout, ask.id.as_str())?;
            Ok(())
        })
    }

    /// Copies a workout.
    pub fn workout_duplicate(&self, ask: WorkoutDuplicate) -> Result<WorkoutDetail, AppError> {
        let id = WorkoutId::from_uuid(self.uuid());
        self.copy(Kind::Workout, ask.id.as_str(), id.as_str(), ask.name, |copy| {
            renew(copy, "exercise_groups", "group_id", || json!(GroupId::from_uuid(self.uuid())));
            renew(copy, "bonus_exercises", "exercise_id", || json!(ExerciseId::from_uuid(self.uuid())));
        })?;
        self.workout_get(WorkoutRef { id })
    }

    /// Takes every entry that names the workout out of a program.
    fn remove_uses(&self, tx: &mut Tx, program: &str, workout: &WorkoutId) -> Result<(), AppError> {
        let before = find(tx, Kind::Program, program)?;
        let mut entries = entries(&before.body);
        entries.retain(|entry| !names(entry, workout));
        let after = with_entries(&before.body, entries, &mut || self.uuid())?;
        write(tx, Why::Edited, Kind::Program, Some(&before), after, self.now()).map(drop)
    }
}

/// Gives a new id to every item of a list.
pub(crate) fn renew(body: &mut Body, list: &str, key: &str, mut new_id: impl FnMut() -> Value) {
    let Some(Value::Array(items)) = body.get_mut(list) else { return };
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        item.insert(key.to_owned(), new_id());
    }
}

//! The entries of a program: add, rename, date, remove, reorder. They are changed as they are stored, so that
//! fields this version doesn't know stay with their entry.

use std::collections::BTreeSet;

use model::draft::{self, NewId};
use model::ipc::{EntryAdd, EntryRemove, EntryUpdate, ProgramDetail, ProgramRef, Reorder};
use model::{Body, EntryId, FieldError, Kind, Problem, ProgramId};
use serde_json::{Value, json};
use store::View;

use crate::label::Verb;
use crate::record::find;
use crate::row::{entries, position};
use crate::{App, AppError};

impl App {
    /// Puts a workout into a program; a place beyond the end is the end.
    pub fn entry_add(&self, ask: EntryAdd) -> Result<ProgramDetail, AppError> {
        self.edit_entries(Verb::AddEntry, &ask.id, |view, entries| {
            find(view, Kind::Workout, ask.workout_id.as_str())?;
            let end = entries.len();
            let at = ask.at.and_then(|at| usize::try_from(at).ok()).unwrap_or(end).min(end);
            let entry = json!({
                "entry_id": EntryId::from_uuid(self.uuid()),
                "workout_id": ask.workout_id,
                "custom_name": ask.custom_name,
                "custom_date": ask.custom_date,
            });
            entries.splice(at..at, entry.as_object().cloned());
            Ok(())
        })
    }

    /// Renames or dates an entry of a program.
    pub fn entry_update(&self, ask: EntryUpdate) -> Result<ProgramDetail, AppError> {
        self.edit_entries(Verb::EditEntry, &ask.id, |_, entries| {
            let at = position(entries, &ask.entry_id)?;
            entries[at].insert("custom_name".into(), json!(ask.custom_name));
            entries[at].insert("custom_date".into(), json!(ask.custom_date));
            Ok(())
        })
    }

    /// Takes an entry out of a program.
    pub fn entry_remove(&self, ask: EntryRemove) -> Result<ProgramDetail, AppError> {
        self.edit_entries(Verb::RemoveEntry, &ask.id, |_, entries| {
            let at = position(entries, &ask.entry_id)?;
            entries.remove(at);
            Ok(())
        })
    }

    /// Puts the entries of a program in another order; every entry must be named once.
    pub fn entry_reorder(&self, ask: Reorder) -> Result<ProgramDetail, AppError> {
        self.edit_entries(Verb::Reorder, &ask.id, |_, entries| {
            let distinct: BTreeSet<_> = ask.entry_ids.iter().collect();
            if distinct.len() != ask.entry_ids.len() || distinct.len() != entries.len() {
                return Err(not_each());
            }
            let places = ask.entry_ids.iter().map(|id| position(entries, id));
            let places: Vec<usize> = places.collect::<Result<_, _>>().map_err(|_| not_each())?;
            *entries = places.into_iter().map(|place| entries[place].clone()).collect();
            Ok(())
        })
    }

    fn edit_entries(
        &self,
        verb: Verb,
        program: &ProgramId,
        change: impl FnOnce(&View, &mut Vec<Body>) -> Result<(), AppError>,
    ) -> Result<ProgramDetail, AppError> {
        self.edit(verb, Kind::Program, program.as_str(), |view, before| {
            let mut entries = entries(before);
            change(view, &mut entries)?;
            with_entries(before, entries, &mut || self.uuid())
        })?;
        self.program_get(ProgramRef { id: program.clone() })
    }
}

/// The program with other entries.
pub(crate) fn with_entries(program: &Body, entries: Vec<Body>, new_id: NewId) -> Result<Body, AppError> {
    let entries = entries.into_iter().map(Value::Object).collect();
    let changes = Body::from_iter([("workouts".to_owned(), Value::Array(entries))]);
    draft::update(Kind::Program, program, changes, new_id).map_err(|errors| named_as_asked(errors).into())
}

/// `workouts[3].custom_date` is what the caller gave as `custom_date`.
fn named_as_asked(errors: Vec<FieldError>) -> Vec<FieldError> {
    let short = |field: String| match field.rsplit_once("].") {
        Some((_, name)) => name.to_owned(),
        None => field,
    };
    errors.into_iter().map(|error| FieldError::new(short(error.field), error.problem)).collect()
}

fn not_each() -> AppError {
    AppError::Invalid(vec![FieldError::new("entry_ids", Problem::NotEach)])
}

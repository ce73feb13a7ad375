//! `workout`: list, show, create, update, delete, duplicate.

use app::App;
use model::ipc::{
    Create, EntryFate, WorkoutDelete, WorkoutDetail, WorkoutDuplicate, WorkoutRef, WorkoutRow, WorkoutUpdate,
};
use model::{Kind, WorkoutId, text};

use super::{deleted, document, heading, id, labelled, lines, page, query, when};
use crate::args::WorkoutVerb;
use crate::input;
use crate::output::{Output, Stop};
use crate::table::{cut, table};

pub(super) fn run(app: &App, verb: WorkoutVerb, output: Output) -> Result<(), Stop> {
    let parse = |given: String| id("id", WorkoutId::parse(given));
    match verb {
        WorkoutVerb::List(ask) => {
            page(app, output, Kind::Workout, query(ask), |ask| app.workout_list(ask), rows)
        }
        WorkoutVerb::Show { id } => {
            let id = parse(id)?;
            let detail = app.workout_get(WorkoutRef { id: id.clone() })?;
            output.answer(&app.document(Kind::Workout, id.as_str())?, || show(&detail))
        }
        WorkoutVerb::Create { file } => {
            let made = app.workout_create(Create { changes: input::document(&file)? })?;
            document(app, output, Kind::Workout, made.workout.id.as_str(), "cli-created")
        }
        WorkoutVerb::Update { id, file } => {
            let id = parse(id)?;
            app.workout_update(WorkoutUpdate {
                before: None,
                id: id.clone(),
                changes: input::document(&file)?,
            })?;
            document(app, output, Kind::Workout, id.as_str(), "cli-updated")
        }
        WorkoutVerb::Delete { id, keep_entries, remove_entries } => {
            let id = parse(id)?;
            let entries = match (keep_entries, remove_entries) {
                (true, _) => Some(EntryFate::Keep),
                (_, true) => Some(EntryFate::Remove),
                (false, false) => None,
            };
            app.workout_delete(WorkoutDelete { id: id.clone(), entries })?;
            deleted(output, id.as_str())
        }
        WorkoutVerb::Duplicate { id, name } => {
            let copy = app.workout_duplicate(WorkoutDuplicate { id: parse(id)?, name })?;
            document(app, output, Kind::Workout, copy.workout.id.as_str(), "cli-created")
        }
    }
}

fn rows(workouts: &[WorkoutRow]) -> String {
    let row = |row: &WorkoutRow| {
        [
            row.id.to_string(),
            cut(&row.name),
            row.groups.to_string(),
            row.bonus.to_string(),
            cut(&row.tags.join(", ")),
            when(row.modified_at),
        ]
    };
    table(
        ["id", "name", "groups", "bonus", "tags", "changed"].map(heading),
        workouts.iter().map(row).collect(),
    )
}

fn show(detail: &WorkoutDetail) -> String {
    let workout = &detail.workout;
    let tags = workout.tags.join(", ");
    let groups = workout.exercise_groups.iter().map(|group| {
        let names: Vec<_> = group.exercises.values().map(String::as_str).collect();
        exercise(&names.join(" / "), &group.sets, &group.reps, &group.rest)
    });
    let bonus = workout.bonus_exercises.iter().map(|bonus| {
        let line = exercise(&bonus.name, &bonus.sets, &bonus.reps, &bonus.rest);
        text::with("cli-bonus", &[("line", line.into())])
    });
    let used = detail.used_by.iter().map(|program| {
        let args = [("name", program.name.as_str().into()), ("n", program.entries.into())];
        text::with("cli-used-by", &args)
    });
    let head = [workout.name.clone(), workout.description.clone(), labelled("cli-tags", &tags)];
    lines(head.into_iter().chain(groups).chain(bonus).chain(used).chain(detail.flags.iter().cloned()))
}

fn exercise(name: &str, sets: &str, reps: &str, rest: &str) -> String {
    let args = [("name", name.into()), ("sets", sets.into()), ("reps", reps.into()), ("rest", rest.into())];
    text::with("cli-exercise", &args)
}

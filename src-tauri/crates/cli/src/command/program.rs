//! `program`: list, show, create, update, delete, duplicate, and its entries.

use app::App;
use model::ipc::{
    Create, EntryAdd, EntryRemove, ProgramDetail, ProgramDuplicate, ProgramRef, ProgramRow, ProgramUpdate,
    Reorder,
};
use model::{EntryId, Kind, ProgramId, WorkoutId, text};

use super::{deleted, document, heading, id, labelled, lines, page, query, when};
use crate::args::ProgramVerb;
use crate::input;
use crate::output::{Output, Stop};
use crate::table::{cut, table};

pub(super) fn run(app: &App, verb: ProgramVerb, output: Output) -> Result<(), Stop> {
    let parse = |given: String| id("id", ProgramId::parse(given));
    match verb {
        ProgramVerb::List(ask) => {
            page(app, output, Kind::Program, query(ask), |ask| app.program_list(ask), rows)
        }
        ProgramVerb::Show { id } => {
            let detail = app.program_get(ProgramRef { id: parse(id)? })?;
            entries(app, output, &detail)
        }
        ProgramVerb::Create { file } => {
            let made = app.program_create(Create { changes: input::document(&file)? })?;
            document(app, output, Kind::Program, made.program.id.as_str(), "cli-created")
        }
        ProgramVerb::Update { id, file } => {
            let id = parse(id)?;
            app.program_update(ProgramUpdate {
                before: None,
                id: id.clone(),
                changes: input::document(&file)?,
            })?;
            document(app, output, Kind::Program, id.as_str(), "cli-updated")
        }
        ProgramVerb::Delete { id } => {
            let id = parse(id)?;
            app.program_delete(ProgramRef { id: id.clone() })?;
            deleted(output, id.as_str())
        }
        ProgramVerb::Duplicate { id, name } => {
            let copy = app.program_duplicate(ProgramDuplicate { id: parse(id)?, name })?;
            document(app, output, Kind::Program, copy.program.id.as_str(), "cli-created")
        }
        ProgramVerb::AddWorkout { id: program, workout_id, at, custom_name, custom_date } => {
            let workout_id = id("workout_id", WorkoutId::parse(workout_id))?;
            let ask = EntryAdd { id: parse(program)?, workout_id, at, custom_name, custom_date };
            entries(app, output, &app.entry_add(ask)?)
        }
        ProgramVerb::RemoveEntry { id: program, entry_id } => {
            let entry_id = id("entry_id", EntryId::parse(entry_id))?;
            entries(app, output, &app.entry_remove(EntryRemove { id: parse(program)?, entry_id })?)
        }
        ProgramVerb::Reorder { id: program, entry_ids } => {
            let entry_ids = entry_ids.into_iter().map(|entry| id("entry_ids", EntryId::parse(entry)));
            let ask = Reorder { id: parse(program)?, entry_ids: entry_ids.collect::<Result<_, _>>()? };
            entries(app, output, &app.entry_reorder(ask)?)
        }
    }
}

fn rows(programs: &[ProgramRow]) -> String {
    let row = |row: &ProgramRow| {
        [
            row.id.to_string(),
            cut(&row.name),
            row.workouts.to_string(),
            row.duration_weeks.map(|weeks| weeks.to_string()).unwrap_or_default(),
            row.difficulty_level.clone(),
            cut(&row.tags.join(", ")),
            when(row.modified_at),
        ]
    };
    let heads = ["id", "name", "workouts", "weeks", "difficulty", "tags", "changed"];
    table(heads.map(heading), programs.iter().map(row).collect())
}

/// The program with its entries.
fn entries(app: &App, output: Output, detail: &ProgramDetail) -> Result<(), Stop> {
    let document = app.document(Kind::Program, detail.program.id.as_str())?;
    output.answer(&document, || show(detail))
}

fn show(detail: &ProgramDetail) -> String {
    let program = &detail.program;
    let weeks = program.duration_weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
    let rows: Vec<_> = program
        .workouts
        .iter()
        .zip(&detail.entries)
        .map(|(entry, found)| {
            let workout = found.workout.as_ref().map(|workout| cut(&workout.name));
            [
                entry.order_index.to_string(),
                cut(entry.custom_name.as_deref().unwrap_or_default()),
                workout
                    .unwrap_or_else(|| text::with("cli-gone", &[("id", entry.workout_id.as_str().into())])),
                entry.custom_date.clone().unwrap_or_default(),
                entry.entry_id.to_string(),
            ]
        })
        .collect();
    let table = if rows.is_empty() {
        text::get("cli-no-entries")
    } else {
        table(["place", "name", "workout", "date", "entry"].map(heading), rows)
    };
    let head = [
        program.name.clone(),
        program.description.clone(),
        labelled("cli-weeks", &weeks),
        labelled("cli-difficulty", &program.difficulty_level),
        labelled("cli-tags", &program.tags.join(", ")),
        table.trim_end().to_owned(),
    ];
    lines(head.into_iter().chain(detail.flags.iter().cloned()))
}

//! Records as lists show them.

use std::collections::BTreeSet;

use model::ipc::{
    EntryDetail, ListQuery, Page, ProgramDetail, ProgramRow, ProgramUse, Unsent, WorkoutDetail, WorkoutRow,
};
use model::{Body, EntryId, Kind, Program, ProgramId, Workout, WorkoutId, body, draft, workout};
use serde_json::Value;
use store::{Cursor, Query, Record, View};

use crate::AppError;
use crate::record::{find, flags, settled};

/// How many records a page has when nobody says.
const PAGE: usize = 50;
/// How many exercises a row shows.
const GLANCE: usize = 4;

/// One page of records of `kind`, each made into a row.
pub(crate) fn list<T>(
    view: &View,
    kind: Kind,
    ask: &ListQuery,
    row: impl Fn(&View, &Record) -> Result<T, AppError>,
) -> Result<Page<T>, AppError> {
    let query = Query {
        kind,
        search: ask.search.clone(),
        tags: ask.tags.clone(),
        order: ask.order,
        limit: if ask.limit == 0 { PAGE } else { usize::try_from(ask.limit).unwrap_or(PAGE) },
        after: ask.after.as_ref().map(Cursor::new),
    };
    let page = view.list(&query)?;
    Ok(Page {
        items: page.records.iter().map(|record| row(view, record)).collect::<Result<_, _>>()?,
        next: page.next.map(|next| next.as_str().to_owned()),
        total: page.total,
    })
}

pub(crate) fn workout_row(view: &View, record: &Record) -> Result<WorkoutRow, AppError> {
    let body = &record.body;
    Ok(WorkoutRow {
        id: WorkoutId::parse(&record.id).map_err(|_| unreadable(record))?,
        name: body::text(body, "name").to_owned(),
        groups: count(body::items(body, "exercise_groups")),
        bonus: count(body::items(body, "bonus_exercises")),
        exercises: workout::exercise_names(body).take(GLANCE).map(Into::into).collect(),
        tags: body::texts(body, "tags").map(Into::into).collect(),
        modified_at: record.modified_at,
        beyond_limits: !draft::violations(Kind::Workout, body).is_empty(),
        unsent: unsent(view, Kind::Workout, &record.id)?,
    })
}

pub(crate) fn program_row(view: &View, record: &Record) -> Result<ProgramRow, AppError> {
    let body = &record.body;
    Ok(ProgramRow {
        id: ProgramId::parse(&record.id).map_err(|_| unreadable(record))?,
        name: body::text(body, "name").to_owned(),
        workouts: count(body::items(body, "workouts")),
        duration_weeks: body.get("duration_weeks").and_then(Value::as_u64),
        difficulty_level: body::text(body, "difficulty_level").to_owned(),
        tags: body::texts(body, "tags").map(Into::into).collect(),
        modified_at: record.modified_at,
        beyond_limits: !draft::violations(Kind::Program, body).is_empty(),
        unsent: unsent(view, Kind::Program, &record.id)?,
    })
}

fn unsent(view: &View, kind: Kind, id: &str) -> Result<Option<Unsent>, AppError> {
    let queued = view.queued(kind, id)?;
    Ok(queued.map(|queued| if queued.refused.is_some() { Unsent::Refused } else { Unsent::Waiting }))
}

pub(crate) fn workout_detail(view: &View, id: &WorkoutId) -> Result<WorkoutDetail, AppError> {
    let record = find(view, Kind::Workout, id.as_str())?;
    Ok(WorkoutDetail {
        workout: Workout::from_body(&record.body)?,
        used_by: used_by(view, id)?,
        flags: flags(Kind::Workout, &record.body),
    })
}

pub(crate) fn program_detail(view: &View, id: &ProgramId) -> Result<ProgramDetail, AppError> {
    let record = find(view, Kind::Program, id.as_str())?;
    let program = Program::from_body(&record.body)?;
    let entries = program
        .workouts
        .iter()
        .map(|entry| {
            let workout = view.get(Kind::Workout, entry.workout_id.as_str())?;
            let workout = workout.as_ref().map(|workout| workout_row(view, workout)).transpose()?;
            Ok(EntryDetail { entry_id: entry.entry_id.clone(), workout })
        })
        .collect::<Result<_, AppError>>()?;
    Ok(ProgramDetail { program, entries, flags: flags(Kind::Program, &record.body) })
}

/// The programs that a workout stands in, by name.
pub(crate) fn used_by(view: &View, id: &WorkoutId) -> Result<Vec<ProgramUse>, AppError> {
    let links: BTreeSet<String> =
        view.links_to(Kind::Workout, id.as_str())?.into_iter().map(|key| key.id).collect();
    let mut uses = Vec::new();
    for program in links {
        let record = find(view, Kind::Program, &program)?;
        let entries = body::items(&record.body, "workouts").filter(|entry| names(entry, id));
        uses.push(ProgramUse {
            id: ProgramId::parse(&record.id).map_err(|_| unreadable(&record))?,
            name: body::text(&record.body, "name").to_owned(),
            entries: count(entries),
        });
    }
    uses.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(uses)
}

/// Whether an entry of a program names this workout.
pub(crate) fn names(entry: &Body, workout: &WorkoutId) -> bool {
    body::text(entry, "workout_id") == workout.as_str()
}

/// The entries of a program, in order, each with its id.
pub(crate) fn entries(program: &Body) -> Vec<Body> {
    body::items(&settled(Kind::Program, program), "workouts").cloned().collect()
}

/// The place of an entry.
pub(crate) fn position(entries: &[Body], id: &EntryId) -> Result<usize, AppError> {
    entries
        .iter()
        .position(|entry| body::text(entry, "entry_id") == id.as_str())
        .ok_or_else(|| AppError::NoEntry(id.as_str().to_owned()))
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

fn unreadable(record: &Record) -> AppError {
    AppError::Internal(format!("{} {:?} is no id", record.kind, record.id))
}

//! The records of the library in memory: documents in the order in which they were changed, and what was undone.

use std::cell::Cell;
use std::rc::Rc;

use model::ipc::{
    EntryDetail, ListQuery, Order, Page, ProgramDetail, ProgramRow, RecordRef, Version, WorkoutDetail,
    WorkoutRow,
};
use model::{Body, CommandError, ErrorCode, Kind, Program, Workout, body, draft, time, workout};
use serde_json::json;
use uuid::Uuid;

/// A moment in 2026; every change is a minute later.
const FIRST_MOMENT: i64 = 1_794_000_000_000;
const MINUTE: i64 = 60_000;

/// Every record, the last changed first.
#[derive(Clone, Debug, Default)]
pub struct Records(pub Vec<Rc<Body>>);

/// What was the case before a change.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the change was.
    pub label: String,
    /// The record it concerned.
    pub record: RecordRef,
    /// All records before it.
    pub before: Records,
    /// All versions before it.
    pub versions: Vec<Version>,
}

/// A clock and a source of ids, both predictable.
#[derive(Debug, Default)]
pub struct Ticks(Cell<u32>);

impl Ticks {
    /// The next moment.
    pub fn now(&self) -> i64 {
        self.0.set(self.0.get() + 1);
        FIRST_MOMENT + i64::from(self.0.get()) * MINUTE
    }

    /// The next id.
    pub fn uuid(&self) -> Uuid {
        self.0.set(self.0.get() + 1);
        Uuid::from_u128(u128::from(self.0.get()))
    }
}

/// A record that isn't there.
pub fn not_found(id: &str) -> CommandError {
    CommandError::new(ErrorCode::NotFound, format!("There is no {id}."))
}

impl Records {
    /// The document with this id.
    pub fn get(&self, kind: Kind, id: &str) -> Result<Rc<Body>, CommandError> {
        self.of(kind).find(|body| body::text(body, "id") == id).cloned().ok_or_else(|| not_found(id))
    }

    /// Every document of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Rc<Body>> {
        self.0.iter().filter(move |body| is(body, kind))
    }

    /// Puts a document first, with its bookkeeping.
    pub fn put(&mut self, mut document: Body, now: i64) {
        let before = self.take(body::text(&document, "id"));
        let version = before.as_ref().and_then(|body| body.get("version")?.as_u64()).unwrap_or_default();
        let created =
            before.as_ref().map_or_else(|| time::format(now), |body| body::text(body, "created_date").into());
        document.insert("created_date".into(), json!(created));
        document.insert("modified_date".into(), json!(time::format(now)));
        document.insert("version".into(), json!(version + 1));
        self.0.insert(0, Rc::new(document));
    }

    /// Takes a document out.
    pub fn take(&mut self, id: &str) -> Option<Rc<Body>> {
        let place = self.0.iter().position(|body| body::text(body, "id") == id)?;
        Some(self.0.remove(place))
    }

    /// A page of rows.
    pub fn page<R>(&self, kind: Kind, query: &ListQuery, row: impl Fn(&Body) -> R) -> Page<R> {
        let mut found: Vec<_> = self.of(kind).filter(|body| matches(kind, body, query)).collect();
        match query.order {
            Order::Name => found.sort_by_key(|body| body::text(body, "name").to_lowercase()),
            Order::Created => {
                found.sort_by_key(|body| std::cmp::Reverse(time::parse(body::text(body, "created_date"))));
            }
            Order::Modified | Order::Relevance => {}
        }
        let start = query.after.as_ref().and_then(|after| after.parse().ok()).unwrap_or(0_usize);
        let limit = if query.limit == 0 { 50 } else { query.limit as usize };
        let end = (start + limit).min(found.len());
        let items = found.get(start..end).unwrap_or_default().iter().map(|body| row(body)).collect();
        Page { items, next: (end < found.len()).then(|| end.to_string()), total: found.len() as u64 }
    }

    /// A workout with what a sheet needs to know.
    pub fn workout(&self, id: &str) -> Result<WorkoutDetail, CommandError> {
        let document = self.get(Kind::Workout, id)?;
        let used_by = self.of(Kind::Program).filter_map(|body| {
            let program = Program::from_body(body).ok()?;
            let entries = program.workouts.iter().filter(|entry| entry.workout_id.as_str() == id).count();
            (entries > 0).then(|| model::ipc::ProgramUse {
                id: program.id,
                name: program.name,
                entries: u32::try_from(entries).unwrap_or(u32::MAX),
            })
        });
        Ok(WorkoutDetail {
            used_by: used_by.collect(),
            flags: flags(Kind::Workout, &document),
            workout: Workout::from_body(&document)?,
        })
    }

    /// A program with its workouts.
    pub fn program(&self, id: &str) -> Result<ProgramDetail, CommandError> {
        let document = self.get(Kind::Program, id)?;
        let program = Program::from_body(&document)?;
        let entries = program.workouts.iter().map(|entry| EntryDetail {
            entry_id: entry.entry_id.clone(),
            workout: self.get(Kind::Workout, entry.workout_id.as_str()).ok().map(|body| workout_row(&body)),
        });
        Ok(ProgramDetail { entries: entries.collect(), flags: flags(Kind::Program, &document), program })
    }
}

/// A workout's row.
pub fn workout_row(document: &Body) -> WorkoutRow {
    let workout = Workout::from_body(document).unwrap_or_default();
    WorkoutRow {
        groups: u32::try_from(workout.exercise_groups.len()).unwrap_or(u32::MAX),
        bonus: u32::try_from(workout.bonus_exercises.len()).unwrap_or(u32::MAX),
        exercises: workout::exercise_names(document).take(3).map(Into::into).collect(),
        modified_at: time::parse(&workout.modified_date).unwrap_or_default(),
        beyond_limits: !draft::violations(Kind::Workout, document).is_empty(),
        unsent: None,
        id: workout.id,
        name: workout.name,
        tags: workout.tags,
    }
}

/// A program's row.
pub fn program_row(document: &Body) -> ProgramRow {
    let program = Program::from_body(document).unwrap_or_default();
    ProgramRow {
        workouts: u32::try_from(program.workouts.len()).unwrap_or(u32::MAX),
        modified_at: time::parse(&program.modified_date).unwrap_or_default(),
        beyond_limits: !draft::violations(Kind::Program, document).is_empty(),
        unsent: None,
        id: program.id,
        name: program.name,
        duration_weeks: program.duration_weeks,
        difficulty_level: program.difficulty_level,
        tags: program.tags,
    }
}

/// The kind of a document: only programs have entries.
pub fn is(document: &Body, kind: Kind) -> bool {
    document.contains_key("workouts") == (kind == Kind::Program)
}

fn flags(kind: Kind, document: &Body) -> Vec<String> {
    draft::violations(kind, document).iter().map(model::FieldError::message).collect()
}

fn matches(kind: Kind, document: &Body, query: &ListQuery) -> bool {
    let indexed = kind.index(document);
    let tagged = query.tags.is_empty() || query.tags.iter().any(|tag| indexed.tags.contains(tag));
    let all = [&[indexed.name, indexed.description], &*indexed.tags, &*indexed.exercises]
        .concat()
        .join(" ")
        .to_lowercase();
    let search = query.search.as_deref().unwrap_or_default().to_lowercase();
    let found = search
        .split_whitespace()
        .all(|word| all.split(|c: char| !c.is_alphanumeric()).any(|other| other.starts_with(word)));
    tagged && found
}

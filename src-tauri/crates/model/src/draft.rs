//! What a person enters, tidied and judged in one place.
//!
//! [`create`] and [`update`] take *changes*: a [`Body`] with only the fields that are given. The dashboard makes
//! one from its forms, the command line from a file. Out comes the whole new document, or every error by field.
//! Bookkeeping (ids of new documents, dates, version) is the caller's, who has a clock.
//!
//! An edit is judged by what it makes worse: a document from elsewhere that already goes beyond a limit can still
//! be renamed, but a seventh group can't become an eighth.

mod judge;
mod tidy;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::judge::worse;
use self::tidy::tidy;
use crate::error::{FieldError, Problem};
use crate::{Body, BonusExercise, ExerciseGroup, Kind, Program, Workout, body, limits, program};

/// Where new ids come from: the core passes `UUIDv7`, tests a counter.
pub type NewId<'a> = &'a mut dyn FnMut() -> Uuid;

/// Fields that only the core sets.
const RESERVED: &[&str] = &["id", "created_date", "modified_date", "version", "sync", "sync_status"];

/// A workout as a form holds it. `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkoutDraft {
    /// See [`Workout::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Workout::description`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// See [`Workout::tags`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// See [`Workout::exercise_groups`]. A group with an empty id is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise_groups: Option<Vec<ExerciseGroup>>,
    /// See [`Workout::bonus_exercises`]. A bonus exercise with an empty id is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_exercises: Option<Vec<BonusExercise>>,
}

/// A program as a form holds it. `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramDraft {
    /// See [`Program::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Program::description`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// See [`Program::duration_weeks`]; `Some(None)` takes it away.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    pub duration_weeks: Option<Option<u64>>,
    /// See [`Program::difficulty_level`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty_level: Option<String>,
    /// See [`Program::tags`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

impl WorkoutDraft {
    /// The draft as changes.
    #[must_use]
    pub fn into_changes(self) -> Body {
        object(json!(self))
    }
}

impl ProgramDraft {
    /// The draft as changes.
    #[must_use]
    pub fn into_changes(self) -> Body {
        object(json!(self))
    }
}

/// A new document of `kind` under `id` from what was given, with the defaults for the rest.
pub fn create(kind: Kind, id: &str, changes: Body, new_id: NewId) -> Result<Body, Vec<FieldError>> {
    let blank = match kind {
        Kind::Workout => json!({
            "id": id, "name": "", "description": "", "exercise_groups": [], "bonus_exercises": [],
            "is_template": true, "tags": [],
        }),
        Kind::Program => json!({
            "id": id, "name": "", "description": "", "workouts": [], "duration_weeks": null,
            "difficulty_level": "intermediate", "tags": [],
        }),
    };
    revise(kind, &object(blank), true, changes, new_id)
}

/// A document of `kind` with some of its fields changed.
pub fn update(kind: Kind, before: &Body, changes: Body, new_id: NewId) -> Result<Body, Vec<FieldError>> {
    let mut settled = before.clone();
    if kind == Kind::Program {
        program::settle_entries(&mut settled);
    }
    revise(kind, &settled, false, changes, new_id)
}

fn revise(
    kind: Kind,
    base: &Body,
    is_new: bool,
    mut changes: Body,
    new_id: NewId,
) -> Result<Body, Vec<FieldError>> {
    refuse_reserved(&mut changes, base)?;
    // A name that isn't given and a name that is blank are judged alike, below, on the whole document.
    let errors: Vec<_> = kind
        .schema()
        .check_partial(&changes)
        .into_iter()
        .filter(|error| !is_new || error.field != "name" || error.problem != Problem::Missing)
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let given: Vec<String> = changes.keys().cloned().collect();
    let mut after = base.clone();
    body::overlay(kind.schema(), &mut after, changes);
    tidy(kind, &mut after, base, &given, new_id);
    let errors = kind.schema().check(&after);
    if !errors.is_empty() {
        return Err(errors);
    }
    let worse = worse(kind, (!is_new).then_some(base), &after);
    if worse.is_empty() { Ok(after) } else { Err(worse) }
}

/// Where a document goes beyond the limits on what is entered here; empty for one that can't be read at all.
#[must_use]
pub fn violations(kind: Kind, body: &Body) -> Vec<FieldError> {
    match kind {
        Kind::Workout => Workout::from_body(body).map(|workout| limits::workout(&workout)),
        Kind::Program => Program::from_body(body).map(|program| limits::program(&program)),
    }
    .unwrap_or_default()
}

/// A reserved field may be repeated as it stands (a document that was shown and is sent back), never changed.
fn refuse_reserved(changes: &mut Body, base: &Body) -> Result<(), Vec<FieldError>> {
    let id = changes.get("id").filter(|id| base.get("id") != Some(id));
    if id.is_some() {
        return Err(vec![FieldError::new("id", Problem::NotYours)]);
    }
    for name in RESERVED {
        changes.remove(*name);
    }
    Ok(())
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// `null` and absent told apart, for a field that can be taken away.
mod double_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, clippy::option_option, reason = "the signature serde asks for")]
    pub(super) fn serialize<S: Serializer>(value: &Option<Option<u64>>, to: S) -> Result<S::Ok, S::Error> {
        value.flatten().serialize(to)
    }

    #[expect(clippy::option_option, reason = "absent, null and a value are three things")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<u64>>, D::Error> {
        Option::deserialize(from).map(Some)
    }
}

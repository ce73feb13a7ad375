//! What a person enters, tidied and judged in one place.
//!
//! [`create`] and [`update`] take *changes*: a [`Body`] with only the fields that are given. The dashboard makes
//! one from its forms, the command line from a file. Out comes the whole new document, or every error by field.
//! Bookkeeping (ids of new documents, dates, version) is the caller's, who has a clock.
//!
//! An edit is judged by what it makes worse: a document from elsewhere that already goes beyond a limit can still
//! be renamed, but a seventh group can't become an eighth.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::error::{FieldError, Problem};
use crate::{
    Body, BonusExercise, ExerciseGroup, ExerciseId, GroupId, Kind, Program, Workout, body, id, limits,
    program,
};

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
    revise(kind, object(blank), None, changes, new_id)
}

/// A document of `kind` with some of its fields changed.
pub fn update(kind: Kind, before: &Body, changes: Body, new_id: NewId) -> Result<Body, Vec<FieldError>> {
    let mut settled = before.clone();
    if kind == Kind::Program {
        program::settle_entries(&mut settled);
    }
    revise(kind, settled, Some(before), changes, new_id)
}

fn revise(
    kind: Kind,
    base: Body,
    before: Option<&Body>,
    mut changes: Body,
    new_id: NewId,
) -> Result<Body, Vec<FieldError>> {
    refuse_reserved(&mut changes, &base)?;
    // A name that isn't given and a name that is blank are judged alike, below, on the whole document.
    let errors: Vec<_> = kind
        .schema()
        .check_partial(&changes)
        .into_iter()
        .filter(|error| before.is_some() || error.field != "name" || error.problem != Problem::Missing)
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let given: Vec<String> = changes.keys().cloned().collect();
    let mut after = base;
    body::overlay(kind.schema(), &mut after, changes);
    tidy(kind, &mut after, &given, new_id);
    let errors = kind.schema().check(&after);
    if !errors.is_empty() {
        return Err(errors);
    }
    let old = before.map(|before| violations(kind, before)).unwrap_or_default();
    let worse: Vec<_> = violations(kind, &after)
        .into_iter()
        .filter(|new| !old.iter().any(|old| old.field == new.field && old.excess() >= new.excess()))
        .collect();
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

/// Trims, drops what is empty, fills in defaults and ids; only in the fields that were given.
fn tidy(kind: Kind, body: &mut Body, given: &[String], new_id: NewId) {
    for name in given {
        match (kind, name.as_str(), body.get_mut(name)) {
            (_, "name" | "description", Some(Value::String(text))) => *text = text.trim().to_owned(),
            (_, "tags", Some(Value::Array(tags))) => tidy_tags(tags),
            (Kind::Workout, "exercise_groups", Some(Value::Array(groups))) => tidy_groups(groups, new_id),
            (Kind::Workout, "bonus_exercises", Some(Value::Array(bonus))) => tidy_bonus(bonus, new_id),
            (Kind::Program, "workouts", Some(Value::Array(entries))) => tidy_entries(entries, new_id),
            _ => {}
        }
    }
    if kind == Kind::Program && given.iter().any(|name| name == "workouts") {
        program::settle_entries(body);
    }
}

fn tidy_tags(tags: &mut Vec<Value>) {
    let mut seen = std::collections::BTreeSet::new();
    for tag in tags.iter_mut() {
        if let Value::String(text) = tag {
            *text = text.trim().to_owned();
        }
    }
    tags.retain(|tag| tag.as_str().is_none_or(|text| !text.is_empty() && seen.insert(text.to_lowercase())));
}

fn tidy_groups(groups: &mut Vec<Value>, new_id: NewId) {
    groups.retain_mut(|group| {
        let Value::Object(group) = group else { return true };
        if let Some(Value::Object(letters)) = group.get_mut("exercises") {
            trim_values(letters);
            letters.retain(|_, name| name.as_str().is_some_and(|name| !name.is_empty()));
        }
        prescribe(group, &ExerciseGroup::default().sets, "8-12", "60s");
        group.get("exercises").and_then(Value::as_object).is_some_and(|letters| !letters.is_empty())
    });
    give_ids(groups, "group_id", || GroupId::from_uuid(new_id()).into());
}

fn tidy_bonus(bonus: &mut Vec<Value>, new_id: NewId) {
    bonus.retain_mut(|bonus| {
        let Value::Object(bonus) = bonus else { return true };
        trim_values(bonus);
        prescribe(bonus, &BonusExercise::default().sets, "15", "30s");
        !body::text(bonus, "name").is_empty()
    });
    give_ids(bonus, "exercise_id", || ExerciseId::from_uuid(new_id()).into());
}

/// The order of the list is the order of the program; blank names and dates are none.
fn tidy_entries(entries: &mut [Value], new_id: NewId) {
    for (index, entry) in entries.iter_mut().enumerate() {
        let Value::Object(entry) = entry else { continue };
        trim_values(entry);
        for name in ["custom_name", "custom_date"] {
            if entry.get(name).is_some_and(|text| text == "") {
                entry.insert(name.into(), Value::Null);
            }
        }
        entry.insert("order_index".into(), json!(index));
    }
    give_ids(entries, "entry_id", || crate::EntryId::from_uuid(new_id()).into());
}

fn trim_values(object: &mut Body) {
    for value in object.values_mut() {
        if let Value::String(text) = value {
            *text = text.trim().to_owned();
        }
    }
}

fn prescribe(object: &mut Body, sets: &str, reps: &str, rest: &str) {
    for (name, default) in [("sets", sets), ("reps", reps), ("rest", rest)] {
        let text = body::text(object, name).trim().to_owned();
        object.insert(name.into(), Value::String(if text.is_empty() { default.into() } else { text }));
    }
}

/// Gives an id to every item that has none, or one that stands before it in the list.
fn give_ids(items: &mut [Value], key: &str, mut new_id: impl FnMut() -> String) {
    let mut seen = std::collections::BTreeSet::new();
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        let own = body::text(item, key);
        if id::check(own).is_err() || !seen.insert(own.to_owned()) {
            item.insert(key.into(), Value::String(new_id()));
        }
    }
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

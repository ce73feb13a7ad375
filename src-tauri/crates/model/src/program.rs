//! Programs: workouts in an order, over weeks.
//!
//! An entry is one place in a program; the same workout may stand in several. Other clients write entries without
//! an `entry_id`; [`settle_entries`] derives the ids that every device derives alike.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::body;
use crate::error::FieldError;
use crate::kind::{Indexed, Kind};
use crate::schema::{Schema, Shape, field, required};
use crate::{Body, EntryId, ProgramId, WorkoutId};

/// A program, as it is read. What it is written from is its [`Body`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Program {
    /// Never changes.
    pub id: ProgramId,
    /// Never blank.
    pub name: String,
    /// Free text.
    pub description: String,
    /// The entries, by `order_index`.
    pub workouts: Vec<ProgramWorkout>,
    /// How long it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_weeks: Option<u64>,
    /// One of [`crate::limits::DIFFICULTIES`] when entered here; other clients may write any word.
    pub difficulty_level: String,
    /// Labels to filter by.
    pub tags: Vec<String>,
    /// When it was created, in any form that [`crate::time::parse`] reads.
    pub created_date: String,
    /// When it was last changed.
    pub modified_date: String,
    /// Raised by one with every change; 0 when it came from a file without one.
    pub version: u64,
    /// Fields that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            id: ProgramId::default(),
            name: String::new(),
            description: String::new(),
            workouts: Vec::new(),
            duration_weeks: None,
            difficulty_level: "intermediate".into(),
            tags: Vec::new(),
            created_date: String::new(),
            modified_date: String::new(),
            version: 0,
            extra: Body::new(),
        }
    }
}

/// One entry of a program: a workout at a place, perhaps under another name or on a date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramWorkout {
    /// Unique within the program.
    pub entry_id: EntryId,
    /// The workout that is trained.
    pub workout_id: WorkoutId,
    /// Its place, from 0.
    pub order_index: u64,
    /// What it is called here, if not by the workout's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_name: Option<String>,
    /// The day it is planned for, `2025-01-15`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_date: Option<String>,
    /// Fields that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

impl Program {
    /// Reads a document, its entries settled; what keeps it from being shown is named, field by field.
    pub fn from_body(body: &Body) -> Result<Self, Vec<FieldError>> {
        let mut settled = body.clone();
        settle_entries(&mut settled);
        SCHEMA.read(&settled)
    }
}

/// The shape of a program.
pub static SCHEMA: Schema = Schema {
    key: "id",
    place: None,
    fields: &[
        required("id", Shape::Text),
        required("name", Shape::Text),
        field("description", Shape::Text),
        field("workouts", Shape::Items(&ENTRY)),
        field("duration_weeks", Shape::Whole),
        field("difficulty_level", Shape::Text),
        field("tags", Shape::TextSet),
        field("created_date", Shape::Text),
        field("modified_date", Shape::Text),
        field("version", Shape::Whole),
    ],
};

static ENTRY: Schema = Schema {
    key: "entry_id",
    place: Some("order_index"),
    fields: &[
        field("entry_id", Shape::Text),
        required("workout_id", Shape::Text),
        field("order_index", Shape::Whole),
        field("custom_name", Shape::Text),
        field("custom_date", Shape::Text),
    ],
};

/// Puts the entries of a program's document in order, numbers them from 0, and gives each an `entry_id` that has
/// none or one that is taken. A program whose `workouts` is not a list is left as it is.
pub fn settle_entries(body: &mut Body) {
    let program = body::text(body, "id").to_owned();
    let Some(Value::Array(entries)) = body.get_mut("workouts") else { return };
    entries.sort_by_key(|entry| {
        let place = entry.get("order_index").and_then(Value::as_u64);
        (!entry.is_object(), place.unwrap_or(u64::MAX))
    });

    let mut taken = BTreeSet::new();
    let mut occurrences: BTreeMap<String, usize> = BTreeMap::new();
    let explicit: BTreeSet<String> =
        entries.iter().filter_map(|entry| entry.get("entry_id")?.as_str().map(Into::into)).collect();
    for (index, entry) in entries.iter_mut().enumerate() {
        let Value::Object(entry) = entry else { continue };
        let workout = body::text(entry, "workout_id").to_owned();
        let occurrence = occurrences.entry(workout.clone()).or_default();
        let own = body::text(entry, "entry_id");
        if own.is_empty() || !taken.insert(own.to_owned()) {
            let mut tries = *occurrence..;
            let id = tries
                .by_ref()
                .map(|occurrence| EntryId::derived(&program, &workout, occurrence))
                .find(|id| !explicit.contains(id.as_str()) && !taken.contains(id.as_str()));
            if let Some(id) = id {
                taken.insert(id.as_str().to_owned());
                entry.insert("entry_id".into(), json!(id));
            }
        }
        *occurrence += 1;
        entry.insert("order_index".into(), json!(index));
    }
}

/// As [`settle_entries`]; an entry without an `entry_id` first takes that of its counterpart in `before`, the entry of
/// the same workout that comes as many-th there. So a client that doesn't know the field and leaves it out hasn't
/// thrown all entries away and made others.
pub(crate) fn settle_entries_like(body: &mut Body, before: &Body) {
    let mut known: BTreeMap<&str, VecDeque<&str>> = BTreeMap::new();
    for entry in body::items(before, "workouts") {
        known.entry(body::text(entry, "workout_id")).or_default().push_back(body::text(entry, "entry_id"));
    }
    for entry in body.get_mut("workouts").and_then(Value::as_array_mut).into_iter().flatten() {
        let Value::Object(entry) = entry else { continue };
        let counterpart = known.get_mut(body::text(entry, "workout_id")).and_then(VecDeque::pop_front);
        if let Some(id) = counterpart.filter(|_| body::text(entry, "entry_id").is_empty()) {
            entry.insert("entry_id".into(), id.into());
        }
    }
    settle_entries(body);
}

/// What the database indexes of a program. Its entries' own names are found with the description: they are no
/// exercises, and must not be offered as such.
pub(crate) fn index(body: &Body) -> Indexed {
    let entries = || body::items(body, "workouts");
    let mut description = body::text(body, "description").to_owned();
    for name in entries().map(|entry| body::text(entry, "custom_name")).filter(|name| !name.is_empty()) {
        description.push('\n');
        description.push_str(name);
    }
    let links = entries().map(|entry| body::text(entry, "workout_id"));
    Indexed {
        name: body::text(body, "name").into(),
        description,
        tags: body::texts(body, "tags").map(Into::into).collect(),
        exercises: Vec::new(),
        links: links.filter(|id| !id.is_empty()).map(|id| (Kind::Workout, id.to_owned())).collect(),
    }
}

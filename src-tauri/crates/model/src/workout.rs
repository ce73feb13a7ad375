//! Workouts: groups of exercises with sets, reps and rest, and bonus exercises.
//!
//! Field names and defaults are the web app's (its `backend/models.py`). The letters a, b, c of a group are
//! exercises done as a superset.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body;
use crate::error::FieldError;
use crate::kind::Indexed;
use crate::schema::{Schema, Shape, field, required};
use crate::{Body, ExerciseId, GroupId, WorkoutId};

/// A reusable workout, as it is read. What it is written from is its [`Body`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Workout {
    /// Never changes.
    pub id: WorkoutId,
    /// Never blank.
    pub name: String,
    /// Free text.
    pub description: String,
    /// In the order of training.
    pub exercise_groups: Vec<ExerciseGroup>,
    /// Done after the groups.
    pub bonus_exercises: Vec<BonusExercise>,
    /// The web app's mark of a reusable workout; always true for ours.
    pub is_template: bool,
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

/// One to three exercises done together, a superset when more than one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExerciseGroup {
    /// Unique within the workout.
    pub group_id: GroupId,
    /// Exercise names by letter: a, b, c.
    pub exercises: BTreeMap<String, String>,
    /// How many sets: "3", "5".
    pub sets: String,
    /// How many reps a set: "8-12", "AMRAP".
    pub reps: String,
    /// The pause between sets: "60s", "2min".
    pub rest: String,
    /// Fields that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

/// A single exercise done after the groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BonusExercise {
    /// Unique within the workout.
    pub exercise_id: ExerciseId,
    /// What it is called.
    pub name: String,
    /// How many sets.
    pub sets: String,
    /// How many reps a set.
    pub reps: String,
    /// The pause between sets.
    pub rest: String,
    /// Fields that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

impl Default for ExerciseGroup {
    fn default() -> Self {
        Self {
            group_id: GroupId::default(),
            exercises: BTreeMap::new(),
            sets: "3".into(),
            reps: "8-12".into(),
            rest: "60s".into(),
            extra: Body::new(),
        }
    }
}

impl Default for BonusExercise {
    fn default() -> Self {
        Self {
            exercise_id: ExerciseId::default(),
            name: String::new(),
            sets: "2".into(),
            reps: "15".into(),
            rest: "30s".into(),
            extra: Body::new(),
        }
    }
}

impl Workout {
    /// Reads a document; what keeps it from being shown is named, field by field.
    pub fn from_body(body: &Body) -> Result<Self, Vec<FieldError>> {
        SCHEMA.read(body)
    }
}

/// The shape of a workout.
pub static SCHEMA: Schema = Schema {
    key: "id",
    place: None,
    fields: &[
        required("id", Shape::Text),
        required("name", Shape::Text),
        field("description", Shape::Text),
        field("exercise_groups", Shape::Items(&GROUP)),
        field("bonus_exercises", Shape::Items(&BONUS)),
        field("is_template", Shape::Flag),
        field("tags", Shape::TextSet),
        field("created_date", Shape::Text),
        field("modified_date", Shape::Text),
        field("version", Shape::Whole),
    ],
};

static GROUP: Schema = Schema {
    key: "group_id",
    place: None,
    fields: &[
        field("group_id", Shape::Text),
        field("exercises", Shape::TextMap),
        field("sets", Shape::Text),
        field("reps", Shape::Text),
        field("rest", Shape::Text),
    ],
};

static BONUS: Schema = Schema {
    key: "exercise_id",
    place: None,
    fields: &[
        field("exercise_id", Shape::Text),
        field("name", Shape::Text),
        field("sets", Shape::Text),
        field("reps", Shape::Text),
        field("rest", Shape::Text),
    ],
};

/// The names of all exercises of a workout, in order, as often as they occur.
pub fn exercise_names(body: &Body) -> impl Iterator<Item = &str> {
    let grouped = body::items(body, "exercise_groups")
        .filter_map(|group| group.get("exercises").and_then(Value::as_object))
        .flat_map(|letters| letters.values().filter_map(Value::as_str));
    let bonus = body::items(body, "bonus_exercises").map(|bonus| body::text(bonus, "name"));
    grouped.chain(bonus).map(str::trim).filter(|name| !name.is_empty())
}

/// What the database indexes of a workout.
pub(crate) fn index(body: &Body) -> Indexed {
    Indexed {
        name: body::text(body, "name").into(),
        description: body::text(body, "description").into(),
        tags: body::texts(body, "tags").map(Into::into).collect(),
        exercises: exercise_names(body).map(Into::into).collect(),
        links: Vec::new(),
    }
}

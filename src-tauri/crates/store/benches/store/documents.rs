//! Workouts as people have them: about 700 bytes, some hundred different exercises, a few tags.

use model::Body;
use serde_json::{Value, json};

const LIFTS: [&str; 12] = [
    "Bench press",
    "Squat",
    "Deadlift",
    "Row",
    "Pull-up",
    "Overhead press",
    "Lunge",
    "Hip thrust",
    "Curl",
    "Dip",
    "Plank",
    "Carry",
];
const FORMS: [&str; 10] = [
    "Barbell",
    "Dumbbell",
    "Cable",
    "Machine",
    "Incline",
    "Paused",
    "Tempo",
    "Banded",
    "Single-arm",
    "Kettlebell",
];
const TAGS: [&str; 8] = ["push", "pull", "legs", "strength", "Volume", "deload", "home", "5x5"];
const PLANS: [&str; 6] =
    ["Upper body", "Lower body", "Full body", "Heavy Monday", "Easy Friday", "Conditioning"];

fn exercise(number: usize) -> String {
    format!("{} {}", FORMS[number % FORMS.len()], LIFTS[number / 3 % LIFTS.len()])
}

/// The id of workout `number`.
pub(crate) fn id(number: usize) -> String {
    format!("workout-019a{number:08x}-7000-8000-{:012x}", number * 7_919)
}

/// Workout `number` as JSON, in its `version`.
pub(crate) fn json(number: usize, version: u64) -> String {
    let group = |index: usize| {
        json!({
            "group_id": format!("group-{number:06}{index}"),
            "exercises": {"a": exercise(number * 5 + index), "b": exercise(number * 11 + index * 2)},
            "sets": "3",
            "reps": "8-12",
            "rest": "60s",
            "default_weight_unit": "lbs",
        })
    };
    let second = 1_700_000_000 + (number as i64 * 7_919) % 50_000_000;
    let document = json!({
        "id": id(number),
        "name": format!("{} {} v{version}", PLANS[number % PLANS.len()], number % 97),
        "description": "Warm up for five minutes, then work up to the first set. Stop two reps short of failure.",
        "exercise_groups": (0..3).map(group).collect::<Vec<_>>(),
        "bonus_exercises": [{"exercise_id": format!("bonus-{number:06}"), "name": exercise(number * 3), "sets": "2"}],
        "tags": [TAGS[number % TAGS.len()], TAGS[(number / 5 + 3) % TAGS.len()]],
        "is_template": true,
        "created_date": model::time::format(second * 1_000),
        "modified_date": model::time::format(second * 1_000 + version as i64),
        "version": version,
        "is_favorite": false,
    });
    document.to_string()
}

/// A document.
pub(crate) fn parse(text: &str) -> Body {
    match serde_json::from_str(text) {
        Ok(Value::Object(body)) => body,
        other => panic!("{other:?} is no document"),
    }
}

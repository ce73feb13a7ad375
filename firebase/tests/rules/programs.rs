//! users/{uid}/programs/{id}

use serde_json::{Value, json};

use crate::case::{Case, all, list, text, with};
use crate::project::{OWNER, Project, Verdict};

const PATH: &str = "users/alice/programs/program-1";

#[test]
fn programs() {
    if let Some(project) = Project::new("programs") {
        cases(&project);
    }
}

pub(crate) fn cases(project: &Project) {
    all(project, PATH, Verdict::Allowed, &allowed());
    all(project, PATH, Verdict::Refused, &refused());
    let times = ["created_date", "modified_date"];
    assert_eq!(project.set_timed(OWNER, PATH, &base(), &times), Verdict::Allowed);
}

/// What the app itself writes.
fn base() -> Value {
    let program = model::Program {
        id: model::ProgramId::parse("program-1").unwrap(),
        name: "Winter".to_owned(),
        workouts: vec![model::ProgramWorkout {
            workout_id: model::WorkoutId::parse("workout-1").unwrap(),
            ..Default::default()
        }],
        duration_weeks: Some(12),
        version: 3,
        ..Default::default()
    };
    let sync = json!({ "op": "018f", "device": "laptop", "edited_at": "2026-11-22T17:00:00Z", "version": 3 });
    with(&serde_json::to_value(program).unwrap(), json!({ "sync": sync }))
}

fn allowed() -> Vec<Case> {
    let base = base();
    // What the web app's programs have got since.
    let newer = json!({
        "tracker_enabled": true, "tracker_goal": "3/week", "started_at": "2026-04-01T10:00:00", "is_active": true,
        "schedule_type": "weekly", "weeks_in_cycle": 4, "start_date": "2026-04-06",
        "schedule": [{ "workout_id": "workout-1", "week_number": 1, "day_of_week": 0, "custom_name": null, "notes": "" }],
    });
    vec![
        ("what the app writes", base.clone()),
        ("only a name", json!({ "name": "Winter" })),
        ("a newer shape", with(&base, newer)),
        ("no duration", with(&base, json!({ "duration_weeks": null, "difficulty_level": null }))),
        ("more weeks than a year has", with(&base, json!({ "duration_weeks": 104 }))),
        ("another difficulty", with(&base, json!({ "difficulty_level": text(100) }))),
        ("the most entries", with(&base, json!({ "workouts": list(json!({}), 2000) }))),
        ("the most days", with(&base, json!({ "schedule": list(json!({}), 2000) }))),
        ("no entries", with(&base, json!({ "workouts": [], "schedule": [] }))),
    ]
}

fn refused() -> Vec<Case> {
    let base = base();
    let of = |field: &str, value: Value| {
        with(&base, Value::Object([(field.to_owned(), value)].into_iter().collect()))
    };
    vec![
        ("no name", json!({ "id": "program-1", "workouts": [] })),
        ("another document's id", of("id", json!("program-2"))),
        ("entries that are a map", of("workouts", json!({ "0": "workout-1" }))),
        ("entries that are texts", of("workouts", json!(["workout-1"]))),
        ("too many entries", of("workouts", list(json!({}), 2001))),
        ("a schedule that is a text", of("schedule", json!("weekly"))),
        ("too many days", of("schedule", list(json!({}), 2001))),
        ("weeks that are a text", of("duration_weeks", json!("12"))),
        ("less than no weeks", of("duration_weeks", json!(-1))),
        ("a difficulty that is a number", of("difficulty_level", json!(3))),
        ("too long a difficulty", of("difficulty_level", json!(text(101)))),
        ("a sync map that is a list", of("sync", json!([]))),
    ]
}

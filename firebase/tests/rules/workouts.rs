//! users/{uid}/workouts/{id}

use serde_json::{Value, json};

use crate::case::{Case, all, list, map, text, with};
use crate::project::{OWNER, Project, Verdict};

const PATH: &str = "users/alice/workouts/workout-1";

#[test]
fn workouts() {
    if let Some(project) = Project::new("workouts") {
        cases(&project);
    }
}

pub(crate) fn cases(project: &Project) {
    all(project, PATH, Verdict::Allowed, &allowed());
    all(project, PATH, Verdict::Refused, &refused());
    let times = ["created_date", "modified_date"];
    assert_eq!(project.set_timed(OWNER, PATH, &base(), &times), Verdict::Allowed);
    // The web app archives by writing three fields; what counts is the whole document.
    let archived = json!({ "is_archived": true, "archived_at": "2026-02-18 16:35:59.813256" });
    assert_eq!(project.patch(OWNER, PATH, &archived), Verdict::Allowed);
    assert_eq!(project.patch(OWNER, PATH, &json!({ "name": 7 })), Verdict::Refused);
}

/// What the app itself writes.
fn base() -> Value {
    let exercise = |name: &str| model::BonusExercise { name: name.to_owned(), ..Default::default() };
    let workout = model::Workout {
        id: model::WorkoutId::parse("workout-1").unwrap(),
        name: "Push day".to_owned(),
        exercise_groups: vec![model::ExerciseGroup::default()],
        bonus_exercises: vec![exercise("Plank")],
        tags: vec!["chest".to_owned()],
        created_date: "2026-11-22T17:00:00Z".to_owned(),
        version: 1,
        ..Default::default()
    };
    let sync = json!({ "op": "018f", "device": "laptop", "edited_at": "2026-11-22T17:00:00Z", "version": 1 });
    with(&serde_json::to_value(workout).unwrap(), json!({ "sync": sync, "sync_status": "synced" }))
}

fn allowed() -> Vec<Case> {
    let base = base();
    vec![
        ("what the app writes", base.clone()),
        ("only a name", json!({ "name": "Push day" })),
        ("only a blank name, as the web app takes it", json!({ "name": " " })),
        ("the longest name", with(&base, json!({ "name": text(1000) }))),
        ("the longest description", with(&base, json!({ "description": text(20_000) }))),
        ("the most tags", with(&base, json!({ "tags": list(json!("legs"), 200) }))),
        ("the most groups", with(&base, json!({ "exercise_groups": list(json!({}), 200) }))),
        ("the most bonus exercises", with(&base, json!({ "bonus_exercises": list(json!({}), 200) }))),
        ("the most sections", with(&base, json!({ "sections": list(json!({}), 200) }))),
        ("the most notes", with(&base, json!({ "template_notes": list(json!("slowly"), 500) }))),
        ("the most fields", with(&json!({ "name": "Push day" }), map(199))),
        (
            "empty lists",
            with(&base, json!({ "exercise_groups": [], "bonus_exercises": [], "tags": [], "sections": [] })),
        ),
        (
            "unknown fields of all kinds",
            with(&base, json!({ "colour": "red", "pace": 1.5, "plan": { "a": [{}] }, "hot": true })),
        ),
        (
            "null in every field but the name",
            json!({
                "name": "Push day", "description": null, "tags": null, "exercise_groups": null, "bonus_exercises": null,
                "sections": null, "template_notes": null, "is_template": null, "is_archived": null, "created_date": null,
                "modified_date": null, "version": null, "sync_status": null, "sync": null,
            }),
        ),
        (
            "times in milliseconds",
            with(
                &base,
                json!({ "created_date": 1_763_830_000_000_u64, "sync": { "edited_at": 1_763_830_000_000_u64 } }),
            ),
        ),
        ("the longest status", with(&base, json!({ "sync_status": text(100) }))),
        ("the longest time", with(&base, json!({ "modified_date": text(64) }))),
        (
            "the longest sync map's texts",
            with(&base, json!({ "sync": { "op": text(200), "device": text(200) } })),
        ),
        ("a longer sync map", with(&base, json!({ "sync": map(20) }))),
    ]
}

fn refused() -> Vec<Case> {
    let base = base();
    let of = |field: &str, value: Value| {
        with(&base, Value::Object([(field.to_owned(), value)].into_iter().collect()))
    };
    vec![
        ("nothing at all", json!({})),
        ("no name", json!({ "id": "workout-1" })),
        ("an empty name", of("name", json!(""))),
        ("a null name", of("name", Value::Null)),
        ("a name that is a number", of("name", json!(7))),
        ("too long a name", of("name", json!(text(1001)))),
        ("another document's id", of("id", json!("workout-2"))),
        ("an id that is a number", of("id", json!(1))),
        ("a null id", of("id", Value::Null)),
        ("a description that is a list", of("description", json!(["a"]))),
        ("too long a description", of("description", json!(text(20_001)))),
        ("tags that are a text", of("tags", json!("legs"))),
        ("tags that are numbers", of("tags", json!([1]))),
        ("too many tags", of("tags", list(json!("legs"), 201))),
        ("groups that are a map", of("exercise_groups", json!({ "a": 1 }))),
        ("groups that are texts", of("exercise_groups", json!(["squat"]))),
        ("too many groups", of("exercise_groups", list(json!({}), 201))),
        ("bonus exercises that are numbers", of("bonus_exercises", json!([1]))),
        ("too many bonus exercises", of("bonus_exercises", list(json!({}), 201))),
        ("sections that are a text", of("sections", json!("all"))),
        ("too many sections", of("sections", list(json!({}), 201))),
        ("notes that are a text", of("template_notes", json!("slowly"))),
        ("too many notes", of("template_notes", list(json!("slowly"), 501))),
        ("a flag that is a text", of("is_template", json!("true"))),
        ("an archive flag that is a number", of("is_archived", json!(1))),
        ("a time that is a map", of("created_date", json!({}))),
        ("a time that is a fraction", of("modified_date", json!(1.5))),
        ("a time that is a long text", of("modified_date", json!(text(65)))),
        ("a negative version", of("version", json!(-1))),
        ("a version that is a text", of("version", json!("1"))),
        ("a version that is a fraction", of("version", json!(1.5))),
        ("too long a status", of("sync_status", json!(text(101)))),
        ("a status that is a flag", of("sync_status", json!(true))),
        ("a sync map that is a text", of("sync", json!("018f"))),
        ("too long a sync map", of("sync", map(21))),
        ("an operation that is a number", of("sync", json!({ "op": 1 }))),
        ("too long an operation", of("sync", json!({ "op": text(201) }))),
        ("too long a device", of("sync", json!({ "device": text(201) }))),
        ("a device that is a list", of("sync", json!({ "device": [] }))),
        ("a time of edit that is a flag", of("sync", json!({ "edited_at": true }))),
        ("a synced version below zero", of("sync", json!({ "version": -1 }))),
        ("too many fields", with(&json!({ "name": "Push day" }), map(200))),
    ]
}

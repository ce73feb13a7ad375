//! `program`, and workouts that programs use.

use serde_json::{Value, json};

use crate::bench::Bench;

fn names(program: &Value) -> Vec<&str> {
    let entries = program["workouts"].as_array().unwrap();
    entries.iter().map(|entry| entry["custom_name"].as_str().unwrap_or("-")).collect()
}

fn entry_ids(program: &Value) -> Vec<String> {
    let entries = program["workouts"].as_array().unwrap();
    entries.iter().map(|entry| entry["entry_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_program_is_put_together_and_taken_apart() {
    let bench = Bench::new();
    let workout = bench.create("workout", &json!({"name": "Push"}));
    let plan = bench.create("program", &json!({"name": "Plan", "notes": [1]}));
    let add = |extra: &[&str]| bench.json(&[&["program", "add-workout", &plan, &workout], extra].concat());
    add(&["--name", "B", "--date", "2025-01-15"]);
    add(&["--at", "0", "--name", "A"]);
    let program = add(&[]);
    assert_eq!(names(&program), ["A", "B", "-"]);
    assert_eq!(program["workouts"][1]["custom_date"], "2025-01-15");
    assert_eq!(program["notes"], json!([1]));

    let ids = entry_ids(&program);
    let reordered = bench.json(&["program", "reorder", &plan, &ids[2], &ids[1], &ids[0]]);
    assert_eq!(names(&reordered), ["-", "B", "A"]);
    let left = bench.json(&["program", "remove-entry", &plan, &ids[1]]);
    assert_eq!(names(&left), ["-", "A"]);
    assert_eq!(bench.json(&["program", "show", &plan]), left);

    let error = bench.error(&["program", "reorder", &plan, &ids[0]]);
    assert_eq!((&error["code"], &error["field"]), (&json!("invalid"), &json!("entry_ids")));
    let error = bench.error(&["program", "add-workout", &plan, &workout, "--date", "15.1.2025"]);
    assert_eq!((&error["code"], &error["field"]), (&json!("invalid"), &json!("custom_date")));
    assert_eq!(bench.error(&["program", "remove-entry", &plan, "entry-x"])["code"], "not_found");
    assert_eq!(bench.error(&["program", "add-workout", &plan, "workout-x"])["code"], "not_found");
}

#[test]
fn a_program_is_changed_copied_and_deleted() {
    let bench = Bench::new();
    let workout = bench.create("workout", &json!({"name": "Push"}));
    let plan = bench.create("program", &json!({"name": "Plan", "workouts": [{"workout_id": workout}]}));
    let changed = bench.json_with("{\"duration_weeks\": 8}", &["program", "update", &plan, "-"]);
    assert_eq!((&changed["duration_weeks"], &changed["name"]), (&json!(8), &json!("Plan")));
    let copy = bench.json(&["program", "duplicate", &plan]);
    assert_eq!(copy["workouts"][0]["workout_id"], json!(workout));
    assert_ne!(copy["workouts"][0]["entry_id"], changed["workouts"][0]["entry_id"]);
    bench.json(&["program", "delete", &plan]);
    assert_eq!(bench.json(&["program", "list"])["total"], 1);
    assert_eq!(bench.json(&["workout", "list"])["total"], 1);
}

#[test]
fn a_workout_in_use_is_deleted_only_when_the_entries_fate_is_known() {
    let bench = Bench::new();
    let workout = bench.create("workout", &json!({"name": "Push"}));
    let plan = bench.create("program", &json!({"name": "Plan", "workouts": [{"workout_id": workout}]}));
    let error = bench.error(&["workout", "delete", &workout]);
    assert_eq!(error["code"], "in_use");
    assert!(error["message"].as_str().unwrap().contains("“Plan”"));
    let text = bench.run(&["workout", "delete", &workout]);
    assert_eq!(text.code, 1);
    assert!(text.stderr.contains("--keep-entries or --remove-entries"), "{}", text.stderr);

    bench.json(&["workout", "delete", &workout, "--keep-entries"]);
    assert_eq!(bench.json(&["program", "show", &plan])["workouts"][0]["workout_id"], json!(workout));
    assert!(bench.run(&["program", "show", &plan]).stdout.contains(&format!("{workout} (deleted)")));
    bench.json(&["undo"]);
    bench.json(&["workout", "delete", &workout, "--remove-entries"]);
    assert_eq!(bench.json(&["program", "show", &plan])["workouts"], json!([]));
    bench.json(&["undo"]);
    assert_eq!(bench.json(&["program", "show", &plan])["workouts"].as_array().unwrap().len(), 1);
    assert_eq!(bench.json(&["workout", "show", &workout])["name"], "Push");
}

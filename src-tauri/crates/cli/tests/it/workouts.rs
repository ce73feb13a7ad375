//! `workout`, `history`, `undo`, `redo`, `status`.

use serde_json::{Value, json};

use crate::bench::Bench;

#[test]
fn a_workout_is_made_shown_changed_and_deleted_in_processes_of_their_own() {
    let bench = Bench::new();
    let document = json!({"name": " Push ", "colour": "red", "exercise_groups": [
        {"exercises": {"a": "Bench press"}, "tempo": "3-1-1"},
    ]});
    let path = bench.file("push.json", &document.to_string());
    let made = bench.json(&["workout", "create", &path]);
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        (&made["name"], &made["version"], &made["colour"]),
        (&json!("Push"), &json!(1), &json!("red"))
    );
    assert_eq!(made["exercise_groups"][0]["tempo"], "3-1-1");
    assert_eq!(made["exercise_groups"][0]["sets"], "3");
    assert_eq!(bench.json(&["workout", "show", id]), made);

    let changed = bench.json_with("{\"tags\": [\"heavy\"]}", &["workout", "update", id, "-"]);
    let mut expected = made.clone();
    for name in ["tags", "version", "modified_date"] {
        expected[name] = changed[name].clone();
    }
    assert_eq!(changed, expected, "only what was given changes");
    assert_eq!((&changed["tags"], &changed["version"]), (&json!(["heavy"]), &json!(2)));

    assert_eq!(bench.json(&["workout", "delete", id]), json!({"deleted": id}));
    assert_eq!(bench.error(&["workout", "show", id])["code"], "not_found");
}

#[test]
fn undo_and_redo_reach_across_processes() {
    let bench = Bench::new();
    let id = bench.create("workout", &json!({"name": "Push"}));
    bench.json_with("{\"name\": \"Pull\"}", &["workout", "update", &id, "-"]);
    let undone = bench.json(&["undo"]);
    assert_eq!(undone["label"], "Edited “Push”");
    assert_eq!(undone["records"], json!([{"kind": "workout", "id": id}]));
    assert_eq!(bench.json(&["workout", "show", &id])["name"], "Push");
    let status = bench.json(&["status"]);
    assert_eq!((&status["undo"], &status["redo"]), (&json!("Created “Push”"), &json!("Edited “Push”")));
    bench.json(&["redo"]);
    assert_eq!(bench.json(&["workout", "show", &id])["name"], "Pull");
    assert_eq!(bench.error(&["redo"])["code"], "nothing_to_do");
}

#[test]
fn history_tells_what_was_changed() {
    let bench = Bench::new();
    let id = bench.create("workout", &json!({"name": "Push"}));
    bench.json_with("{\"name\": \"Pull\"}", &["workout", "update", &id, "-"]);
    let history = bench.json(&["history", &id]);
    assert_eq!((&history["total"], &history["next"]), (&json!(2), &Value::Null));
    assert_eq!(history["items"][0]["changes"], json!(["Name: Push → Pull"]));
    let text = bench.run(&["history", &id]).stdout;
    assert!(text.contains("Edited “Push”\n    Name: Push → Pull\n"), "{text}");
    let program = bench.create("program", &json!({"name": "Plan"}));
    assert_eq!(bench.json(&["history", &program])["items"][0]["why"], "Created “Plan”");
    assert_eq!(bench.error(&["history", "nobody"])["code"], "not_found");
}

#[test]
fn status_has_all_a_script_asks_for() {
    let bench = Bench::new();
    bench.create("workout", &json!({"name": "Push"}));
    let status = bench.json(&["status"]);
    assert_eq!((&status["workouts"], &status["programs"]), (&json!(1), &json!(0)));
    assert_eq!(status["sync"], json!({"state": "local_only"}));
    assert_eq!(status["data_dir"], json!(bench.path("data")));
    let text = bench.run(&["status"]).stdout;
    assert!(text.contains("1 workout, 0 programs"), "{text}");
}

#[test]
fn a_copy_gets_the_name_it_is_given() {
    let bench = Bench::new();
    let id = bench.create("workout", &json!({"name": "Push", "colour": "red"}));
    assert_eq!(bench.json(&["workout", "duplicate", &id])["name"], "Push (Copy)");
    let copy = bench.json(&["workout", "duplicate", &id, "--name", "Mine"]);
    assert_eq!((&copy["name"], &copy["colour"]), (&json!("Mine"), &json!("red")));
}

#[test]
fn an_error_names_its_code_and_field() {
    let bench = Bench::new();
    let id = bench.create("workout", &json!({"name": "Push"}));
    for (document, field) in [
        (json!({"name": " "}), json!("name")),
        (json!({"name": "x", "tags": [1]}), json!("tags[0]")),
        (json!({"name": "x", "id": "mine"}), json!("id")),
        (
            json!({"name": "x", "exercise_groups": [{"exercises": {"a": "y"}, "sets": 3}]}),
            json!("exercise_groups[0].sets"),
        ),
    ] {
        for args in [&["workout", "create", "-"][..], &["workout", "update", &id, "-"]] {
            let error = bench.error_with(&document.to_string(), args);
            assert_eq!((&error["code"], &error["field"]), (&json!("invalid"), &field), "{error}");
        }
    }
    let error = bench.error_with("{}", &["workout", "update", "workout-nobody", "-"]);
    assert_eq!((&error["code"], &error["field"]), (&json!("not_found"), &Value::Null));
    assert!(error["message"].as_str().unwrap().contains("workout-nobody"));
}

#[test]
fn what_is_read_must_be_one_json_object() {
    let bench = Bench::new();
    for text in ["", "[]", "3", "{\"name\": \"x\"", "{\"name\": \"x\"} {}"] {
        assert_eq!(bench.error_with(text, &["workout", "create", "-"])["code"], "bad_file", "{text}");
    }
    let none = bench.path("none.json");
    assert_eq!(bench.error(&["workout", "create", none.to_str().unwrap()])["code"], "not_found");
    bench.json_with("\u{feff}{\"name\": \"with a mark\"}", &["workout", "create", "-"]);
}

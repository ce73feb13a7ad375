//! `import`, `export`, `backup`, `restore`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bench::{Bench, WEB_APP};

fn by_id(file: &Value) -> BTreeMap<String, Value> {
    let workouts = file["workouts"].as_array().unwrap();
    workouts.iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item.clone())).collect()
}

fn original() -> Value {
    serde_json::from_str(&std::fs::read_to_string(WEB_APP).unwrap()).unwrap()
}

#[test]
fn the_web_apps_file_comes_in_and_goes_out_field_by_field() {
    let bench = Bench::new();
    let report = bench.json(&["import", WEB_APP]);
    assert_eq!((&report["new"], &report["identical"]), (&json!(133), &json!(0)));
    let again = bench.json(&["import", WEB_APP]);
    assert_eq!((&again["new"], &again["identical"]), (&json!(0), &json!(133)));
    assert_eq!((&again["differing"], &again["refused"]), (&json!(0), &json!([])));

    let path = bench.path("export.json");
    let written = bench.json(&["export", path.to_str().unwrap()]);
    assert_eq!((&written["workouts"], &written["programs"]), (&json!(133), &json!(0)));
    let export: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(by_id(&export), by_id(&original()));
    let stdout: Value =
        serde_json::from_str(&bench.run(&["export", "-", "--kind", "workouts"]).stdout).unwrap();
    assert_eq!(stdout["export_type"], "workouts");
    assert_eq!(by_id(&stdout), by_id(&original()));
}

#[test]
fn a_dry_run_tells_and_does_nothing() {
    let bench = Bench::new();
    let report = bench.json(&["import", WEB_APP, "--dry-run"]);
    assert_eq!(report["new"], 133);
    assert_eq!(report["rows"][0]["line"], 3);
    assert_eq!(bench.json(&["status"])["workouts"], 0);
    let text = bench.run(&["import", WEB_APP, "--dry-run"]).stdout;
    assert!(text.starts_with("Would import: 133 new") && text.contains("line 3: Workout "), "{text}");
}

#[test]
fn what_is_refused_is_named_and_the_rest_is_imported() {
    let bench = Bench::new();
    let file =
        bench.file("f.json", "{\"workouts\": [\n{\"id\": \"w1\", \"name\": \"W\"},\n{\"id\": \"w2\"}\n]}");
    let report = bench.json(&["import", &file]);
    assert_eq!(report["new"], 1);
    let refused = &report["refused"][0];
    assert_eq!((&refused["index"], &refused["id"], &refused["line"]), (&json!(1), &json!("w2"), &json!(3)));
    assert_eq!(refused["errors"][0]["field"], "name");
    let text = bench.run(&["import", &file]).stdout;
    assert!(text.contains("line 3: Workout w2 refused: Name is missing."), "{text}");
}

#[test]
fn the_files_version_is_taken_only_when_asked() {
    let bench = Bench::new();
    let first = bench.file("f.json", "[{\"id\": \"w\", \"name\": \"Old\", \"exercise_groups\": []}]");
    bench.json(&["import", &first]);
    let second = bench.file("f.json", "[{\"id\": \"w\", \"name\": \"New\", \"exercise_groups\": []}]");
    let kept = bench.json(&["import", &second]);
    assert_eq!((&kept["differing"], &kept["replaced"]), (&json!(1), &json!(0)));
    assert_eq!(bench.json(&["workout", "show", "w"])["name"], "Old");
    assert!(bench.run(&["import", &second]).stdout.contains("--replace takes the file's"));
    assert_eq!(bench.json(&["import", &second, "--replace"])["replaced"], 1);
    assert_eq!(bench.json(&["workout", "show", "w"])["name"], "New");
}

#[test]
fn a_backup_brings_everything_back() {
    let bench = Bench::new();
    bench.json(&["import", WEB_APP]);
    let backup = bench.json(&["backup"])["path"].as_str().unwrap().to_owned();
    assert!(std::path::Path::new(&backup).starts_with(bench.path("data").join("backups")));
    bench.json(&["workout", "delete", "workout-eb124a86"]);
    bench.create("workout", &json!({"name": "Too many"}));
    let restored = bench.json(&["restore", &backup]);
    assert_eq!(
        (&restored["new"], &restored["identical"], &restored["removed"]),
        (&json!(1), &json!(132), &json!(1))
    );
    assert!(std::path::Path::new(restored["backup"]["path"].as_str().unwrap()).exists());
    let text = bench.run(&["export", "-"]).stdout;
    assert_eq!(by_id(&serde_json::from_str(&text).unwrap()), by_id(&original()));

    let own = bench.path("own.json");
    bench.json(&["backup", own.to_str().unwrap()]);
    let other = Bench::new();
    assert_eq!(other.json(&["restore", own.to_str().unwrap()])["new"], 133);
}

#[test]
fn a_file_that_is_no_backup_restores_nothing() {
    let bench = Bench::new();
    bench.json(&["import", WEB_APP]);
    for contents in ["", "[]", "{\"workouts\": []}", "{\"workouts\": [{\"id\": \"x\"}], \"programs\": []}"] {
        let error = bench.error(&["restore", &bench.file("bad.json", contents)]);
        assert_eq!(error["code"], "bad_file", "{contents}");
    }
    assert_eq!(bench.error(&["import", "/nowhere/f.json"])["code"], "not_found");
    assert_eq!(bench.error(&["export", "/nowhere/f.json"])["code"], "not_found");
    assert_eq!(bench.json(&["status"])["workouts"], 133);
}

#[test]
fn diagnostics_are_written_and_listed() {
    let bench = Bench::new();
    bench.json(&["import", WEB_APP]);
    let zip = bench.path("diagnostics.zip");
    let written = bench.json(&["diagnostics", zip.to_str().unwrap()]);
    assert_eq!(written["path"], zip.to_str().unwrap());
    let files = written["files"].as_array().unwrap();
    assert!(
        files.contains(&json!("library.json")) && !files.contains(&json!("training-data.json")),
        "{files:?}"
    );
    assert!(std::fs::read(&zip).unwrap().starts_with(b"PK"));
    let all = bench.run(&["diagnostics", zip.to_str().unwrap(), "--training-data"]).stdout;
    assert!(all.contains("training-data.json"), "{all}");
}

//! Every layout that the web app has written, or its browser keeps, and ours.

use model::Kind;
use model::ipc::Differing;
use serde_json::{Value, json};

use crate::bench::Bench;

fn workout() -> Value {
    json!({"id": "workout-1", "name": "W", "exercise_groups": [], "tags": []})
}

fn program() -> Value {
    json!({"id": "program-1", "name": "P", "workouts": [{"workout_id": "workout-1", "order_index": 0}]})
}

#[test]
fn every_layout_brings_what_it_holds() {
    let both = ["program-1", "workout-1"];
    let layouts: Vec<(&str, Value, &[&str])> = vec![
        ("its workout store", json!({"workouts": [workout()]}), &both[1..]),
        ("its program store", json!({"programs": [program()]}), &both[..1]),
        ("both", json!({"programs": [program()], "workouts": [workout()]}), &both),
        (
            "its complete export",
            json!({"export_type": "complete", "export_date": "2025-01-15", "version": "v3",
                   "programs": [program()], "workouts": [workout()]}),
            &both,
        ),
        (
            "its export of programs",
            json!({"export_type": "programs", "export_date": "x", "version": "v3", "programs": [program()]}),
            &both[..1],
        ),
        (
            "its export of workouts",
            json!({"export_type": "workouts", "export_date": "x", "version": "v3", "workouts": [workout()]}),
            &both[1..],
        ),
        (
            "its backup",
            json!({"backup_timestamp": "20250922_101112", "programs": [program()], "workouts": [workout()]}),
            &both,
        ),
        (
            "its cloud backup",
            json!({"backup_timestamp": "2025-09-22T10:11:12", "user_id": "u", "programs": [program()],
                   "workouts": [workout()]}),
            &both,
        ),
        ("gym_workouts of its browser", json!([workout()]), &both[1..]),
        ("gym_programs of its browser", json!([program()]), &both[..1]),
        ("an empty list of its browser", json!([]), &[]),
        ("one list null", json!({"programs": null, "workouts": [workout()]}), &both[1..]),
        ("one workout", workout(), &both[1..]),
        ("one program", program(), &both[..1]),
    ];
    for (name, layout, ids) in layouts {
        for text in
            [layout.to_string(), format!("\u{feff}{}", serde_json::to_string_pretty(&layout).unwrap())]
        {
            let bench = Bench::new();
            let report = bench.import_file(&bench.file("f.json", &text), Differing::Keep, false).unwrap();
            assert_eq!((report.new, report.refused.len()), (ids.len() as u64, 0), "{name}");
            assert_eq!(bench.documents().keys().collect::<Vec<_>>(), ids, "{name}");
        }
    }
}

#[test]
fn entries_of_a_bare_list_are_told_apart_by_what_they_are() {
    let bench = Bench::new();
    let list = json!([
        {"id": "program-1", "name": "By its id"},
        {"id": "a", "name": "By its weeks", "duration_weeks": 4},
        {"id": "b", "name": "By its entries", "workouts": []},
        {"id": "c", "name": "By its groups", "exercise_groups": []},
        {"id": "d", "name": "By nothing"},
    ]);
    let report = bench.import_file(&bench.file("f.json", &list.to_string()), Differing::Keep, false).unwrap();
    let kinds: Vec<_> = report.rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [Kind::Program, Kind::Program, Kind::Program, Kind::Workout, Kind::Workout]);
}

#[test]
fn dates_in_the_web_apps_form_order_the_list() {
    let bench = Bench::new();
    let dated = |id: &str, date: &str| json!({"id": id, "name": id, "modified_date": date});
    let list = json!({"workouts": [
        dated("old", "2025-09-22 10:11:12.123456"),
        dated("new", "2026-03-21T19:19:00Z"),
        dated("none", "yesterday"),
    ]});
    bench.import_file(&bench.file("f.json", &list.to_string()), Differing::Keep, false).unwrap();
    let rows = bench.workout_list(model::ipc::ListQuery::default()).unwrap().items;
    let order: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.modified_at)).collect();
    assert_eq!(order, [("new", 1_774_120_740_000), ("old", 1_758_535_872_123), ("none", 0)]);
}

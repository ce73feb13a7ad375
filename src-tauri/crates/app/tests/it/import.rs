//! Importing: what is taken, what is refused by name and line, and that twice is as good as once.

use std::path::Path;

use model::ipc::{Differing, ImportApply, ImportReport, PreviewRef, Verdict, WorkoutUpdate};
use model::{ErrorCode, Event, Kind, ProgramId, WorkoutId};
use serde_json::{Value, json};

use crate::bench::{Bench, WEB_APP, body, code, exported, refused};

fn import(bench: &Bench, path: &Path) -> ImportReport {
    bench.import_file(path, Differing::Keep, false).unwrap()
}

fn counts(report: &ImportReport) -> (u64, u64, u64, usize) {
    (report.new, report.identical, report.differing, report.refused.len())
}

#[test]
fn the_web_apps_own_file_comes_in_whole_and_twice_changes_nothing() {
    let mut bench = Bench::new();
    assert_eq!(counts(&import(&bench, WEB_APP.as_ref())), (133, 0, 0, 0));
    let original = exported(&std::fs::read_to_string(WEB_APP).unwrap());
    assert_eq!(original.len(), 133);
    assert_eq!(bench.documents(), original, "every field of every workout");
    let undo = bench.status().unwrap().undo;
    assert_eq!(counts(&import(&bench, WEB_APP.as_ref())), (0, 133, 0, 0));
    assert_eq!(bench.documents(), original);
    assert_eq!(bench.status().unwrap().undo, undo, "no change, no step to undo");
    bench.reopen();
    assert_eq!(bench.documents(), original);
}

#[test]
fn a_dry_run_says_all_and_changes_nothing() {
    let bench = Bench::new();
    let report = bench.import_file(WEB_APP.as_ref(), Differing::Replace, true).unwrap();
    assert_eq!(counts(&report), (133, 0, 0, 0));
    assert_eq!((report.rows[0].id.as_str(), report.rows[0].line), ("workout-eb124a86", 3));
    assert_eq!(bench.documents().len(), 0);
    assert_eq!(bench.status().unwrap().undo, None);
}

#[test]
fn the_whole_import_is_one_step_to_undo() {
    let bench = Bench::new();
    let own = bench.named_workout("Mine");
    import(&bench, WEB_APP.as_ref());
    bench.undo().unwrap();
    assert_eq!(bench.documents().keys().collect::<Vec<_>>(), [own.as_str()]);
}

/// A program of two workouts, with fields that we don't know.
fn linked() -> Value {
    json!({
        "export_type": "complete", "export_date": "2025-01-15", "version": "v3",
        "programs": [{"id": "program-1", "name": "Plan", "progress": {"streak": 2}, "workouts": [
            {"workout_id": "workout-b", "order_index": 1, "custom_date": "2025-01-15"},
            {"workout_id": "workout-a", "order_index": 0},
            {"workout_id": "workout-b", "order_index": 2},
        ]}],
        "workouts": [{"id": "workout-a", "name": "A"}, {"id": "workout-b", "name": "B", "rating": 4.5}],
    })
}

#[test]
fn ids_and_links_of_programs_are_kept() {
    let bench = Bench::new();
    let path = bench.file("all.json", &linked().to_string());
    assert_eq!(counts(&import(&bench, &path)), (3, 0, 0, 0));
    let plan = bench.get_program(&ProgramId::parse("program-1").unwrap());
    let names: Vec<_> =
        plan.entries.iter().map(|entry| entry.workout.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(names, ["A", "B", "B"]);
    assert_eq!(bench.documents(), exported(&linked().to_string()), "stored as it came");
    assert_eq!(counts(&import(&bench, &path)), (0, 3, 0, 0));
}

#[test]
fn what_differs_is_kept_unless_asked_and_then_goes_to_history() {
    let bench = Bench::new();
    let path = bench.file("all.json", &linked().to_string());
    import(&bench, &path);
    let id = WorkoutId::parse("workout-a").unwrap();
    let changes = body(json!({"name": "Mine"}));
    bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
    let report = import(&bench, &path);
    assert_eq!((counts(&report), report.replaced), ((0, 2, 1, 0), 0));
    assert_eq!(report.rows[0].verdict, Verdict::Differing);
    assert_eq!(bench.get_workout(&id).workout.name, "Mine");

    let report = bench.import_file(&path, Differing::Replace, false).unwrap();
    assert_eq!((counts(&report), report.replaced), ((0, 2, 1, 0), 1));
    let replaced = bench.get_workout(&id).workout;
    assert_eq!((replaced.name.as_str(), replaced.version), ("A", 2));
    let versions = bench.history_list(crate::bench::record(Kind::Workout, "workout-a")).unwrap();
    assert_eq!((versions[0].name.as_str(), versions[0].why.as_str()), ("Mine", "Imported “all.json”"));
    assert_eq!(counts(&import(&bench, &path)), (0, 3, 0, 0), "what was replaced is the file's now");
    bench.undo().unwrap();
    assert_eq!(bench.get_workout(&id).workout.name, "Mine");
}

const FLAWED: &str = r#"{
  "programs": [
    {"id": "program-1", "name": "Plan", "workouts": [{"order_index": 0}]},
    {"id": "program-2", "name": "Plan", "workouts": []}
  ],
  "workouts": [
    {"id": "workout-1", "name": "Good"},
    {"name": "No id"},
    {
      "id": "workout-2", "name": "  "
    },
    "not an object",
    {"id": "workout-3", "name": "Types", "tags": "x", "exercise_groups": [{}, {"sets": 3}]},
    {"id": "a/b", "name": "Slash"},
    {"id": "workout-1", "name": "Another"},
    {"id": "workout-1", "name": "Good"}
  ]
}"#;

#[test]
fn what_cannot_be_taken_is_named_by_line_and_the_rest_comes_in() {
    let bench = Bench::new();
    let report = import(&bench, &bench.file("flawed.json", FLAWED));
    assert_eq!(counts(&report), (2, 1, 0, 7));
    let told: Vec<_> = report
        .refused
        .iter()
        .map(|refused| {
            let fields: Vec<_> = refused.errors.iter().map(|error| error.field.as_str()).collect();
            (refused.kind, refused.index, refused.line, refused.id.as_deref(), fields.join(" "))
        })
        .collect();
    let workout = Kind::Workout;
    assert_eq!(
        told,
        [
            (workout, 1, 8, None, "id".to_owned()),
            (workout, 2, 9, Some("workout-2"), "name".to_owned()),
            (workout, 3, 12, None, String::new()),
            (workout, 4, 13, Some("workout-3"), "exercise_groups[1].sets tags".to_owned()),
            (workout, 5, 14, Some("a/b"), "id".to_owned()),
            (workout, 6, 15, Some("workout-1"), "id".to_owned()),
            (Kind::Program, 0, 3, Some("program-1"), "workouts[0].workout_id".to_owned()),
        ]
    );
    assert_eq!(report.refused[5].errors[0].message, "Id stands there twice.");
    assert_eq!(bench.documents().keys().collect::<Vec<_>>(), ["program-2", "workout-1"]);
    assert_eq!(bench.get_workout(&WorkoutId::parse("workout-1").unwrap()).workout.name, "Good");
}

#[test]
fn what_goes_beyond_our_limits_is_taken_and_flagged() {
    let bench = Bench::new();
    let groups: Vec<_> = (0..9).map(|n| json!({"exercises": {"a": format!("E{n}")}})).collect();
    let file = json!({
        "workouts": [{"id": "w", "name": "x".repeat(120), "exercise_groups": groups}],
        "programs": [{"id": "p", "name": "P", "difficulty_level": "expert", "workouts": [{"workout_id": "gone"}]}],
    });
    let report = import(&bench, &bench.file("big.json", &file.to_string()));
    assert_eq!(counts(&report), (2, 0, 0, 0));
    assert_eq!(
        report.rows[0].flags,
        ["Name has 120 characters; 100 is the most.", "Exercise groups: 9 is too many; 6 is the most."]
    );
    assert_eq!(report.rows[1].flags[1], "An entry names a workout that is neither in the file nor here.");
    let workout = bench.get_workout(&WorkoutId::parse("w").unwrap());
    assert_eq!((workout.workout.exercise_groups.len(), workout.flags.len()), (9, 2));
    let program = bench.get_program(&ProgramId::parse("p").unwrap());
    assert!(program.entries[0].workout.is_none() && program.flags.len() == 1);
    assert!(bench.workout_list(model::ipc::ListQuery::default()).unwrap().items[0].beyond_limits);
}

#[test]
fn a_preview_can_be_applied_once_or_dropped() {
    let bench = Bench::new();
    let preview = bench.import_preview(WEB_APP.as_ref()).unwrap();
    assert_eq!((preview.file.as_str(), preview.report.new), ("web-app-workouts.json", 133));
    assert_eq!(bench.documents().len(), 0);
    let apply = ImportApply { token: preview.token, differing: Differing::Keep };
    assert_eq!(bench.import_apply(apply).unwrap().new, 133);
    assert_eq!(code(bench.import_apply(apply)), ErrorCode::NotFound);

    let again = bench.import_preview(WEB_APP.as_ref()).unwrap();
    assert_eq!(again.report.identical, 133);
    bench.preview_drop(PreviewRef { token: again.token }).unwrap();
    let apply = ImportApply { token: again.token, differing: Differing::Keep };
    assert_eq!(code(bench.import_apply(apply)), ErrorCode::NotFound);
}

#[test]
fn a_preview_is_compared_anew_when_it_is_applied() {
    let bench = Bench::new();
    let path = bench.file("all.json", &linked().to_string());
    let preview = bench.import_preview(&path).unwrap();
    import(&bench, &path);
    let apply = ImportApply { token: preview.token, differing: Differing::Keep };
    assert_eq!(counts(&bench.import_apply(apply).unwrap()), (0, 3, 0, 0));
}

#[test]
fn a_file_that_is_none_of_ours_is_refused_as_a_whole() {
    let bench = Bench::new();
    for (contents, part) in [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("{\"workouts\": [\n  {\"id\": 1,}\n]}", "line 2, column 12"),
        ("[1, 2", "line 1"),
        ("{\"exercises\": []}", "neither workouts nor programs"),
        ("\"text\"", "neither workouts nor programs"),
        ("{\"workouts\": {}}", "“workouts” is not a list"),
        ("{\"workouts\": [], \"ghost_gym\": {\"format\": 2}}", "newer version"),
    ] {
        let error = refused(bench.import_file(&bench.file("bad.json", contents), Differing::Keep, false));
        assert_eq!(error.code, ErrorCode::BadFile, "{contents}");
        assert!(error.message.contains(part), "{contents}: {}", error.message);
        assert!(error.message.contains("Nothing was changed"));
    }
    let binary = bench.dir().join("binary.json");
    std::fs::write(&binary, b"{\"name\": \"\xFF\"}").unwrap();
    let error = refused(bench.import_file(&binary, Differing::Keep, false));
    assert!(error.message.contains("UTF-8"), "{}", error.message);
    let error = refused(bench.import_file(&bench.dir().join("none.json"), Differing::Keep, false));
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(bench.documents().len(), 0);
}

#[test]
fn a_long_import_tells_how_far_it_is() {
    let bench = Bench::new();
    let workouts: Vec<_> =
        (0..600).map(|n| json!({"id": format!("w{n}"), "name": format!("W{n}")})).collect();
    let path = bench.file("many.json", &json!({"workouts": workouts}).to_string());
    bench.heard();
    import(&bench, &path);
    let told: Vec<_> = bench
        .heard()
        .into_iter()
        .map(|event| match event {
            Event::Progress { label, done, total } => (label, done, total),
            other => panic!("{other:?}"),
        })
        .collect();
    let label = "Importing many.json".to_owned();
    assert_eq!(told, [(label.clone(), 250, 600), (label.clone(), 500, 600), (label, 600, 600)]);
}

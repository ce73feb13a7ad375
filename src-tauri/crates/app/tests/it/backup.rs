//! Backup and restore: everything comes back, a bad file touches nothing, and a restore can be undone.

use model::ipc::{Differing, EntryAdd, PreviewRef, WorkoutDelete, WorkoutUpdate};
use model::{ErrorCode, Event, Kind};
use serde_json::{Value, json};

use crate::bench::{Bench, WEB_APP, body, code, record, refused};

/// A library with some of everything.
fn full() -> Bench {
    let bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    let workout = bench.named_workout("Mine");
    bench.program(json!({"name": "Plan", "workouts": [{"workout_id": workout}]}));
    bench
}

#[test]
fn a_backup_restores_into_an_empty_library_field_by_field() {
    let bench = full();
    let path = bench.dir().join("backup.json");
    let written = bench.backup_to(&path).unwrap();
    assert_eq!((written.workouts, written.programs), (134, 1));
    let other = Bench::new();
    let restored = other.restore_file(&path).unwrap();
    assert_eq!((restored.report.new, restored.removed), (135, 0));
    assert_eq!(other.documents(), bench.documents());
}

#[test]
fn the_layout_is_the_web_apps_backup_and_more() {
    let bench = full();
    let path = bench.dir().join("backup.json");
    bench.backup_to(&path).unwrap();
    let backup: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let stamp = backup["backup_timestamp"].as_str().unwrap();
    assert!(stamp.len() == 15 && stamp.starts_with("202701"), "{stamp}");
    assert_eq!(backup["ghost_gym"]["format"], 1);
    assert_eq!(backup["workouts"].as_array().unwrap().len(), 134);
    let plain = bench.import_file(&path, Differing::Keep, true).unwrap();
    assert_eq!(plain.identical, 135, "it can be imported as well");
}

#[test]
fn a_restore_makes_the_library_what_the_backup_says_and_can_be_undone() {
    let bench = full();
    let path = bench.dir().join("backup.json");
    bench.backup_to(&path).unwrap();
    let backed_up = bench.content();

    let workout = bench.workout_list(model::ipc::ListQuery::default()).unwrap().items.remove(0);
    let changes = body(json!({"name": "Changed"}));
    bench.workout_update(WorkoutUpdate { before: None, id: workout.id.clone(), changes }).unwrap();
    let gone = model::WorkoutId::parse("workout-eb124a86").unwrap();
    bench.workout_delete(WorkoutDelete { id: gone, entries: None }).unwrap();
    bench.named_workout("Too many");
    let before = bench.content();

    let preview = bench.restore_preview(&path).unwrap();
    let report = &preview.report;
    assert_eq!((report.new, report.identical, report.differing, preview.missing), (1, 133, 1, 1));
    bench.heard();
    let report = bench.restore_apply(PreviewRef { token: preview.token }).unwrap();
    assert_eq!((report.new, report.replaced), (1, 1));
    assert!(bench.heard().contains(&Event::LibraryChanged));
    assert_eq!(bench.content(), backed_up);
    assert!(bench.get_workout(&workout.id).workout.version > 2, "a later version than the one it replaces");

    assert_eq!(bench.undo().unwrap().label, "Restored the backup “backup.json”");
    assert_eq!(bench.content(), before);
    bench.redo().unwrap();
    assert_eq!(bench.content(), backed_up);
}

#[test]
fn what_was_here_is_backed_up_before_a_restore() {
    let bench = full();
    let before = bench.content();
    let empty = bench.file("empty.json", &json!({"workouts": [], "programs": []}).to_string());
    let restored = bench.restore_file(&empty).unwrap();
    assert_eq!((restored.removed, bench.documents().len()), (135, 0));
    let safety = std::path::PathBuf::from(&restored.before.path);
    assert!(safety.starts_with(bench.data_dir().join("backups")));
    bench.restore_file(&safety).unwrap();
    assert_eq!(bench.content(), before);
}

#[test]
fn a_file_that_is_not_sound_touches_nothing() {
    let bench = full();
    let before = bench.documents();
    let sound = json!({"id": "workout-1", "name": "W"});
    for contents in [
        String::new(),
        "{\"workouts\": [], \"programs\": [".to_owned(),
        "[]".to_owned(),
        json!({"workouts": [sound]}).to_string(),
        json!({"programs": []}).to_string(),
        json!({"workouts": [sound, {"id": "workout-2"}], "programs": []}).to_string(),
        json!({"workouts": [sound, {"id": "workout-1", "name": "Other"}], "programs": []}).to_string(),
        json!({"workouts": [], "programs": [], "ghost_gym": {"format": 99}}).to_string(),
        json!({"workouts": [], "programs": [], "ghost_gym": {"format": 1}, "history": [1]}).to_string(),
    ] {
        let path = bench.file("bad.json", &contents);
        let error = refused(bench.restore_file(&path));
        assert_eq!(error.code, ErrorCode::BadFile, "{contents}");
        assert_eq!(bench.documents(), before, "{contents}");
    }
    assert_eq!(code(bench.restore_file(&bench.dir().join("none.json"))), ErrorCode::NotFound);
    assert_eq!(bench.status().unwrap().undo.as_deref(), Some("Created “Plan”"));
    assert!(!bench.data_dir().join("backups").exists(), "there was nothing to make safe");
}

#[test]
fn a_preview_shows_what_is_wrong_and_applying_it_fails() {
    let bench = full();
    let file = json!({"workouts": [{"id": "workout-2"}], "programs": []});
    let path = bench.file("bad.json", &serde_json::to_string_pretty(&file).unwrap());
    let preview = bench.restore_preview(&path).unwrap();
    assert_eq!(preview.report.refused[0].line, 4);
    let error = refused(bench.restore_apply(PreviewRef { token: preview.token }));
    assert_eq!(error.code, ErrorCode::BadFile);
    assert!(error.message.contains("Line 4: Name is missing"), "{}", error.message);
    let list = bench.file("list.json", "[]");
    assert_eq!(code(bench.restore_preview(&list)), ErrorCode::BadFile);
}

#[test]
fn backups_made_in_one_second_do_not_overwrite_each_other() {
    let bench = full();
    let first = bench.backup_default().unwrap();
    std::fs::copy(&first.path, bench.data_dir().join("backups").join("kept")).unwrap();
    let second = bench.backup_default().unwrap();
    assert_ne!(first.path, second.path);
    assert!(std::path::Path::new(&first.path).exists());
}

#[test]
fn earlier_versions_come_back_with_a_backup() {
    let bench = Bench::new();
    let id = bench.workout(json!({"name": "One", "rating": 1.5})).workout.id;
    let changes = body(json!({"name": "Two"}));
    bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
    let plan = bench.program(json!({"name": "Plan"})).program.id;
    let ask = EntryAdd { id: plan, workout_id: id.clone(), at: None, custom_name: None, custom_date: None };
    bench.entry_add(ask).unwrap();
    let gone = bench.named_workout("Gone");
    bench.workout_delete(WorkoutDelete { id: gone.clone(), entries: None }).unwrap();
    let path = bench.dir().join("backup.json");
    bench.backup_to(&path).unwrap();

    let other = Bench::new();
    other.restore_file(&path).unwrap();
    let told = |bench: &Bench| -> Vec<_> {
        let versions = bench.history_list(record(Kind::Workout, id.as_str())).unwrap();
        versions.into_iter().filter(|version| version.body.is_some()).map(|v| (v.name, v.why, v.at)).collect()
    };
    assert_eq!(told(&bench).len(), 1);
    assert_eq!(told(&other), told(&bench));
    assert_eq!(other.history_deleted().unwrap()[0].name, "Gone");
    let version = other.history_deleted().unwrap()[0].history_id;
    other.history_restore(model::ipc::VersionRef { history_id: version }).unwrap();
    assert_eq!(other.get_workout(&gone).workout.name, "Gone");

    let times = told(&other).len();
    other.restore_file(&path).unwrap();
    assert_eq!(told(&other).len(), times, "what is known already does not come twice");
}

#[test]
fn a_restore_with_history_can_still_be_undone_and_so_can_what_was_before() {
    let bench = Bench::new();
    let id = bench.named_workout("One");
    for name in ["Two", "Three"] {
        let changes = body(json!({"name": name}));
        bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
    }
    let path = bench.dir().join("backup.json");
    bench.backup_to(&path).unwrap();
    let changes = body(json!({"name": "Four"}));
    bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
    bench.restore_file(&path).unwrap();
    for name in ["Four", "Three", "Two", "One"] {
        bench.undo().unwrap();
        assert_eq!(bench.get_workout(&id).workout.name, name);
    }
}

//! The app beside others: a second process, more threads, preferences, figures, the folder itself.

use std::sync::Arc;

use app::{App, Options};
use model::ipc::{Differing, Preferences, Prefix, WorkoutUpdate};
use model::{ErrorCode, Event};
use serde_json::json;

use crate::bench::{Bench, WEB_APP, body};

#[test]
fn an_edit_by_another_process_is_noticed_and_ones_own_is_not() {
    let bench = Bench::new();
    let id = bench.named_workout("Mine");
    assert!(!bench.poll().unwrap());
    let other = bench.open().unwrap();
    bench.heard();
    let changes = body(json!({"name": "Theirs"}));
    other.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
    assert!(bench.poll().unwrap());
    assert_eq!(bench.heard(), [Event::LibraryChanged]);
    assert!(!bench.poll().unwrap(), "once is enough");
    assert_eq!(bench.get_workout(&id).workout.name, "Theirs");
    assert_eq!(bench.undo().unwrap().label, "Edited “Mine”", "whoever undoes, the step is the same");
    drop(other);
    assert!(!bench.poll().unwrap());
}

#[test]
fn the_watch_sees_what_others_write_and_ends_with_the_app() {
    let bench = Bench::new();
    let (hear, heard) = std::sync::mpsc::channel();
    let options = Options {
        data_dir: Some(bench.data_dir().to_owned()),
        events: Arc::new(move |event| drop(hear.send(event))),
        ..Options::default()
    };
    let app = Arc::new(App::open(options).unwrap());
    let watch = app.watch();
    bench.named_workout("Written beside it");
    assert_eq!(heard.recv().unwrap(), Event::LibraryChanged);
    drop(watch);
    drop(app);
    assert!(heard.recv().is_err(), "nobody is left to tell anything");
}

#[test]
fn many_threads_write_and_nothing_is_lost() {
    let bench = Bench::new();
    let app: &App = &bench;
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for n in 0..10 {
                    let changes = body(json!({"name": format!("{thread}.{n}")}));
                    app.workout_create(model::ipc::Create { changes }).unwrap();
                }
            });
        }
    });
    assert_eq!(bench.status().unwrap().workouts, 40);
}

#[test]
fn preferences_are_remembered_and_a_broken_file_gives_the_defaults() {
    let mut bench = Bench::new();
    assert_eq!(bench.preferences_get().unwrap(), Preferences::default());
    let mut mine = Preferences { library_width: 400, ..Preferences::default() };
    mine.extra.insert("of_a_newer_version".into(), json!([1]));
    bench.preferences_set(mine.clone()).unwrap();
    bench.reopen();
    assert_eq!(bench.preferences_get().unwrap(), mine);
    std::fs::write(bench.data_dir().join("preferences.json"), "{").unwrap();
    assert_eq!(bench.preferences_get().unwrap(), Preferences::default());
    bench.preferences_set(mine.clone()).unwrap();
    assert_eq!(bench.preferences_get().unwrap(), mine);
}

#[test]
fn figures_count_what_is_there() {
    let bench = Bench::new();
    let workout = |name: &str, tags: &[&str], exercises: &[&str]| {
        let groups: Vec<_> = exercises.iter().map(|name| json!({"exercises": {"a": name}})).collect();
        bench.workout(json!({"name": name, "tags": tags, "exercise_groups": groups})).workout.id
    };
    let a = workout("A", &["heavy", "legs"], &["Squat", "Leg press"]);
    workout("B", &["legs"], &["squat", "Plank"]);
    let entries = json!([{"workout_id": a, "custom_name": "Monday squats"}, {"workout_id": a}]);
    bench.program(json!({"name": "P", "duration_weeks": 6, "tags": ["legs"], "workouts": entries}));
    bench.program(json!({"name": "Q", "duration_weeks": 4}));
    let stats = bench.stats().unwrap();
    assert_eq!((stats.workouts, stats.programs, stats.exercises), (2, 2, 3));
    assert_eq!((stats.entries, stats.weeks), (2, 10));
    let counts = |counts: &[model::ipc::Count]| -> Vec<(String, u64)> {
        counts.iter().map(|count| (count.word.to_lowercase(), count.count)).collect()
    };
    assert_eq!(counts(&stats.tags), [("legs".into(), 3), ("heavy".into(), 1)]);
    assert_eq!(counts(&stats.top_exercises)[0], ("squat".into(), 2));
    assert_eq!(counts(&bench.workout_tags().unwrap()), [("legs".into(), 2), ("heavy".into(), 1)]);
    let offered = bench.exercise_names(Prefix { prefix: "SQ".into() }).unwrap();
    assert_eq!(offered.len(), 1);
    assert!(offered[0].eq_ignore_ascii_case("squat"), "{offered:?}");
}

#[test]
fn the_status_tells_where_and_how_much() {
    let bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    let status = bench.status().unwrap();
    assert_eq!((status.workouts, status.programs), (133, 0));
    assert_eq!(status.sync, model::SyncStatus::LocalOnly);
    assert_eq!(std::path::Path::new(&status.data_dir), bench.data_dir());
    assert_eq!(status.salvaged, None);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let options = Options { data_dir: Some(file.join("data")), ..Options::default() };
    let error = model::CommandError::from(App::open(options).err().unwrap());
    assert_eq!(error.code, ErrorCode::Io);
    assert!(error.message.contains("can't be written"), "{}", error.message);
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("anonymous.db");
    std::fs::write(&path, "notes of another program\n".repeat(500)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let options = Options { data_dir: Some(dir.path().to_owned()), ..Options::default() };
    let error = App::open(options).err().unwrap();
    assert_eq!(error.code(), ErrorCode::NotOurs);
    assert!(error.is_permanent());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

//! Undo and redo of everything a person can do.

use std::path::PathBuf;

use model::ipc::{
    Differing, EntryAdd, EntryFate, EntryRemove, EntryUpdate, ProgramDuplicate, ProgramRef, ProgramUpdate,
    Reorder, StarterRef, VersionRef, WorkoutDelete, WorkoutDuplicate, WorkoutUpdate,
};
use model::{EntryId, ErrorCode, Kind, ProgramId, WorkoutId};
use serde_json::json;

use crate::bench::{Bench, WEB_APP, body, code, record};

/// What is there before each step.
struct Library {
    a: WorkoutId,
    plan: ProgramId,
    first: EntryId,
    second: EntryId,
    /// Workout A as it was made.
    version: i64,
    backup: PathBuf,
}

/// Workouts A and B, and program P that has both.
fn library(bench: &Bench) -> Library {
    let (a, b) = (bench.named_workout("A"), bench.named_workout("B"));
    let entries = json!([{"workout_id": a}, {"workout_id": b}]);
    let plan = bench.program(json!({"name": "P", "workouts": entries})).program;
    bench
        .workout_update(WorkoutUpdate {
            before: None,
            id: a.clone(),
            changes: body(json!({"tags": ["old"]})),
        })
        .unwrap();
    let version = bench.history_list(record(Kind::Workout, a.as_str())).unwrap()[0].history_id;
    let backup = bench.dir().join("backup.json");
    bench.backup_to(&backup).unwrap();
    let [first, second] = [0, 1].map(|at| plan.workouts[at].entry_id.clone());
    Library { a, plan: plan.id, first, second, version, backup }
}

/// One thing a person can do, and what undo calls it.
type Step = (&'static str, fn(&Bench, &Library));

/// Each kind of change once.
const STEPS: &[Step] = &[
    ("Created “New”", |bench, _| drop(bench.named_workout("New"))),
    ("Edited “A”", |bench, here| {
        let changes = body(json!({"name": "AA", "description": "d"}));
        bench.workout_update(WorkoutUpdate { before: None, id: here.a.clone(), changes }).unwrap();
    }),
    ("Duplicated “A”", |bench, here| {
        bench.workout_duplicate(WorkoutDuplicate { id: here.a.clone(), name: None }).unwrap();
    }),
    ("Deleted “A”", |bench, here| {
        let ask = WorkoutDelete { id: here.a.clone(), entries: Some(EntryFate::Remove) };
        bench.workout_delete(ask).unwrap();
    }),
    ("Created “New plan”", |bench, _| drop(bench.program(json!({"name": "New plan"})))),
    ("Edited “P”", |bench, here| {
        let changes = body(json!({"duration_weeks": 9}));
        bench.program_update(ProgramUpdate { before: None, id: here.plan.clone(), changes }).unwrap();
    }),
    ("Duplicated “P”", |bench, here| {
        bench.program_duplicate(ProgramDuplicate { id: here.plan.clone(), name: None }).unwrap();
    }),
    ("Deleted “P”", |bench, here| {
        bench.program_delete(ProgramRef { id: here.plan.clone() }).unwrap();
    }),
    ("Added a workout to “P”", |bench, here| {
        let (id, workout_id) = (here.plan.clone(), here.a.clone());
        let ask = EntryAdd { id, workout_id, at: Some(1), custom_name: None, custom_date: None };
        bench.entry_add(ask).unwrap();
    }),
    ("Changed an entry of “P”", |bench, here| {
        let (id, entry_id) = (here.plan.clone(), here.first.clone());
        let ask = EntryUpdate { id, entry_id, custom_name: Some("Mon".into()), custom_date: None };
        bench.entry_update(ask).unwrap();
    }),
    ("Reordered “P”", |bench, here| {
        let entry_ids = vec![here.second.clone(), here.first.clone()];
        bench.entry_reorder(Reorder { id: here.plan.clone(), entry_ids }).unwrap();
    }),
    ("Removed a workout from “P”", |bench, here| {
        let ask = EntryRemove { id: here.plan.clone(), entry_id: here.first.clone() };
        bench.entry_remove(ask).unwrap();
    }),
    ("Restored an earlier version of “A”", |bench, here| {
        bench.history_restore(VersionRef { history_id: here.version }).unwrap();
    }),
    ("Added the program “5×5 strength”", |bench, _| {
        bench.starter_add(StarterRef { key: "five-by-five".into() }).unwrap();
    }),
    ("Imported “web-app-workouts.json”", |bench, _| {
        bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    }),
    ("Restored the backup “backup.json”", |bench, here| {
        bench.named_workout("Not in the backup");
        bench.restore_file(&here.backup).unwrap();
    }),
];

#[test]
fn every_change_is_one_step_back_and_one_step_forth() {
    let bench = Bench::new();
    let here = library(&bench);
    for (label, act) in STEPS.iter().copied() {
        act(&bench, &here);
        assert_eq!(bench.status().unwrap().undo.as_deref(), Some(label));
        let after = bench.content();
        assert_eq!(bench.undo().unwrap().label, label);
        let before = bench.content();
        assert_ne!(before, after, "{label}");
        assert_eq!(bench.status().unwrap().redo.as_deref(), Some(label));
        assert_eq!(bench.redo().unwrap().label, label);
        assert_eq!(bench.content(), after, "{label}");
        assert_eq!(bench.status().unwrap().redo, None);
        bench.undo().unwrap();
        assert_eq!(bench.content(), before, "{label}");
    }
}

#[test]
fn undo_outlives_the_app() {
    let mut bench = Bench::new();
    let here = library(&bench);
    let mut states = Vec::new();
    for (_, act) in &STEPS[..4] {
        states.push(bench.content());
        act(&bench, &here);
    }
    states.push(bench.content());
    for state in states.iter().rev().skip(1) {
        bench.reopen();
        bench.undo().unwrap();
        assert_eq!(&bench.content(), state);
    }
    for state in &states[1..] {
        bench.reopen();
        bench.redo().unwrap();
        assert_eq!(&bench.content(), state);
    }
}

#[test]
fn with_nothing_to_undo_it_says_so() {
    let bench = Bench::new();
    assert_eq!(code(bench.undo()), ErrorCode::NothingToDo);
    assert_eq!(code(bench.redo()), ErrorCode::NothingToDo);
    bench.named_workout("A");
    bench.undo().unwrap();
    assert_eq!(code(bench.undo()), ErrorCode::NothingToDo);
    bench.named_workout("B");
    assert_eq!(code(bench.redo()), ErrorCode::NothingToDo, "a new change ends what could be redone");
}

#[test]
fn what_comes_back_is_a_newer_version() {
    let bench = Bench::new();
    let id = bench.named_workout("A");
    let changes = body(json!({"name": "B"}));
    let edited =
        bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap().workout;
    bench.undo().unwrap();
    let back = bench.get_workout(&id).workout;
    assert_eq!(back.name, "A");
    assert!(back.version > edited.version && back.modified_date > edited.modified_date);
}

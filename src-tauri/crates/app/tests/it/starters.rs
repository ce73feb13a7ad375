//! The programs that come with the app.

use model::ErrorCode;
use model::ipc::{StarterRef, WorkoutRef};

use crate::bench::{Bench, code};

#[test]
fn each_comes_with_its_workouts_in_one_change() {
    let bench = Bench::new();
    let starters = bench.starter_list().unwrap();
    assert!((4..=6).contains(&starters.len()));
    for starter in starters {
        let before = bench.content();
        let added = bench.starter_add(StarterRef { key: starter.key.clone() }).unwrap();
        assert_eq!((&added.program.name, &added.program.description), (&starter.name, &starter.description));
        assert_eq!(added.program.duration_weeks, Some(u64::from(starter.weeks)));
        assert_eq!(added.flags, Vec::<String>::new());
        let mut ids: Vec<_> =
            added.entries.iter().map(|entry| entry.workout.as_ref().unwrap().id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), starter.workouts as usize);
        for id in ids {
            let workout = bench.workout_get(WorkoutRef { id }).unwrap();
            assert_eq!(workout.flags, Vec::<String>::new());
            assert!(!workout.workout.exercise_groups.is_empty());
        }
        let named = |entry: &model::ProgramWorkout| entry.custom_name.is_some();
        assert!(added.program.workouts.iter().all(named));
        assert_eq!(bench.undo().unwrap().label, format!("Added the program “{}”", starter.name));
        assert_eq!(bench.content(), before);
        bench.redo().unwrap();
    }
}

#[test]
fn added_again_it_is_another() {
    let bench = Bench::new();
    let key = bench.starter_list().unwrap().remove(0).key;
    let first = bench.starter_add(StarterRef { key: key.clone() }).unwrap();
    let second = bench.starter_add(StarterRef { key }).unwrap();
    assert_ne!(first.program.id, second.program.id);
    let shared = first.program.workouts.iter().any(|a| {
        second.program.workouts.iter().any(|b| a.workout_id == b.workout_id || a.entry_id == b.entry_id)
    });
    assert!(!shared);
}

#[test]
fn one_that_is_not_there_is_not_found() {
    assert_eq!(code(Bench::new().starter_add(StarterRef { key: "zumba".into() })), ErrorCode::NotFound);
}

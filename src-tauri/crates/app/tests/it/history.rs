//! Earlier versions, what is told of them, and bringing them back.

use model::ipc::{VersionRef, WorkoutDelete, WorkoutUpdate};
use model::{ErrorCode, Kind, WorkoutId};
use serde_json::{Value, json};

use crate::bench::{Bench, body, code, record};

fn update(bench: &Bench, id: &WorkoutId, changes: Value) {
    bench.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes: body(changes) }).unwrap();
}

#[test]
fn every_version_says_why_it_went_and_what_changed() {
    let bench = Bench::new();
    let id = bench.named_workout("Push");
    update(&bench, &id, json!({"name": "Pull", "tags": ["back"]}));
    update(&bench, &id, json!({"exercise_groups": [{"exercises": {"a": "Row"}}]}));
    let versions = bench.history_list(record(Kind::Workout, id.as_str())).unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|version| (version.name.as_str(), version.why.as_str(), version.changes.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("Pull", "Edited “Pull”", vec!["Added “Row”".to_owned()]),
            ("Push", "Edited “Push”", vec!["Name: Push → Pull".to_owned(), "Tags: added back".to_owned()]),
            ("", "Created “Push”", vec![]),
        ]
    );
    assert!(versions.windows(2).all(|pair| pair[0].at > pair[1].at));
}

#[test]
fn what_was_undone_does_not_come_between_what_stands() {
    let bench = Bench::new();
    let id = bench.named_workout("One");
    update(&bench, &id, json!({"name": "Two"}));
    bench.undo().unwrap();
    update(&bench, &id, json!({"name": "Three"}));
    let versions = bench.history_list(record(Kind::Workout, id.as_str())).unwrap();
    let told: Vec<_> =
        versions.iter().map(|version| (version.why.as_str(), version.changes.join("; "))).collect();
    assert_eq!(
        told,
        [
            ("Edited “One”", "Name: One → Three".to_owned()),
            ("Undone: Edited “One”", "Name: Two → One".to_owned()),
            ("Created “One”", String::new()),
        ]
    );
}

#[test]
fn an_earlier_version_comes_back_and_the_later_one_is_kept() {
    let bench = Bench::new();
    let id = bench.workout(json!({"name": "Push", "description": "first"})).workout.id;
    update(&bench, &id, json!({"description": "second"}));
    update(&bench, &id, json!({"description": "third"}));
    let of = |bench: &Bench| bench.history_list(record(Kind::Workout, id.as_str())).unwrap();
    let first = of(&bench)
        .iter()
        .find(|version| version.body.as_ref().is_some_and(|body| body["description"] == "first"))
        .unwrap()
        .history_id;
    let restored = bench.history_restore(VersionRef { history_id: first }).unwrap();
    assert_eq!(restored, record(Kind::Workout, id.as_str()));
    let now = bench.get_workout(&id).workout;
    assert_eq!((now.description.as_str(), now.version), ("first", 4));
    assert_eq!(of(&bench)[0].body.as_ref().unwrap()["description"], "third");
    bench.undo().unwrap();
    assert_eq!(bench.get_workout(&id).workout.description, "third");
}

#[test]
fn what_was_deleted_is_listed_and_comes_back() {
    let bench = Bench::new();
    let id = bench.named_workout("Push");
    bench.named_workout("Other");
    bench.workout_delete(WorkoutDelete { id: id.clone(), entries: None }).unwrap();
    let deleted = bench.history_deleted().unwrap();
    assert_eq!(deleted.len(), 1);
    assert_eq!((deleted[0].name.as_str(), deleted[0].why.as_str()), ("Push", "Deleted “Push”"));
    bench.history_restore(VersionRef { history_id: deleted[0].history_id }).unwrap();
    assert_eq!(bench.get_workout(&id).workout.name, "Push");
    assert_eq!(bench.history_deleted().unwrap(), []);
}

#[test]
fn a_version_that_is_not_there_is_not_found() {
    let bench = Bench::new();
    let id = bench.named_workout("Push");
    assert_eq!(code(bench.history_restore(VersionRef { history_id: 99 })), ErrorCode::NotFound);
    let created = bench.history_list(record(Kind::Workout, id.as_str())).unwrap().remove(0);
    let ask = VersionRef { history_id: created.history_id };
    assert_eq!(code(bench.history_restore(ask)), ErrorCode::NotFound, "there was nothing before it was made");
    assert_eq!(code(bench.history_list(record(Kind::Workout, "workout-nobody"))), ErrorCode::NotFound);
}

#[test]
fn a_workout_that_is_gone_is_still_called_by_its_name() {
    let bench = Bench::new();
    let id = bench.named_workout("Push");
    let plan = bench.program(json!({"name": "Plan", "workouts": [{"workout_id": id}]})).program.id;
    let fate = Some(model::ipc::EntryFate::Remove);
    bench.workout_delete(WorkoutDelete { id, entries: fate }).unwrap();
    let versions = bench.history_list(record(Kind::Program, plan.as_str())).unwrap();
    assert_eq!(versions[0].changes, ["Removed “Push”"]);
}

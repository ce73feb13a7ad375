//! Workouts and programs: make, read, change, copy, delete, list.

use model::ipc::{
    Create, EntryAdd, EntryFate, ListQuery, Order, ProgramDuplicate, ProgramRef, ProgramUpdate,
    WorkoutDelete, WorkoutDuplicate, WorkoutRef, WorkoutUpdate,
};
use model::{ErrorCode, Kind, ProgramId, WorkoutId};
use serde_json::json;

use crate::bench::{Bench, body, code, refused};

#[test]
fn a_workout_is_made_read_changed_and_deleted() {
    let bench = Bench::new();
    let made =
        bench.workout(json!({"name": " Push ", "exercise_groups": [{"exercises": {"a": "Bench press"}}]}));
    let id = made.workout.id.clone();
    assert!(id.as_str().starts_with("workout-"));
    assert_eq!((made.workout.name.as_str(), made.workout.version), ("Push", 1));
    assert_eq!(made.workout.created_date, made.workout.modified_date);
    assert_eq!(bench.get_workout(&id), made);

    let changed = bench
        .workout_update(WorkoutUpdate {
            before: None,
            id: id.clone(),
            changes: body(json!({"tags": ["heavy"]})),
        })
        .unwrap();
    assert_eq!((changed.workout.version, &changed.workout.tags), (2, &vec!["heavy".to_owned()]));
    assert_eq!(changed.workout.exercise_groups, made.workout.exercise_groups);
    assert_eq!(changed.workout.created_date, made.workout.created_date);
    assert!(changed.workout.modified_date > made.workout.modified_date);

    bench.workout_delete(WorkoutDelete { id: id.clone(), entries: None }).unwrap();
    assert_eq!(code(bench.workout_get(WorkoutRef { id })), ErrorCode::NotFound);
    assert_eq!(bench.status().unwrap().workouts, 0);
}

#[test]
fn a_program_is_made_read_changed_and_deleted() {
    let bench = Bench::new();
    let workout = bench.named_workout("Push");
    let made = bench.program(json!({"name": "Plan", "workouts": [{"workout_id": workout}]}));
    let id = made.program.id.clone();
    assert_eq!(made.entries[0].workout.as_ref().unwrap().name, "Push");
    assert_eq!(bench.get_workout(&workout).used_by[0].name, "Plan");

    let changes = body(json!({"duration_weeks": 8, "difficulty_level": "advanced"}));
    let after = bench.program_update(ProgramUpdate { before: None, id: id.clone(), changes }).unwrap();
    assert_eq!(after.program.duration_weeks, Some(8));
    assert_eq!(after.program.workouts, made.program.workouts);

    bench.program_delete(ProgramRef { id: id.clone() }).unwrap();
    assert_eq!(code(bench.program_get(ProgramRef { id })), ErrorCode::NotFound);
    assert_eq!(bench.get_workout(&workout).used_by, []);
}

#[test]
fn a_change_that_changes_nothing_writes_nothing() {
    let bench = Bench::new();
    let made = bench.workout(json!({"name": "Push", "tags": ["a"]}));
    let id = made.workout.id.clone();
    let same = body(json!({"name": "  Push", "tags": ["a", " "]}));
    assert_eq!(bench.workout_update(WorkoutUpdate { before: None, id, changes: same }).unwrap(), made);
    assert_eq!(bench.status().unwrap().undo.unwrap(), "Created “Push”");
}

#[test]
fn what_is_wrong_is_refused_with_its_field_and_changes_nothing() {
    let bench = Bench::new();
    let error = refused(bench.workout_create(Create { changes: body(json!({"name": "  "})) }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("name")));
    assert_eq!(error.message, "Name is missing. Fill it in.");

    let id = bench.named_workout("Push");
    let before = bench.documents();
    let changes = body(json!({"exercise_groups": vec![json!({"exercises": {"a": "Dip"}}); 7]}));
    let error = refused(bench.workout_update(WorkoutUpdate { before: None, id, changes }));
    assert_eq!(error.field.as_deref(), Some("exercise_groups"));
    assert_eq!(bench.documents(), before);

    let nobody = WorkoutId::parse("workout-nobody").unwrap();
    let changes = body(json!({"name": "x"}));
    assert_eq!(
        code(bench.workout_update(WorkoutUpdate { before: None, id: nobody, changes })),
        ErrorCode::NotFound
    );
    assert_eq!(bench.status().unwrap().undo.unwrap(), "Created “Push”");
}

#[test]
fn a_copy_has_ids_of_its_own_and_keeps_what_we_do_not_know() {
    let bench = Bench::new();
    let file = json!({"workouts": [{
        "id": "workout-1", "name": "Push", "is_favorite": true, "sections": [{"x": 1.25}],
        "sync_status": "synced", "version": 9, "created_date": "2025-01-01T00:00:00Z",
        "exercise_groups": [{"group_id": "g", "exercises": {"a": "Dip"}, "block_id": "b"}],
        "bonus_exercises": [{"exercise_id": "e", "name": "Curl", "tempo": "3-1-1"}],
    }]});
    let path = bench.file("one.json", &file.to_string());
    bench.import_file(&path, model::ipc::Differing::Keep, false).unwrap();
    let id = WorkoutId::parse("workout-1").unwrap();
    let copy = bench.workout_duplicate(WorkoutDuplicate { id: id.clone(), name: None }).unwrap().workout;
    assert_eq!((copy.name.as_str(), copy.version), ("Push (Copy)", 1));
    assert!(copy.created_date.starts_with("2027-"), "{}", copy.created_date);
    let stored = bench.document(Kind::Workout, copy.id.as_str()).unwrap();
    assert_eq!((&stored["is_favorite"], &stored["sections"]), (&json!(true), &json!([{"x": 1.25}])));
    assert!(!stored.contains_key("sync_status"), "the copy was never on a server");
    assert_eq!(stored["exercise_groups"][0]["block_id"], "b");
    assert_eq!(stored["bonus_exercises"][0]["tempo"], "3-1-1");
    assert_ne!(stored["exercise_groups"][0]["group_id"], "g");
    assert_ne!(stored["bonus_exercises"][0]["exercise_id"], "e");
}

#[test]
fn copies_are_numbered_and_names_stay_within_the_limit() {
    let bench = Bench::new();
    let copy = |id: &WorkoutId, name: Option<&str>| {
        let ask = WorkoutDuplicate { id: id.clone(), name: name.map(Into::into) };
        bench.workout_duplicate(ask).map(|copy| copy.workout)
    };
    let push = bench.named_workout("Push");
    let first = copy(&push, None).unwrap();
    assert_eq!(first.name, "Push (Copy)");
    assert_eq!(copy(&push, None).unwrap().name, "Push (Copy 2)");
    assert_eq!(copy(&first.id, None).unwrap().name, "Push (Copy 3)");
    assert_eq!(copy(&push, Some(" Mine ")).unwrap().name, "Mine");
    assert_eq!(code(copy(&push, Some(" "))), ErrorCode::Invalid);

    let long = bench.named_workout(&"ß".repeat(100));
    let name = copy(&long, None).unwrap().name;
    assert_eq!(name.chars().count(), 100);
    assert!(name.ends_with("ß (Copy)"), "{name}");
    let signs = bench.named_workout("!!!");
    assert_eq!(copy(&signs, None).unwrap().name, "!!! (Copy)");
}

#[test]
fn a_copied_program_names_the_same_workouts_in_entries_of_its_own() {
    let bench = Bench::new();
    let (a, b) = (bench.named_workout("A"), bench.named_workout("B"));
    let entries = json!([{"workout_id": a, "custom_name": "Mon"}, {"workout_id": b}, {"workout_id": a}]);
    let original = bench.program(json!({"name": "Plan", "workouts": entries})).program;
    let copy =
        bench.program_duplicate(ProgramDuplicate { id: original.id.clone(), name: None }).unwrap().program;
    assert_eq!(copy.name, "Plan (Copy)");
    for (old, new) in original.workouts.iter().zip(&copy.workouts) {
        assert_eq!((&old.workout_id, &old.custom_name), (&new.workout_id, &new.custom_name));
        assert_ne!(old.entry_id, new.entry_id);
    }
    assert_eq!(bench.get_program(&original.id).program, original);
}

/// Two programs that use a workout, and one that doesn't.
fn used(bench: &Bench) -> (WorkoutId, Vec<ProgramId>) {
    let (push, pull) = (bench.named_workout("Push"), bench.named_workout("Pull"));
    let plan = |name: &str, workouts: &[&WorkoutId]| {
        let entries: Vec<_> = workouts.iter().map(|id| json!({"workout_id": id})).collect();
        bench.program(json!({"name": name, "workouts": entries})).program.id
    };
    let plans =
        vec![plan("Two", &[&push, &pull, &push]), plan("One", &[&pull, &push]), plan("None", &[&pull])];
    (push, plans)
}

#[test]
fn deleting_a_workout_in_use_asks_first() {
    let bench = Bench::new();
    let (push, _) = used(&bench);
    let before = bench.documents();
    let error = refused(bench.workout_delete(WorkoutDelete { id: push, entries: None }));
    assert_eq!(error.code, ErrorCode::InUse);
    assert!(error.message.contains("2 programs: “One”, “Two”"), "{}", error.message);
    assert_eq!(bench.documents(), before);
}

#[test]
fn deleting_a_workout_in_use_can_keep_the_entries() {
    let bench = Bench::new();
    let (push, plans) = used(&bench);
    let before = bench.content();
    bench.workout_delete(WorkoutDelete { id: push.clone(), entries: Some(EntryFate::Keep) }).unwrap();
    let plan = bench.get_program(&plans[0]);
    assert_eq!(plan.entries.len(), 3);
    assert!(plan.entries[0].workout.is_none() && plan.entries[2].workout.is_none());
    bench.undo().unwrap();
    assert_eq!(bench.content(), before);
}

#[test]
fn deleting_a_workout_in_use_can_remove_the_entries_and_one_undo_brings_all_back() {
    let bench = Bench::new();
    let (push, plans) = used(&bench);
    let before = bench.content();
    bench.workout_delete(WorkoutDelete { id: push.clone(), entries: Some(EntryFate::Remove) }).unwrap();
    let left: Vec<_> = plans.iter().map(|plan| bench.get_program(plan).program.workouts.len()).collect();
    assert_eq!(left, [1, 1, 1]);
    assert_eq!(bench.get_program(&plans[0]).program.workouts[0].order_index, 0);
    let undone = bench.undo().unwrap();
    assert_eq!(undone.label, "Deleted “Push”");
    assert_eq!(undone.records.len(), 3);
    assert_eq!(bench.content(), before);
}

#[test]
fn lists_are_searched_filtered_ordered_and_paged() {
    let bench = Bench::new();
    for (name, tag) in [("Ärmel", "arms"), ("Zug", "back"), ("brust", "chest"), ("Beine", "legs")] {
        bench
            .workout(json!({"name": name, "tags": [tag], "exercise_groups": [{"exercises": {"a": "Lift"}}]}));
    }
    let names = |query: ListQuery| {
        let page = bench.workout_list(query).unwrap();
        (page.items.into_iter().map(|row| row.name).collect::<Vec<_>>(), page.next, page.total)
    };
    let all = ListQuery::default();
    assert_eq!(names(all.clone()).0, ["Beine", "brust", "Zug", "Ärmel"]);
    let by_name = ListQuery { order: Order::Name, limit: 3, ..all.clone() };
    let (first, next, total) = names(by_name.clone());
    assert_eq!((first, total), (vec!["Ärmel".into(), "Beine".into(), "brust".into()], 4));
    assert_eq!(names(ListQuery { after: next, ..by_name }), (vec!["Zug".to_owned()], None, 4));
    let search = |text: &str| names(ListQuery { search: Some(text.into()), ..all.clone() }).0;
    assert_eq!(search("arm"), ["Ärmel"]);
    assert_eq!(search("lif be"), ["Beine"]);
    assert_eq!(
        names(ListQuery { tags: vec!["back".into(), "LEGS".into()], ..all.clone() }).0,
        ["Beine", "Zug"]
    );
    let error = refused(bench.workout_list(ListQuery { after: Some("zz".into()), ..all }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("after")));
}

#[test]
fn a_row_says_at_a_glance_what_is_in_it() {
    let bench = Bench::new();
    let groups: Vec<_> =
        ["A", "B", "C", "D", "E"].iter().map(|name| json!({"exercises": {"a": name}})).collect();
    let id =
        bench.workout(json!({"name": "W", "exercise_groups": groups, "bonus_exercises": [{"name": "X"}]}));
    let row = bench.workout_list(ListQuery::default()).unwrap().items.remove(0);
    assert_eq!((row.groups, row.bonus, row.beyond_limits), (5, 1, false));
    assert_eq!(row.exercises, ["A", "B", "C", "D"]);
    let plan = bench.program(json!({"name": "P", "duration_weeks": 4}));
    bench
        .entry_add(EntryAdd {
            id: plan.program.id,
            workout_id: id.workout.id,
            at: None,
            custom_name: None,
            custom_date: None,
        })
        .unwrap();
    let row = bench.program_list(ListQuery::default()).unwrap().items.remove(0);
    assert_eq!((row.workouts, row.duration_weeks), (1, Some(4)));
    assert_eq!(row.difficulty_level, "intermediate");
}

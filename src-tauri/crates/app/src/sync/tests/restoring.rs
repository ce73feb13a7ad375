//! What gave way in a merge and is put back: only that, in the record as it is by then.

use model::ipc::{
    Conflict, ConflictRestore, ConflictsSeen, Create, EntryRemove, ProgramRef, Reorder, WorkoutDelete,
    WorkoutUpdate,
};
use model::sync::Side;
use model::{Body, EntryId, ErrorCode, Kind, ProgramId, SyncStatus, WorkoutId};
use serde_json::{Value, json};

use super::whole::{Machine, code, create, fields, until, until_synced};
use crate::{App, AppError};

/// Another device changes a document, and says that it did long before anybody here did anything.
fn elsewhere(machine: &Machine, kind: Kind, id: &str, change: impl FnOnce(&mut Body)) {
    let mut document = machine.server.document(kind, id).unwrap();
    change(&mut document);
    let edited_at = "2001-01-01T00:00:00.000Z";
    document.insert("version".into(), json!(99));
    document.insert(
        "sync".into(),
        json!({"op": "theirs", "device": "tablet", "edited_at": edited_at, "version": 99}),
    );
    machine.server.write(kind, id, document);
}

/// Both devices change a record without knowing of each other; then they meet.
fn meet(
    machine: &Machine,
    app: &App,
    (kind, id): (Kind, &str),
    here: impl FnOnce(),
    there: impl FnOnce(&mut Body),
) -> Conflict {
    until_synced(app);
    app.sync_pause().unwrap();
    here();
    until(app, || app.sync().unwrap().status == SyncStatus::Paused { pending: 1 });
    elsewhere(machine, kind, id, there);
    app.sync_resume().unwrap();
    until(app, || !app.conflict_list().unwrap().is_empty());
    until_synced(app);
    let mut conflicts = app.conflict_list().unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    conflicts.remove(0)
}

fn restore(app: &App, conflict: &Conflict, side: Side) -> Result<(), AppError> {
    app.conflict_restore(ConflictRestore { conflict_id: conflict.conflict_id, side }).map(drop)
}

fn update(app: &App, id: &WorkoutId, changes: Value) {
    app.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes: fields(changes) }).unwrap();
}

fn group(id: &str, sets: &str) -> Value {
    json!({"group_id": id, "exercises": {"a": id}, "sets": sets})
}

/// A workout in which the sets of the first group, the reps of the bonus exercise and the name are in dispute. Those of
/// the other device gave way.
fn disputed(machine: &Machine, app: &App) -> (WorkoutId, Conflict) {
    let begun = json!({
        "name": "Push",
        "exercise_groups": [group("1", "3"), group("2", "3")],
        "bonus_exercises": [{"exercise_id": "b", "name": "Plank", "reps": "15"}],
    });
    let id = app.workout_create(Create { changes: fields(begun) }).unwrap().workout.id;
    let here = || {
        let bonus = json!([{"exercise_id": "b", "name": "Plank", "reps": "10"}]);
        let groups = json!([group("1", "4"), group("2", "3")]);
        update(app, &id, json!({"name": "Ours", "exercise_groups": groups, "bonus_exercises": bonus}));
    };
    let there = |document: &mut Body| {
        document.insert("name".into(), json!("Theirs"));
        document.insert("description".into(), json!("Only theirs"));
        document["exercise_groups"][0]["sets"] = json!("5");
        document["bonus_exercises"][0]["reps"] = json!("20");
    };
    let conflict = meet(machine, app, (Kind::Workout, id.as_str()), here, there);
    assert_eq!((conflict.name.as_str(), &conflict.sides[..]), ("Ours", &[Side::Theirs][..]));
    assert_eq!(conflict.lines.len(), 3, "{:?}", conflict.lines);
    (id, conflict)
}

#[test]
fn only_what_gave_way_is_put_back_and_in_one_step() {
    let machine = Machine::new();
    let app = machine.stay();
    let (id, conflict) = disputed(&machine, &app);
    // What is done since has no part in it.
    update(&app, &id, json!({"tags": ["later"], "exercise_groups": [group("1", "4"), group("2", "9")]}));
    until_synced(&app);

    restore(&app, &conflict, Side::Theirs).unwrap();
    let said = |document: &Body| {
        let sets = |at: usize| document["exercise_groups"][at]["sets"].clone();
        let bonus = document["bonus_exercises"][0]["reps"].clone();
        let (tags, description) = (document["tags"].clone(), document["description"].clone());
        [document["name"].clone(), sets(0), bonus, sets(1), tags, description].map(|value| value.to_string())
    };
    let here = || said(&app.document(Kind::Workout, id.as_str()).unwrap());
    let since = [r#""9""#, r#"["later"]"#, r#""Only theirs""#];
    let restored = [&[r#""Theirs""#, r#""5""#, r#""20""#][..], &since[..]].concat();
    assert_eq!(here()[..], restored[..]);
    assert!(app.conflict_list().unwrap().is_empty(), "somebody has looked at it");
    until_synced(&app);
    let there = machine.server.document(Kind::Workout, id.as_str()).unwrap();
    assert_eq!(said(&there)[..], restored[..], "it is sent as any edit is");
    assert_eq!(code(restore(&app, &conflict, Side::Theirs).unwrap_err()), ErrorCode::NotFound, "once");

    assert_eq!(app.undo().unwrap().label, "Put back what gave way in “Ours”");
    let before = [&[r#""Ours""#, r#""4""#, r#""10""#][..], &since[..]].concat();
    assert_eq!(here()[..], before[..]);
}

/// A program of three entries. Here the second is removed and the others change places; on the other device the second
/// gets a name and goes to the front. The removal and the other device's order gave way.
fn planned(machine: &Machine, app: &App) -> (ProgramId, Vec<EntryId>, Conflict) {
    let workout = create(app, "Push");
    let plan = Create { changes: fields(json!({"name": "Plan"})) };
    let id = app.program_create(plan).unwrap().program.id;
    for _ in 0..3 {
        add(app, &id, &workout);
    }
    let entries = entries(app, &id);
    let here = || {
        let ask = EntryRemove { id: id.clone(), entry_id: entries[1].clone() };
        app.entry_remove(ask).unwrap();
        let entry_ids = vec![entries[2].clone(), entries[0].clone()];
        app.entry_reorder(Reorder { id: id.clone(), entry_ids }).unwrap();
    };
    let there = |document: &mut Body| {
        document["workouts"][1]["custom_name"] = json!("Theirs");
        for (at, place) in [(0, 1), (1, 0), (2, 2)] {
            document["workouts"][at]["order_index"] = json!(place);
        }
    };
    let conflict = meet(machine, app, (Kind::Program, id.as_str()), here, there);
    assert_eq!(conflict.sides, [Side::Ours, Side::Theirs], "{:?}", conflict.lines);
    (id, entries, conflict)
}

fn add(app: &App, id: &ProgramId, workout: &WorkoutId) -> EntryId {
    let entry = json!({"id": id, "workout_id": workout});
    let detail = app.entry_add(serde_json::from_value(entry).unwrap()).unwrap();
    detail.program.workouts.last().unwrap().entry_id.clone()
}

fn entries(app: &App, id: &ProgramId) -> Vec<EntryId> {
    let detail = app.program_get(ProgramRef { id: id.clone() }).unwrap();
    detail.program.workouts.into_iter().map(|entry| entry.entry_id).collect()
}

#[test]
fn entries_of_a_program_are_known_by_their_ids() {
    for side in [Side::Ours, Side::Theirs] {
        let machine = Machine::new();
        let app = machine.stay();
        let (id, known, conflict) = planned(&machine, &app);
        let [first, second, third] = &known[..] else { panic!("{known:?}") };
        let order = |entries: &[&EntryId]| entries.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
        assert_eq!(entries(&app, &id), order(&[second, third, first]));
        let another = create(&app, "Pull");
        let fourth = add(&app, &id, &another);
        restore(&app, &conflict, side).unwrap();
        let expected = match side {
            Side::Ours => order(&[third, first, &fourth]),
            Side::Theirs => order(&[second, first, third, &fourth]),
        };
        assert_eq!(entries(&app, &id), expected, "{side:?}");
        until_synced(&app);
    }
}

#[test]
fn what_can_not_be_put_back_is_said_and_nothing_is_changed() {
    let machine = Machine::new();
    let app = machine.stay();
    let (id, conflict) = disputed(&machine, &app);
    // What is sent gets another date by that.
    app.sync_pause().unwrap();
    let refused = |expected: ErrorCode, words: &str| {
        let before = app.document(Kind::Workout, id.as_str()).ok();
        let error = restore(&app, &conflict, Side::Theirs).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(code(error), expected);
        assert_eq!(app.document(Kind::Workout, id.as_str()).ok(), before);
        assert_eq!(app.conflict_list().unwrap().len(), 1, "it is told still");
    };
    assert_eq!(
        code(restore(&app, &conflict, Side::Ours).unwrap_err()),
        ErrorCode::NotFound,
        "nothing of ours"
    );

    let bonus = |reps: &str| json!([{"exercise_id": "b", "name": "Plank", "reps": reps}]);
    let groups = json!([group("1", "5"), group("2", "3")]);
    update(&app, &id, json!({"name": "Theirs", "exercise_groups": groups, "bonus_exercises": bonus("20")}));
    refused(ErrorCode::NothingToDo, "“Theirs” has what gave way already");

    update(&app, &id, json!({"name": "Anew", "exercise_groups": [group("2", "3")]}));
    refused(ErrorCode::NotFound, "its place is gone: Sets of group 1.");

    app.workout_delete(WorkoutDelete { id: id.clone(), entries: None }).unwrap();
    refused(ErrorCode::NotFound, "was deleted meanwhile");
    app.undo().unwrap();
    app.undo().unwrap();
    restore(&app, &conflict, Side::Theirs).unwrap_err();
    app.undo().unwrap();
    restore(&app, &conflict, Side::Theirs).unwrap();
}

#[test]
fn a_deletion_that_gave_way_is_told_and_is_nothing_to_put_back() {
    let machine = Machine::new();
    let app = machine.stay();
    let id = create(&app, "Push");
    let here = || app.workout_delete(WorkoutDelete { id: id.clone(), entries: None }).unwrap();
    let there = |document: &mut Body| drop(document.insert("name".into(), json!("Theirs")));
    let conflict = meet(&machine, &app, (Kind::Workout, id.as_str()), here, there);
    assert!(conflict.name == "Theirs" && conflict.sides.is_empty(), "{conflict:?}");
    assert_eq!(code(restore(&app, &conflict, Side::Ours).unwrap_err()), ErrorCode::NotFound);
    app.conflict_seen(ConflictsSeen { conflict_ids: vec![conflict.conflict_id] }).unwrap();
    assert!(app.conflict_list().unwrap().is_empty());
}

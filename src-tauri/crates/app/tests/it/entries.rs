//! The entries of a program.

use model::ipc::{Differing, EntryAdd, EntryRemove, EntryUpdate, ProgramDetail, Reorder};
use model::{EntryId, ErrorCode, ProgramId, WorkoutId};
use serde_json::{Value, json};

use crate::bench::{Bench, code, refused};

fn add(bench: &Bench, id: &ProgramId, workout_id: &WorkoutId, at: Option<u32>) -> ProgramDetail {
    let (id, workout_id) = (id.clone(), workout_id.clone());
    bench.entry_add(EntryAdd { id, workout_id, at, custom_name: None, custom_date: None }).unwrap()
}

fn names(program: &ProgramDetail) -> Vec<String> {
    program.entries.iter().map(|entry| entry.workout.as_ref().unwrap().name.clone()).collect()
}

fn ids(program: &ProgramDetail) -> Vec<EntryId> {
    program.entries.iter().map(|entry| entry.entry_id.clone()).collect()
}

fn plan(bench: &Bench, names: &[&str]) -> ProgramDetail {
    let entries: Vec<_> = names.iter().map(|name| json!({"workout_id": bench.named_workout(name)})).collect();
    bench.program(json!({"name": "Plan", "workouts": entries}))
}

#[test]
fn a_workout_is_added_where_it_is_wanted_as_often_as_wanted() {
    let bench = Bench::new();
    let (a, b) = (bench.named_workout("A"), bench.named_workout("B"));
    let id = bench.program(json!({"name": "Plan"})).program.id;
    add(&bench, &id, &a, None);
    add(&bench, &id, &b, Some(0));
    add(&bench, &id, &a, Some(1));
    let plan = add(&bench, &id, &b, Some(99));
    assert_eq!(names(&plan), ["B", "A", "A", "B"]);
    let places: Vec<_> = plan.program.workouts.iter().map(|entry| entry.order_index).collect();
    assert_eq!(places, [0, 1, 2, 3]);
    let distinct: std::collections::BTreeSet<_> = ids(&plan).into_iter().collect();
    assert_eq!(distinct.len(), 4);
    assert_eq!(bench.get_workout(&a).used_by[0].entries, 2);
}

#[test]
fn an_entry_has_a_name_and_a_date_of_its_own() {
    let bench = Bench::new();
    let plan = plan(&bench, &["A"]);
    let (id, entry_id) = (plan.program.id.clone(), ids(&plan).remove(0));
    let update = |name: Option<&str>, date: Option<&str>| {
        let (custom_name, custom_date) = (name.map(Into::into), date.map(Into::into));
        bench.entry_update(EntryUpdate {
            id: id.clone(),
            entry_id: entry_id.clone(),
            custom_name,
            custom_date,
        })
    };
    let entry = update(Some(" Monday "), Some("2025-01-13")).unwrap().program.workouts.remove(0);
    assert_eq!(entry.custom_name.as_deref(), Some("Monday"));
    assert_eq!(entry.custom_date.as_deref(), Some("2025-01-13"));
    assert_eq!(entry.entry_id, entry_id);

    let error = refused(update(None, Some("13.1.2025")));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("custom_date")));
    let error = refused(update(Some(&"x".repeat(101)), None));
    assert_eq!(error.field.as_deref(), Some("custom_name"));

    let entry = update(Some(" "), None).unwrap().program.workouts.remove(0);
    assert_eq!((entry.custom_name, entry.custom_date), (None, None));
}

#[test]
fn the_entry_that_is_named_goes_and_its_twin_stays() {
    let bench = Bench::new();
    let a = bench.named_workout("A");
    let plan = bench.program(json!({"name": "P", "workouts": [{"workout_id": a}, {"workout_id": a}]}));
    let (id, all) = (plan.program.id.clone(), ids(&plan));
    let left = bench.entry_remove(EntryRemove { id: id.clone(), entry_id: all[0].clone() }).unwrap();
    assert_eq!(ids(&left), [all[1].clone()]);
    assert_eq!(left.program.workouts[0].order_index, 0);
    assert_eq!(code(bench.entry_remove(EntryRemove { id, entry_id: all[0].clone() })), ErrorCode::NotFound);
}

#[test]
fn a_new_order_names_every_entry_once() {
    let bench = Bench::new();
    let plan = plan(&bench, &["A", "B", "C"]);
    let (id, all) = (plan.program.id.clone(), ids(&plan));
    let reorder = |order: &[usize]| {
        let entry_ids = order.iter().map(|index| all[*index].clone()).collect();
        bench.entry_reorder(Reorder { id: id.clone(), entry_ids })
    };
    assert_eq!(names(&reorder(&[2, 0, 1]).unwrap()), ["C", "A", "B"]);
    let before = bench.documents();
    for order in [&[0, 1][..], &[0, 1, 1], &[0, 1, 2, 2], &[]] {
        let error = refused(reorder(order));
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::Invalid, Some("entry_ids")),
            "{order:?}"
        );
    }
    let stranger = EntryId::parse("entry-x").unwrap();
    let entry_ids = vec![all[0].clone(), all[1].clone(), stranger];
    let error = refused(bench.entry_reorder(Reorder { id: id.clone(), entry_ids }));
    assert_eq!(error.field.as_deref(), Some("entry_ids"));
    assert_eq!(bench.documents(), before);
    assert_eq!(names(&reorder(&[0, 1, 2]).unwrap()), ["A", "B", "C"]);
}

#[test]
fn what_is_not_there_is_named() {
    let bench = Bench::new();
    let a = bench.named_workout("A");
    let id = bench.program(json!({"name": "P"})).program.id;
    let ask = |id: &str, workout: &str| EntryAdd {
        id: ProgramId::parse(id).unwrap(),
        workout_id: WorkoutId::parse(workout).unwrap(),
        at: None,
        custom_name: None,
        custom_date: None,
    };
    let error = refused(bench.entry_add(ask(id.as_str(), "workout-nobody")));
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.message.contains("workout-nobody"));
    let error = refused(bench.entry_add(ask("program-nobody", a.as_str())));
    assert!(error.message.contains("program-nobody"));
}

#[test]
fn fields_of_an_entry_that_we_do_not_know_stay_with_it() {
    let bench = Bench::new();
    let (a, b) = (bench.named_workout("A"), bench.named_workout("B"));
    let file = json!({"programs": [{"id": "program-1", "name": "P", "schedule": [{"week": 1}], "workouts": [
        {"workout_id": a, "order_index": 0, "notes": "easy"},
        {"workout_id": b, "order_index": 1, "week_number": 2},
    ]}]});
    let path = bench.file("p.json", &file.to_string());
    bench.import_file(&path, Differing::Keep, false).unwrap();
    let id = ProgramId::parse("program-1").unwrap();
    let stored = |place: usize| -> Value {
        bench.document(model::Kind::Program, "program-1").unwrap()["workouts"][place].clone()
    };
    let all = ids(&bench.get_program(&id));
    add(&bench, &id, &a, Some(1));
    assert_eq!((&stored(0)["notes"], &stored(2)["week_number"]), (&json!("easy"), &json!(2)));
    let entry_ids = ids(&bench.get_program(&id)).into_iter().rev().collect();
    bench.entry_reorder(Reorder { id: id.clone(), entry_ids }).unwrap();
    assert_eq!((&stored(2)["notes"], &stored(0)["week_number"]), (&json!("easy"), &json!(2)));
    assert_eq!(stored(2)["entry_id"], json!(all[0]), "the id that was derived is the id that stays");
    let (entry_id, name) = (all[0].clone(), Some("Mon".to_owned()));
    bench
        .entry_update(EntryUpdate { id: id.clone(), entry_id, custom_name: name, custom_date: None })
        .unwrap();
    bench.entry_remove(EntryRemove { id: id.clone(), entry_id: all[1].clone() }).unwrap();
    assert_eq!((&stored(1)["notes"], &stored(1)["custom_name"]), (&json!("easy"), &json!("Mon")));
    let document = bench.document(model::Kind::Program, "program-1").unwrap();
    assert_eq!(document["schedule"], json!([{"week": 1}]));
}

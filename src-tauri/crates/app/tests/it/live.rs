//! Two machines, one account: what one does shows on the other, and nothing is lost when both were offline.

use std::sync::Arc;

use app::App;
use model::ipc::{
    ConflictRestore, Create, EntryFate, OnSignOut, ProgramRef, Reorder, WorkoutDelete, WorkoutUpdate,
};
use model::sync::Side;
use model::{Kind, SyncStatus};
use serde_json::{Value, json};

use crate::cloud::{create, names, sign_out};
use crate::devices::{Device, Way, fields, open};

fn update(device: &Device, changes: Value) {
    let ask = WorkoutUpdate { before: None, id: device.only(), changes: fields(changes) };
    device.app.workout_update(ask).unwrap();
}

#[test]
fn what_one_does_shows_on_the_other() {
    for way in Way::both() {
        let Some((here, there)) = way.two() else { return };
        create(&here.app, "Push");
        there.until(|app| names(app) == ["Push"]);
        update(&there, json!({"name": "Pull", "tags": ["back"]}));
        here.until(|app| names(app) == ["Pull"]);

        let plan = Create { changes: fields(json!({"name": "Plan"})) };
        let program = here.app.program_create(plan).unwrap().program.id;
        for name in ["A", "B"] {
            let entry = json!({"id": program, "workout_id": here.only(), "custom_name": name});
            here.app.entry_add(serde_json::from_value(entry).unwrap()).unwrap();
        }
        let entries = |app: &App| {
            let detail = app.program_get(ProgramRef { id: program.clone() }).ok()?;
            let entries = detail.program.workouts.into_iter();
            Some(entries.map(|entry| (entry.entry_id, entry.custom_name)).collect::<Vec<_>>())
        };
        there.until(|app| entries(app).is_some_and(|entries| entries.len() == 2));
        let mut entry_ids: Vec<_> = entries(&there.app).unwrap().into_iter().map(|(id, _)| id).collect();
        entry_ids.reverse();
        there.app.entry_reorder(Reorder { id: program.clone(), entry_ids }).unwrap();
        here.until(|app| entries(app) == entries(&there.app));
        assert_eq!(entries(&here.app).unwrap()[0].1.as_deref(), Some("B"));

        let gone = WorkoutDelete { id: there.only(), entries: Some(EntryFate::Keep) };
        there.app.workout_delete(gone).unwrap();
        here.until(|app| names(app).is_empty());
        let document = |device: &Device| {
            device.until_synced();
            device.app.document(Kind::Program, program.as_str()).unwrap()
        };
        assert_eq!(document(&here), document(&there), "to the byte");
    }
}

#[test]
fn both_offline_both_edit_and_both_come_back() {
    for way in Way::both() {
        for there_first in [false, true] {
            let Some((here, there)) = way.two() else { return };
            create(&here.app, "Push");
            there.until(|app| names(app) == ["Push"]);
            for device in [&here, &there] {
                device.until_synced();
                device.app.sync_pause().unwrap();
            }
            update(&here, json!({"name": "Pull", "tags": ["back"]}));
            update(&there, json!({"name": "Legs", "description": "Heavy"}));
            let (first, theirs, second, ours) =
                if there_first { (&there, "Legs", &here, "Pull") } else { (&here, "Pull", &there, "Legs") };
            for device in [first, second] {
                device.app.sync_resume().unwrap();
                device.until_synced();
            }
            let document = |app: &App| app.document(Kind::Workout, second.only().as_str()).ok();
            first.until(|app| document(app) == document(&second.app));
            let merged = document(&second.app).unwrap();
            assert_eq!((&merged["tags"], &merged["description"]), (&json!(["back"]), &json!("Heavy")));

            // Whoever comes second merges. The later edit wins, as far as the clocks of the two can be compared.
            assert_eq!(first.app.conflict_list().unwrap(), []);
            let conflicts = second.app.conflict_list().unwrap();
            assert_eq!((conflicts.len(), second.app.sync().unwrap().conflicts), (1, 1));
            let (lost, whose, side) = if merged["name"] == ours {
                (theirs, "another", Side::Theirs)
            } else {
                assert_eq!(merged["name"], theirs);
                (ours, "this", Side::Ours)
            };
            assert_eq!(conflicts[0].sides, [side]);
            assert_eq!(conflicts[0].lines, [format!("Name: “{lost}”, from {whose} device, gave way")]);
            let conflict_id = conflicts[0].conflict_id;
            second.app.conflict_restore(ConflictRestore { conflict_id, side }).unwrap();
            first.until(|app| names(app) == [lost]);
            let restored = document(&first.app).unwrap();
            let kept = (&restored["tags"], &restored["description"]);
            assert_eq!(kept, (&json!(["back"]), &json!("Heavy")), "only the name was in dispute");
            let left = (second.app.conflict_list().unwrap(), second.app.sync().unwrap().conflicts);
            assert_eq!(left, (Vec::new(), 0));
        }
    }
}

#[test]
fn what_was_there_comes_to_a_new_machine_and_stays_when_it_is_left() {
    for way in Way::both() {
        let Some((here, there)) = way.two() else { return };
        for n in 0..30 {
            create(&here.app, &format!("Workout {n:02}"));
        }
        there.until(|app| names(app).len() == 30);
        sign_out(&here.app, Some(OnSignOut::Sync)).unwrap();
        assert!(names(&here.app).is_empty());
        let here = here.restart();
        assert_eq!(here.app.sync().unwrap().status, SyncStatus::LocalOnly);
        create(&here.app, "Nobody's");
        assert_eq!(there.count(), 30);
    }
}

#[test]
fn a_command_syncs_through_the_window_beside_it() {
    for way in Way::both() {
        let Some((here, there)) = way.two() else { return };
        here.until_synced();
        let window = Arc::new(here.app);
        let _watch = window.watch();
        let command = open(&here.machine);
        create(&command, "Push");
        assert!(matches!(command.sync_once().unwrap(), SyncStatus::Synced { .. }));
        assert!(command.sync().unwrap().elsewhere, "the window syncs");
        there.until(|app| names(app) == ["Push"]);
    }
}

//! Into an account that has data already, by two devices at once, and again.

use std::thread;

use model::ipc::MigrationState;
use model::migration::{Fate, Verdict};
use model::{ErrorCode, Kind, RecordKey, body};
use serde_json::json;

use super::support::{anonymous, contents, documents, fates, plan, planned, take_in};
use crate::cloud::{code, create, sign_in};
use crate::devices::{Way, named};

#[test]
fn what_the_account_has_is_passed_over_merged_or_kept_beside() {
    for way in Way::both() {
        let (first, address) = planned(
            &way,
            &json!({"workouts": [
                {"id": "same", "name": "Same"}, {"id": "both", "name": "Both", "description": "here"},
                {"id": "mine", "name": "Twins"},
            ]}),
        )
        .unwrap();
        let there = way.another(&address).unwrap();
        take_in(
            &there,
            &json!({"workouts": [
                {"id": "same", "name": "Same"}, {"id": "both", "name": "Both of them", "tags": ["there"]},
                {"id": "theirs", "name": "twins"},
            ]}),
        );
        there.until_synced();
        first.until(|_| first.count() == 3);
        let status = first.app.migration().unwrap();
        assert_eq!(status.status, MigrationState::PartialOrDuplicate);
        assert_eq!(status.eligibility.reason, "User already has data in cloud storage");
        let preview = first.app.migration_preview().unwrap();
        assert_eq!((preview.new.workouts, preview.identical.workouts, preview.differing.workouts), (1, 1, 1));
        assert_eq!(preview.namesakes.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["mine"]);

        let report = first.app.migrate().unwrap();
        assert!(report.success, "{report:?}");
        assert_eq!((report.skipped, report.merged, report.namesakes.len()), (1, 1, 1));
        let both = documents(&first.app)["workouts/both"].clone();
        assert_eq!(both["description"], "here");
        assert_eq!(both["tags"], json!(["there"]));
        // The name of the one gave way, and is in history.
        let names: Vec<_> = first
            .app
            .history_list(model::ipc::RecordRef { kind: Kind::Workout, id: "both".to_owned() })
            .unwrap()
            .into_iter()
            .filter_map(|version| version.body.map(|body| body::text(&body, "name").to_owned()))
            .chain([body::text(&both, "name").to_owned()])
            .collect();
        assert!(
            names.contains(&"Both".to_owned()) && names.contains(&"Both of them".to_owned()),
            "{names:?}"
        );
        there.until(|app| contents(app) == contents(&first.app));
        assert_eq!(named(&there.app).len(), 4);
    }
}

#[test]
fn again_moves_only_what_is_new() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(4)).unwrap();
    assert!(device.app.migrate().unwrap().success);
    assert_eq!(code(device.app.migrate().unwrap_err()), ErrorCode::NothingToDo);

    // What was deleted or changed in the account since does not come back.
    let gone = model::WorkoutId::parse("workout-00000003").unwrap();
    device
        .app
        .workout_delete(model::ipc::WorkoutDelete { id: gone, entries: Some(model::ipc::EntryFate::Remove) })
        .unwrap();
    device.import(&[json!({"id": "workout-00000002", "name": "Changed in the account"})]);
    device.until_synced();
    anonymous(&device, &address, |device| create(&device.app, "New since"));
    device.until_synced();
    let report = device.app.migrate().unwrap();
    assert_eq!((report.migrated_workouts, report.migrated_programs, report.skipped), (1, 0, 5));
    let before: Vec<_> = report.rows.iter().filter(|row| row.verdict == Verdict::MovedBefore).collect();
    assert_eq!(before.len(), 3, "{:?}", report.rows);
    let names = named(&device.app);
    assert_eq!(names.len(), 5);
    assert_eq!(names["workouts/workout-00000002"], "Changed in the account");
}

#[test]
fn two_devices_move_the_same_and_their_own_at_once() {
    for way in Way::both() {
        let (here, address) = planned(&way, &plan(40)).unwrap();
        let there = way.nobody().unwrap();
        take_in(&there, &plan(50));
        sign_in(&there.app, &address).unwrap();
        there.until_synced();
        let reports = thread::scope(|scope| {
            let both = [&here, &there].map(|device| scope.spawn(|| device.app.migrate().unwrap()));
            both.map(|one| one.join().unwrap())
        });
        for report in &reports {
            assert_eq!(report.attention, 0, "{report:?}");
        }
        for device in [&here, &there] {
            device.until(|app| documents(app).len() == 51);
            device.until_synced();
        }
        there.until(|app| contents(app) == contents(&here.app));
        // Both plans are one: every entry of both, once.
        let key = RecordKey::new(Kind::Program, "program-00000001");
        let program = here.app.document(key.kind, &key.id).unwrap();
        let entries = body::items(&program, "workouts").count();
        assert!(entries >= 51, "{entries}");
        assert!(fates(&reports[0]).keys().all(|fate| !matches!(fate, Fate::Refused | Fate::Mismatched)));
    }
}

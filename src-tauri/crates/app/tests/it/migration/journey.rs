//! What most people do: plan without an account, make one, move everything, and find it on another device.

use model::ipc::{MigrationState, RunRef};
use model::migration::{Fate, RecordCounts, Step};
use model::{ErrorCode, body};
use serde_json::json;

use super::support::{anonymous, contents, documents, fates, of, plan, planned};
use crate::cloud::{code, create, names};
use crate::devices::Way;

#[test]
fn what_was_planned_without_an_account_is_in_it_afterwards() {
    for way in Way::both() {
        let (device, address) = planned(&way, &plan(12)).unwrap();
        let before = anonymous(&device, &address, |device| contents(&device.app));
        let in_order = anonymous(&device, &address, |device| names(&device.app));
        let status = device.app.migration().unwrap();
        assert_eq!(status.status, MigrationState::Pending);
        assert_eq!(status.local_data, RecordCounts { programs: 1, workouts: 12 });
        assert_eq!(status.eligibility.reason, "Ready for migration");
        assert_eq!(status.eligibility.estimated_time.as_deref(), Some("10-30 seconds"));
        assert!(status.offered && status.run.is_none());
        let preview = device.app.migration_preview().unwrap();
        assert_eq!(preview.new, RecordCounts { programs: 1, workouts: 12 });
        assert_eq!(preview.sample.len(), 13);

        let report = device.app.migrate().unwrap();
        assert!(report.success, "{report:?}");
        assert_eq!((report.migrated_workouts, report.migrated_programs), (12, 1));
        assert_eq!(report.summary, "Finished");
        assert_eq!(fates(&report), [(Fate::Verified, 13)].into());
        assert!(!report.local_storage_cleared);
        let backup = report.backup.as_ref().unwrap();
        assert_eq!((backup.workouts, backup.programs), (12, 1));
        assert!(std::fs::read_to_string(&backup.path).unwrap().contains("Workout 11"));

        assert_eq!(contents(&device.app), before);
        assert_eq!(names(&device.app), in_order, "the last modified first, as before");
        for document in documents(&device.app).values() {
            assert_eq!(body::text(document, "migration_source"), "anonymous");
            assert_eq!(body::text(document, "migration_run"), report.run);
            assert!(document.contains_key("migrated_at"));
            assert!(body::text(document, "created_date").starts_with("2025-09-22"));
        }
        let other = way.another(&address).unwrap();
        other.until(|app| contents(app) == before);
        assert_eq!(names(&other.app), in_order);

        let status = device.app.migration().unwrap();
        assert_eq!(status.status, MigrationState::Completed);
        assert_eq!(status.firestore_data.migrated_workouts, 12);
        assert!(!status.offered);
        assert_eq!(anonymous(&device, &address, |device| contents(&device.app)), before);
        assert_eq!(device.app.migration_report(of(&report)).unwrap().rows, report.rows);
    }
}

#[test]
fn the_copy_on_this_machine_is_cleared_when_it_is_asked_for() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(5)).unwrap();
    let report = device.app.migrate().unwrap();
    assert!(report.can_clear);
    // One is changed meanwhile, and one is new.
    anonymous(&device, &address, |device| {
        device.import(&[json!({"id": "workout-00000004", "name": "Changed since"})]);
        create(&device.app, "New since");
    });
    let run = device.app.migration_clear(of(&report)).unwrap();
    assert!(run.local_storage_cleared && !run.can_clear);
    let left = anonymous(&device, &address, |device| contents(&device.app));
    let mut names: Vec<_> = left.values().map(|left| body::text(left, "name").to_owned()).collect();
    names.sort();
    assert_eq!(names, ["Changed since", "New since"]);
    assert_eq!(documents(&device.app).len(), 6);
    assert_eq!(code(device.app.migration_clear(of(&report)).unwrap_err()), ErrorCode::NothingToDo);
}

#[test]
fn whoever_has_nothing_or_nobody_is_told_so() {
    let Some(way) = Way::proxied() else { return };
    let nobody = way.nobody().unwrap();
    create(&nobody.app, "Push");
    let status = nobody.app.migration().unwrap();
    assert_eq!(status.status, MigrationState::NotAuthenticated);
    assert_eq!(status.local_data.workouts, 1);
    assert!(!status.offered);
    assert_eq!(code(nobody.app.migrate().unwrap_err()), ErrorCode::NeedsSignIn);

    let (device, _) = way.one().unwrap();
    device.until_synced();
    let status = device.app.migration().unwrap();
    assert_eq!(status.status, MigrationState::NoData);
    assert_eq!(status.eligibility.reason, "No local data to migrate");
    assert_eq!(code(device.app.migrate().unwrap_err()), ErrorCode::NothingToDo);
    let unknown = RunRef { run: "nonsense".to_owned() };
    assert_eq!(code(device.app.migration_report(unknown).unwrap_err()), ErrorCode::NotFound);
}

#[test]
fn not_now_is_respected_and_it_stays_within_reach() {
    let Some(way) = Way::proxied() else { return };
    let (device, _) = planned(&way, &plan(2)).unwrap();
    assert!(device.app.migration().unwrap().offered);
    device.app.migration_later().unwrap();
    device.app.migration_later().unwrap();
    assert!(!device.app.migration().unwrap().offered);
    let device = device.restart();
    assert!(!device.app.migration().unwrap().offered);
    assert_eq!(device.app.migrate().unwrap().step, Step::Finished);
}

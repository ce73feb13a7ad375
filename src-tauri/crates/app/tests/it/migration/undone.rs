//! Taking a migration back.

use model::ErrorCode;
use model::migration::{Fate, Step};
use serde_json::json;

use super::support::{anonymous, contents, documents, fates, of, plan, planned, take_in};
use crate::cloud::code;
use crate::devices::{Way, named};

#[test]
fn a_rollback_leaves_the_account_as_it_was_and_this_machine_too() {
    for way in Way::both() {
        let (device, address) = planned(&way, &plan(8)).unwrap();
        let before = anonymous(&device, &address, |device| documents(&device.app));
        take_in(&device, &json!({"workouts": [{"id": "own", "name": "Own"}]}));
        device.until_synced();
        let report = device.app.migrate().unwrap();
        device.app.migration_clear(of(&report)).unwrap();
        assert!(anonymous(&device, &address, |device| documents(&device.app)).is_empty());
        device.until_synced();

        let report = device.app.roll_back_migration(of(&report)).unwrap();
        assert_eq!((report.step, report.kept.len()), (Step::RolledBack, 0));
        assert_eq!(fates(&report), [(Fate::TakenBack, 9)].into());
        assert!(!report.local_storage_cleared && !report.can_roll_back);
        assert_eq!(named(&device.app).into_keys().collect::<Vec<_>>(), ["workouts/own"]);
        let other = way.another(&address).unwrap();
        other.until(|app| named(app).len() == 1);
        assert_eq!(anonymous(&device, &address, |device| documents(&device.app)), before);
        assert_eq!(code(device.app.roll_back_migration(of(&report)).unwrap_err()), ErrorCode::Conflict);

        // And all of it can move again.
        device.until_synced();
        assert_eq!(fates(&device.app.migrate().unwrap()), [(Fate::Verified, 9)].into());
    }
}

#[test]
fn what_somebody_has_changed_since_stays_and_what_it_uses() {
    for way in Way::both() {
        let (device, address) = planned(&way, &plan(6)).unwrap();
        let other = way.another(&address).unwrap();
        let report = device.app.migrate().unwrap();
        other.until(|app| named(app).len() == 7);
        other.import(&[json!({"id": "workout-00000002", "name": "Changed elsewhere"})]);
        take_in(
            &other,
            &json!({"programs": [{"id": "program-own", "name": "Own",
            "workouts": [{"workout_id": "workout-00000001", "order_index": 0}]}]}),
        );
        other.until_synced();
        device.until(|app| named(app).len() == 8);
        device.until_synced();

        let report = device.app.roll_back_migration(of(&report)).unwrap();
        let mut kept: Vec<_> = report.kept.iter().map(|row| (row.id.as_str(), row.fate)).collect();
        kept.sort();
        assert_eq!(
            kept,
            [("workout-00000001", Fate::KeptUsed), ("workout-00000002", Fate::KeptChanged)],
            "{report:?}"
        );
        let left = ["programs/program-own", "workouts/workout-00000001", "workouts/workout-00000002"];
        assert_eq!(named(&device.app).into_keys().collect::<Vec<_>>(), left);
        other.until(|app| contents(app) == contents(&device.app));
    }
}

#[test]
fn an_edit_elsewhere_that_was_not_heard_yet_wins_over_the_rollback() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(3)).unwrap();
    let other = way.another(&address).unwrap();
    let report = device.app.migrate().unwrap();
    other.until(|app| named(app).len() == 4);
    device.app.sync_pause().unwrap();
    other.import(&[json!({"id": "workout-00000001", "name": "Changed elsewhere"})]);
    other.until_synced();
    assert_eq!(code(device.app.roll_back_migration(of(&report)).unwrap_err()), ErrorCode::Conflict);
    let waits = device.app.migration().unwrap().run.unwrap();
    assert_eq!(waits.step, Step::RollingBack);
    assert!(waits.waits.unwrap().contains("paused"));
    device.app.sync_resume().unwrap();
    let report = device.app.roll_back_migration(of(&report)).unwrap();
    assert_eq!(report.step, Step::RolledBack);
    let kept: Vec<_> = report.kept.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(kept, ["workout-00000001"], "{report:?}");
    other.until(|app| named(app).len() == 1);
    assert_eq!(named(&other.app)["workouts/workout-00000001"], "Changed elsewhere");
}

#[test]
fn without_the_backup_of_what_was_cleared_nothing_is_taken_back() {
    let Some(way) = Way::proxied() else { return };
    let (device, _) = planned(&way, &plan(2)).unwrap();
    let report = device.app.migrate().unwrap();
    device.app.migration_clear(of(&report)).unwrap();
    let backup = device.app.migration_report(of(&report)).unwrap().backup.unwrap();
    std::fs::remove_file(&backup.path).unwrap();
    let error = device.app.roll_back_migration(of(&report)).unwrap_err();
    assert!(error.to_string().contains("before-migration"), "{error}");
    assert_eq!(code(error), ErrorCode::NotFound);
    assert_eq!(device.app.migration_report(of(&report)).unwrap().step, Step::Finished);
    assert_eq!(named(&device.app).len(), 3);
}

#[test]
fn a_merged_record_gets_back_what_it_was() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) =
        planned(&way, &json!({"workouts": [{"id": "both", "name": "Both", "description": "d"}]})).unwrap();
    let other = way.another(&address).unwrap();
    take_in(&other, &json!({"workouts": [{"id": "both", "name": "Both", "tags": ["t"]}]}));
    other.until_synced();
    device.until(|app| named(app).len() == 1);
    device.until_synced();
    let before = contents(&device.app);
    let report = device.app.migrate().unwrap();
    assert_ne!(contents(&device.app), before);
    let report = device.app.roll_back_migration(of(&report)).unwrap();
    assert_eq!(fates(&report), [(Fate::TakenBack, 1)].into());
    assert_eq!(contents(&device.app), before);
    other.until(|app| contents(app) == before);
}

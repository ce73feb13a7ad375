//! What comes between: no network, a session that ends, documents that the cloud refuses, somebody who changes their mind.

use std::sync::Arc;

use model::ErrorCode;
use model::migration::{Fate, Step};
use proxy::{Down, Order};
use serde_json::json;

use super::support::{anonymous, contents, documents, fates, of, plan, planned};
use crate::cloud::{code, sign_in};
use crate::devices::{Way, named};

#[test]
fn without_a_network_it_is_a_pause_and_no_error() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(5)).unwrap();
    let main = || Some("main".to_owned());
    way.obey(Order::Down { line: main(), how: Down::Refusing });
    device.until(|app| matches!(app.sync().unwrap().status, model::SyncStatus::Offline { .. }));
    assert_eq!(code(device.app.migrate().unwrap_err()), ErrorCode::Offline);
    let run = device.app.migration().unwrap().run.unwrap();
    assert_eq!((run.step, run.done, run.total), (Step::Copied, 0, 6));
    assert!(run.waits.unwrap().contains("connection"));
    // It is all there already, and what is here is untouched.
    assert_eq!(documents(&device.app).len(), 6);
    let device = device.restart();
    way.obey(Order::Up { line: main() });
    let report = device.app.migrate().unwrap();
    assert_eq!((report.run.clone(), fates(&report)), (run.run, [(Fate::Verified, 6)].into()));
    way.another(&address).unwrap().until(|app| contents(app) == contents(&device.app));
}

#[test]
fn it_goes_on_in_the_background_and_after_a_restart() {
    let Some(way) = Way::proxied() else { return };
    let (device, _) = planned(&way, &plan(30)).unwrap();
    let app = Arc::new(device.app);
    app.migration_begin().unwrap();
    app.go_on_migrating().unwrap();
    app.go_on_migrating().unwrap();
    let begun = std::time::Instant::now();
    while app.migration().unwrap().run.unwrap().step != Step::Finished {
        assert!(begun.elapsed() < crate::devices::PATIENCE, "{:?}", app.migration());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let told: Vec<_> = device
        .machine
        .heard()
        .into_iter()
        .filter_map(|event| match event {
            model::Event::Migration { run } => Some(run),
            _ => None,
        })
        .collect();
    assert_eq!(told.last().unwrap().step, Step::Finished);
    assert!(told.is_sorted_by_key(|run| (run.step, run.done)), "{told:?}");
    let report = app.migration_report(model::ipc::RunRef { run: told[0].run.clone() }).unwrap();
    assert!(report.success);
}

#[test]
fn a_document_that_the_cloud_refuses_is_named_and_safe() {
    for way in Way::both() {
        let mut file = plan(4);
        let tags: Vec<_> = (0..300).map(|n| format!("tag {n}")).collect();
        file["workouts"]
            .as_array_mut()
            .unwrap()
            .push(json!({"id": "bad", "name": "Too many tags", "tags": tags}));
        let (device, address) = planned(&way, &file).unwrap();
        let report = device.app.migrate().unwrap();
        assert!(!report.success);
        assert_eq!(report.summary, "Finished, 1 needs attention");
        assert_eq!(fates(&report), [(Fate::Refused, 1), (Fate::Verified, 5)].into());
        assert_eq!(report.errors.len(), 1);
        assert_eq!((report.errors[0].name.as_str(), report.errors[0].id.as_str()), ("Too many tags", "bad"));
        assert!(report.errors[0].why.as_ref().unwrap().contains("rules"), "{:?}", report.errors);
        // It stays on this machine when the rest is cleared.
        device.app.migration_clear(of(&report)).unwrap();
        let left = anonymous(&device, &address, |device| named(&device.app));
        assert_eq!(left.into_keys().collect::<Vec<_>>(), ["workouts/bad"]);

        // Mended, it counts.
        device.import(&[json!({"id": "bad", "name": "Few tags", "tags": ["one"]})]);
        device.until_synced();
        let report = device.app.migration_report(of(&report)).unwrap();
        assert_eq!((report.success, report.summary.as_str()), (true, "Finished"));
    }
}

#[test]
fn whoever_changes_their_mind_early_or_late_finds_everything_as_it_was() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(5)).unwrap();
    let before = anonymous(&device, &address, |device| documents(&device.app));
    device.app.migration_begin().unwrap();
    assert_eq!(device.app.migration_cancel().unwrap().step, Step::Cancelled);
    assert_eq!(documents(&device.app).len(), 0);
    assert_eq!(code(device.app.migration_cancel().unwrap_err()), ErrorCode::NothingToDo);

    way.obey(Order::Down { line: Some("main".to_owned()), how: Down::Refusing });
    device.until(|app| matches!(app.sync().unwrap().status, model::SyncStatus::Offline { .. }));
    device.app.migrate().unwrap_err();
    assert_eq!(documents(&device.app).len(), 6);
    let run = device.app.migration_cancel().unwrap();
    assert_eq!(run.step, Step::RollingBack);
    way.obey(Order::Up { line: Some("main".to_owned()) });
    let report = device.app.roll_back_migration(model::ipc::RunRef { run: run.run }).unwrap();
    assert_eq!((report.step, fates(&report)), (Step::RolledBack, [(Fate::TakenBack, 6)].into()));
    assert_eq!(documents(&device.app).len(), 0);
    assert_eq!(anonymous(&device, &address, |device| documents(&device.app)), before);
}

#[test]
fn a_session_that_ends_in_the_middle_is_waited_for() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(5)).unwrap();
    let uid = device.app.account().account.unwrap().uid;
    device.app.sync_pause().unwrap();
    assert_eq!(code(device.app.migrate().unwrap_err()), ErrorCode::Conflict);
    device.machine.administer(&uid, json!({ "disableUser": true }));
    device.app.account_check().unwrap_err();
    device.app.sync_resume().unwrap();
    assert_eq!(code(device.app.migrate().unwrap_err()), ErrorCode::NeedsSignIn);
    device.machine.administer(&uid, json!({ "disableUser": false }));
    sign_in(&device.app, &address).unwrap();
    let report = device.app.migrate().unwrap();
    assert_eq!(fates(&report), [(Fate::Verified, 6)].into());
}

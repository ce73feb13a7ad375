//! At every named point of a migration the network goes, or the session ends: it waits, loses nothing, and comes to its
//! end once it can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::ErrorCode;
use model::migration::{Fate, Step};
use proxy::{Down, Order};
use serde_json::json;

use super::support::{ON_THE_WAY, anonymous, documents, fates, of, plan, planned};
use crate::cloud::{code, sign_in};
use crate::devices::{Device, Way};

/// The points on the way back, in the order in which a rollback passes them.
const BACK: [&str; 3] = ["journal.fate", "migration.taken-back", "migration.read-back"];

/// Moves everything and takes it back; at `point` on the way there, or back, `trouble` comes, and passes when it was
/// met or the way is at its end.
fn through(
    device: &Device,
    point: &str,
    back: bool,
    trouble: impl Fn() + Send + Sync + 'static,
    passes: impl Fn(),
) {
    let run = || if back { of_last(device) } else { device.app.migrate() };
    if back {
        assert!(device.app.migrate().unwrap().success);
    }
    let came = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&came);
    fail::cfg_callback(point, move || {
        if !seen.swap(true, Ordering::SeqCst) {
            trouble();
        }
    })
    .unwrap();
    let met = run();
    fail::remove(point);
    assert!(came.load(Ordering::SeqCst), "{point} was not passed");
    passes();
    let report = match met {
        Ok(report) => report,
        Err(error) => {
            let code = code(error);
            assert!(matches!(code, ErrorCode::Offline | ErrorCode::NeedsSignIn), "{point}: {code:?}");
            run().unwrap()
        }
    };
    let (step, fate) =
        if back { (Step::RolledBack, Fate::TakenBack) } else { (Step::Finished, Fate::Verified) };
    assert_eq!((report.step, fates(&report)), (step, [(fate, 4)].into()), "{point}");
    if !back {
        assert_eq!(documents(&device.app).len(), 4);
        device.app.roll_back_migration(of(&report)).unwrap();
    }
    assert_eq!(documents(&device.app).len(), 0, "{point}");
}

fn of_last(device: &Device) -> Result<model::ipc::MigrationReport, app::AppError> {
    let run = device.app.migration_list()?[0].run.clone();
    device.app.roll_back_migration(model::ipc::RunRef { run })
}

/// Every point, there and back.
fn every_point() -> impl Iterator<Item = (&'static str, bool)> {
    ON_THE_WAY.into_iter().map(|point| (point, false)).chain(BACK.into_iter().map(|point| (point, true)))
}

#[test]
fn the_network_may_go_at_any_point() {
    let Some(way) = Way::proxied() else { return };
    let way = Arc::new(way);
    let (device, address) = planned(&way, &plan(3)).unwrap();
    let before = anonymous(&device, &address, |device| documents(&device.app));
    device.until_synced();
    for (point, back) in every_point() {
        let main = || Some("main".to_owned());
        let goes = {
            let way = Arc::clone(&way);
            move || way.obey(Order::Down { line: main(), how: Down::Refusing })
        };
        through(&device, point, back, goes, || {
            way.obey(Order::Up { line: main() });
        });
    }
    assert_eq!(anonymous(&device, &address, |device| documents(&device.app)), before);
}

#[test]
fn the_session_may_end_at_any_point() {
    let Some(way) = Way::proxied() else { return };
    let (device, address) = planned(&way, &plan(3)).unwrap();
    let before = anonymous(&device, &address, |device| documents(&device.app));
    device.until_synced();
    let uid = device.app.account().account.unwrap().uid;
    let device = Arc::new(device);
    for (point, back) in every_point() {
        let disable = |disabled: bool| json!({ "disableUser": disabled });
        let ends = {
            let (device, uid) = (Arc::clone(&device), uid.clone());
            move || {
                device.machine.administer(&uid, disable(true));
                device.app.account_check().unwrap_err();
            }
        };
        through(&device, point, back, ends, || {
            device.machine.administer(&uid, disable(false));
            sign_in(&device.app, &address).unwrap();
        });
    }
    assert_eq!(anonymous(&device, &address, |device| documents(&device.app)), before);
}

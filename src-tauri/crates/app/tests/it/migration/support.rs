//! What the scenes of migrations share: a machine with something planned on it, and what is found afterwards.

use std::collections::BTreeMap;
use std::fs;

use app::App;
use model::ipc::{Differing, ListQuery, MigrationReport, RunRef};
use model::migration::Fate;
use model::{Body, Kind, body};
use serde_json::{Value, json};

use crate::cloud::{email, sign_in, sign_out, sign_up};
use crate::devices::{Device, Way};

/// The points that a run passes, in the order in which it does.
pub(crate) const ON_THE_WAY: [&str; 9] = [
    "migration.begun",
    "migration.backed-up",
    "journal.migrated",
    "migration.copying",
    "migration.copied",
    "migration.uploaded",
    "migration.read-back",
    "journal.fate",
    "migration.verified",
];

/// A machine on which something was planned without an account, and the address of whoever has just signed up on it.
pub(crate) fn planned(way: &Way, file: &Value) -> Option<(Device, String)> {
    let device = way.nobody()?;
    take_in(&device, file);
    let address = email();
    sign_up(&device.app, &address).unwrap();
    device.until_synced();
    Some((device, address))
}

/// Takes a file in, in the library that is open.
pub(crate) fn take_in(device: &Device, file: &Value) {
    let path = device.machine.dir.path().join("planned.json");
    fs::write(&path, file.to_string()).unwrap();
    device.app.import_file(&path, Differing::Replace, false).unwrap();
}

/// Workouts and a program that has them all, the first twice.
pub(crate) fn plan(workouts: usize) -> Value {
    let id = |n: usize| format!("workout-{n:08x}");
    let entries: Vec<Value> = (0..=workouts)
        .map(|n| json!({"workout_id": id(n % workouts), "order_index": n, "custom_name": format!("Day {n}")}))
        .collect();
    json!({
        "workouts": (0..workouts).map(|n| json!({
            "id": id(n), "name": format!("Workout {n}"), "created_date": "2025-09-22 10:11:12.123456",
            "modified_date": format!("2025-10-{:02} 10:11:12.5", 1 + n * 7 % 27),
            "tags": ["legs"], "unknown": {"n": n, "deep": [1, null, {"x": 0.5}]},
            "exercise_groups": [{"group_id": "g", "exercises": {"a": "Squat"}, "sets": "3", "reps": "8-12", "rest": "60s"}],
        })).collect::<Vec<_>>(),
        "programs": [{"id": "program-00000001", "name": "Plan", "duration_weeks": 4, "workouts": entries,
                      "created_date": "2025-09-22T10:11:12Z"}],
    })
}

/// Every document of the library that is open, by its place: `workouts/{id}`.
pub(crate) fn documents(app: &App) -> BTreeMap<String, Body> {
    let all = ListQuery { limit: 100_000, ..ListQuery::default() };
    let mut documents = BTreeMap::new();
    for kind in Kind::ALL {
        for document in app.documents(kind, &all).unwrap().items {
            documents.insert(format!("{}/{}", kind.collection(), body::text(&document, "id")), document);
        }
    }
    documents
}

/// The same, what says when, by whom and from where it was written left out.
pub(crate) fn contents(app: &App) -> BTreeMap<String, Body> {
    let mut documents = documents(app);
    for document in documents.values_mut() {
        document.retain(|field, _| !body::BOOKKEEPING.contains(&field.as_str()));
    }
    documents
}

/// What the machine has without an account. Whoever is signed in is so afterwards, too.
pub(crate) fn anonymous<T>(device: &Device, address: &str, look: impl FnOnce(&Device) -> T) -> T {
    sign_out(&device.app, Some(model::ipc::OnSignOut::Keep)).unwrap();
    let seen = look(device);
    sign_in(&device.app, address).unwrap();
    seen
}

/// How many records have come to each fate.
pub(crate) fn fates(report: &MigrationReport) -> BTreeMap<Fate, usize> {
    let mut fates = BTreeMap::new();
    for row in &report.rows {
        *fates.entry(row.fate).or_default() += 1;
    }
    fates
}

pub(crate) fn of(report: &MigrationReport) -> RunRef {
    RunRef { run: report.run.clone() }
}

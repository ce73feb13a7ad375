//! The web app's own file, moved, and read back by a client that nobody here wrote.

use model::body;
use serde_json::{Value, json};

use super::support::{documents, planned};
use crate::devices::Way;
use crate::js_sdk::WebApp;

const FILE: &str = include_str!("../../fixtures/web-app-workouts.json");
/// What a move into the cloud adds, and the time and number of the write.
const ADDED: [&str; 7] =
    ["modified_date", "version", "sync_status", "sync", "migrated_at", "migration_source", "migration_run"];

#[test]
fn every_field_and_link_of_the_web_apps_file_arrives() {
    let Some(way) = Way::proxied() else { return };
    let mut file: Value = serde_json::from_str(FILE).unwrap();
    let ids: Vec<String> = file["workouts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|workout| workout["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.len() > 20);
    let programs: Vec<Value> = ids
        .chunks(7)
        .enumerate()
        .map(|(n, ids)| {
            let entries: Vec<Value> = ids
                .iter()
                .chain(&ids[..1])
                .zip(0..)
                .map(|(id, at)| json!({"entry_id": format!("entry-{n}-{at}"), "workout_id": id, "order_index": at}))
                .collect();
            json!({"id": format!("program-{n:08x}"), "name": format!("Program {n}"), "duration_weeks": 4,
                   "difficulty_level": "beginner", "created_date": "2026-02-18 16:35:59.813256", "workouts": entries})
        })
        .collect();
    file["programs"] = json!(programs);
    let (device, address) = planned(&way, &file).unwrap();
    let report = device.app.migrate().unwrap();
    assert!(report.success, "{report:?}");

    let web = WebApp::start(&device.machine, &way.line("web").unwrap(), &address).unwrap();
    let here = documents(&device.app);
    device.until_or(
        |_| web.named().is_some_and(|named| named.len() == here.len()),
        |_| format!("{:?}", web.named()),
    );
    let sent = file["workouts"].as_array().unwrap().iter().map(|sent| ("workouts", sent));
    for (collection, sent) in sent.chain(programs.iter().map(|sent| ("programs", sent))) {
        let place = format!("{collection}/{}", sent["id"].as_str().unwrap());
        let mut there = web.document(&place);
        let there = there.as_object_mut().unwrap();
        assert_eq!(body::text(there, "migration_source"), "anonymous");
        assert_eq!(body::text(there, "migration_run"), report.run);
        let mut sent = sent.as_object().unwrap().clone();
        for field in ADDED {
            there.remove(field);
            sent.remove(field);
        }
        assert_eq!(*there, sent, "{place}");
    }
    // Every link leads somewhere.
    for program in &programs {
        for entry in body::items(program.as_object().unwrap(), "workouts") {
            let workout = web.document(&format!("workouts/{}", body::text(entry, "workout_id")));
            assert!(workout.is_object(), "{entry:?}");
        }
    }
}

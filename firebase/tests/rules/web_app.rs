//! The web app's own workouts, as they stood in 2026: every one of them must pass.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::case::with;
use crate::project::{OWNER, Project, Verdict};

fn workouts() -> Vec<Value> {
    let path = "../src-tauri/crates/app/tests/fixtures/web-app-workouts.json";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(file["workouts"].take()).unwrap()
}

#[test]
fn every_workout_of_the_web_app_passes() {
    let Some(project) = Project::new("web-app") else { return };
    let workouts = workouts();
    assert_eq!(workouts.len(), 133);
    for workout in workouts {
        let path = format!("users/alice/workouts/{}", workout["id"].as_str().unwrap());
        // As it is in the file, with times as texts.
        assert_eq!(project.set(OWNER, &path, &workout), Verdict::Allowed, "{path} as in the file");
        // As the web app writes it to Firestore.
        let written = with(&workout, json!({ "version": 1, "sync_status": "synced" }));
        let times = ["created_date", "modified_date", "archived_at"];
        assert_eq!(project.set_timed(OWNER, &path, &written, &times), Verdict::Allowed, "{path} as written");
        // As we write it back.
        let sync =
            json!({ "op": "018f", "device": "laptop", "edited_at": "2026-11-22T17:00:00Z", "version": 2 });
        let ours = json!({ "version": 2, "sync": sync, "migrated_at": "2026-11-22T17:00:00Z", "migration_source": "anonymous" });
        let ours = with(&written, ours);
        assert_eq!(
            project.set_timed(OWNER, &path, &ours, &["modified_date"]),
            Verdict::Allowed,
            "{path} as ours"
        );
        assert_eq!(project.get(OWNER, &path), Verdict::Allowed, "{path} read");
    }
}

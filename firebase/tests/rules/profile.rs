//! users/{uid}

use serde_json::{Value, json};

use crate::case::{Case, all, map, text, with};
use crate::project::{OWNER, Project, Verdict};

const PATH: &str = "users/alice";

#[test]
fn profile() {
    if let Some(project) = Project::new("profile") {
        cases(&project);
    }
}

pub(crate) fn cases(project: &Project) {
    all(project, PATH, Verdict::Allowed, &allowed());
    all(project, PATH, Verdict::Refused, &refused());
    assert_eq!(project.set_timed(OWNER, PATH, &base(), &["createdAt", "lastLoginAt"]), Verdict::Allowed);
    assert_eq!(
        project.patch(OWNER, PATH, &json!({ "lastLoginAt": "2026-11-22T17:00:00Z" })),
        Verdict::Allowed
    );
    assert_eq!(project.patch(OWNER, PATH, &json!({ "uid": "mallory" })), Verdict::Refused);
    assert_eq!(project.delete(OWNER, PATH), Verdict::Allowed);
}

/// The fields of the web app.
fn base() -> Value {
    json!({
        "uid": "alice",
        "email": "alice@example.com",
        "displayName": "Alice",
        "preferences": { "theme": "dark", "defaultUnits": "metric", "autoBackup": true, "realTimeSync": true },
        "subscription": { "plan": "free", "expiresAt": null },
        "stats": { "totalPrograms": 1, "totalWorkouts": 3, "lastActivity": "2026-11-22T17:00:00Z" },
    })
}

fn allowed() -> Vec<Case> {
    vec![
        ("what the web app writes", base()),
        ("nothing yet", json!({})),
        ("no name", with(&base(), json!({ "displayName": null, "email": null }))),
        // A migration by the web app moves one field up and replaces the counts.
        (
            "after the web app's migration",
            with(&base(), json!({ "stats": { "lastMigration": "x" }, "lastActivity": "2026-11-22" })),
        ),
        ("the longest texts", with(&base(), json!({ "displayName": text(1000), "email": text(1000) }))),
        ("the most counts", with(&base(), json!({ "stats": map(200), "subscription": map(200) }))),
        ("more preferences", with(&base(), json!({ "preferences": map(200), "colour": "red" }))),
    ]
}

fn refused() -> Vec<Case> {
    let of = |other: Value| with(&base(), other);
    vec![
        ("another user's uid", of(json!({ "uid": "mallory" }))),
        ("an e-mail that is a list", of(json!({ "email": [] }))),
        ("too long an e-mail", of(json!({ "email": text(1001) }))),
        ("too long a name", of(json!({ "displayName": text(1001) }))),
        ("a time that is a flag", of(json!({ "createdAt": true }))),
        ("a login that is a map", of(json!({ "lastLoginAt": {} }))),
        ("an activity that is a list", of(json!({ "lastActivity": [] }))),
        ("preferences that are a text", of(json!({ "preferences": "dark" }))),
        ("too many preferences", of(json!({ "preferences": map(201) }))),
        ("a subscription that is a text", of(json!({ "subscription": "free" }))),
        ("too long a subscription", of(json!({ "subscription": map(201) }))),
        ("too many counts", of(json!({ "stats": map(201) }))),
        ("counts that are a number", of(json!({ "stats": 4 }))),
        ("too many fields", map(201)),
    ]
}

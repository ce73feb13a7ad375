//! users/{uid}/tombstones/{id}

use serde_json::{Value, json};

use crate::case::{Case, all, map, text, with};
use crate::project::{OWNER, Project, Verdict};

const PATH: &str = "users/alice/tombstones/workout-1";

#[test]
fn tombstones() {
    if let Some(project) = Project::new("tombstones") {
        cases(&project);
    }
}

pub(crate) fn cases(project: &Project) {
    all(project, PATH, Verdict::Allowed, &allowed());
    all(project, PATH, Verdict::Refused, &refused());
    assert_eq!(project.set_timed(OWNER, PATH, &base(), &["deleted_at", "modified_date"]), Verdict::Allowed);

    // A document goes and its tombstone comes in one commit; when the document comes back, the other way round.
    let workout = "users/alice/workouts/workout-1";
    let body = json!({ "name": "Push day" });
    assert_eq!(project.set(OWNER, workout, &body), Verdict::Allowed);
    let gone = [project.deletion(workout), project.update(PATH, &base())];
    assert_eq!(project.commit(OWNER, &gone), Verdict::Allowed);
    let back = [project.update(workout, &body), project.deletion(PATH)];
    assert_eq!(project.commit(OWNER, &back), Verdict::Allowed);
}

fn base() -> Value {
    let sync = json!({ "op": "018f", "device": "laptop", "edited_at": "2026-11-22T17:00:00Z", "version": 4 });
    json!({ "id": "workout-1", "kind": "workout", "version": 4, "sync": sync })
}

fn allowed() -> Vec<Case> {
    vec![
        ("what the app writes", base()),
        ("only a kind", json!({ "kind": "program" })),
        ("a kind to come", json!({ "kind": text(100) })),
        (
            "times as texts",
            with(
                &base(),
                json!({ "deleted_at": "2026-11-22T17:00:00Z", "modified_date": "2026-11-22T17:00:00Z" }),
            ),
        ),
        ("the most fields", with(&json!({ "kind": "workout" }), map(19))),
    ]
}

fn refused() -> Vec<Case> {
    let of = |other: Value| with(&base(), other);
    vec![
        ("nothing at all", json!({})),
        ("no kind", json!({ "id": "workout-1" })),
        ("an empty kind", of(json!({ "kind": "" }))),
        ("a kind that is a number", of(json!({ "kind": 1 }))),
        ("too long a kind", of(json!({ "kind": text(101) }))),
        ("another document's id", of(json!({ "id": "workout-2" }))),
        ("a time that is a flag", of(json!({ "deleted_at": true }))),
        ("another time that is a flag", of(json!({ "modified_date": true }))),
        ("a version that is a text", of(json!({ "version": "4" }))),
        ("a sync map that is a number", of(json!({ "sync": 4 }))),
        ("too many fields", with(&json!({ "kind": "workout" }), map(20))),
    ]
}

//! Who reaches what: the owner, another user, someone who isn't signed in.

use serde_json::{Value, json};

use crate::case::map;
use crate::project::{OWNER, Project, STRANGER, Verdict, Who};

/// The user's collections, each with a document it takes.
fn collections() -> Vec<(&'static str, Value)> {
    let mut collections = vec![
        ("workouts", json!({ "name": "Push day" })),
        ("programs", json!({ "name": "Winter" })),
        ("tombstones", json!({ "kind": "workout" })),
    ];
    let of_web_app =
        ["workout_sessions", "exercise_history", "cardio_sessions", "custom_exercises", "favorites", "data"];
    collections
        .extend(of_web_app.map(|collection| (collection, json!({ "anything": [1, { "at": "all" }] }))));
    collections
}

#[test]
fn access() {
    if let Some(project) = Project::new("access") {
        cases(&project);
    }
}

pub(crate) fn cases(project: &Project) {
    for (who, verdict) in
        [(OWNER, Verdict::Allowed), (STRANGER, Verdict::Refused), (Who::Nobody, Verdict::Refused)]
    {
        for (collection, body) in collections() {
            let path = format!("users/alice/{collection}/a");
            // Something has to be there, or an update would be a creation.
            assert_eq!(project.set(OWNER, &path, &body), Verdict::Allowed, "{path}");
            assert_eq!(project.get(who, &path), verdict, "{who:?} reads {path}");
            assert_eq!(project.set(who, &path, &body), verdict, "{who:?} updates {path}");
            assert_eq!(project.delete(who, &path), verdict, "{who:?} deletes {path}");
            let new = format!("users/alice/{collection}/b");
            assert_eq!(project.set(who, &new, &body), verdict, "{who:?} creates {new}");
            let all = format!("users/alice/{collection}");
            assert_eq!(project.list(who, &all), verdict, "{who:?} lists {all}");
            assert_eq!(
                project.list_everywhere(who, collection),
                Verdict::Refused,
                "{who:?} lists every {collection}"
            );
        }
        let profile = json!({ "displayName": "Alice" });
        assert_eq!(project.set(OWNER, "users/alice", &profile), Verdict::Allowed);
        assert_eq!(project.get(who, "users/alice"), verdict, "{who:?} reads the profile");
        assert_eq!(project.set(who, "users/alice", &profile), verdict, "{who:?} updates the profile");
        assert_eq!(project.delete(who, "users/alice"), verdict, "{who:?} deletes the profile");
        assert_eq!(project.set(who, "users/alice", &profile), verdict, "{who:?} creates the profile");
        assert_eq!(project.list(who, "users"), Verdict::Refused, "{who:?} lists the users");
        unknown(project, who);
    }
    assert_eq!(project.set(OWNER, "users/alice/data/favorites", &map(200)), Verdict::Allowed);
    assert_eq!(project.set(OWNER, "users/alice/data/favorites", &map(201)), Verdict::Refused);
}

/// Places that are nobody's.
fn unknown(project: &Project, who: Who) {
    for path in [
        "users/alice/photos/a",
        "users/alice/workouts/a/comments/b",
        "users/alice/data/a/data/b",
        "workouts/a",
        "programs/a",
        "public_workouts/a",
        "alice/users",
        "databases/a",
    ] {
        assert_eq!(project.get(who, path), Verdict::Refused, "{who:?} reads {path}");
        assert_eq!(
            project.set(who, path, &json!({ "name": "x" })),
            Verdict::Refused,
            "{who:?} writes {path}"
        );
        assert_eq!(project.delete(who, path), Verdict::Refused, "{who:?} deletes {path}");
    }
}

#[test]
fn a_full_commit_passes_and_one_bad_write_refuses_it() {
    let Some(project) = Project::new("commit") else { return };
    let write = |number: usize, body: &Value| project.update(&format!("users/alice/workouts/{number}"), body);
    let good = json!({ "name": "Push day", "exercise_groups": [{}], "sync": { "op": "a" }, "version": 1 });
    let mut writes: Vec<Value> = (0..500).map(|number| write(number, &good)).collect();
    assert_eq!(project.commit(OWNER, &writes), Verdict::Allowed);

    // The emulator says of each write before the bad one where it looked, in a header that has to stay under 8 kB.
    writes.truncate(50);
    writes[25] = write(25, &json!({ "name": 7 }));
    assert_eq!(project.commit(OWNER, &writes), Verdict::Refused);
    writes[25] = project.update("users/mallory/workouts/a", &good);
    assert_eq!(project.commit(OWNER, &writes), Verdict::Refused);
}

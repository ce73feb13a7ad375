//! Writing.

use model::sync::{Op, State};
use serde_json::json;
use sync::classify::Meaning;
use sync::{Batch, Change, Precondition, WriteResult};

use super::*;

#[tokio::test]
async fn what_is_written_is_read_byte_for_byte() {
    let Some(scene) = Scene::bare() else { return };
    let key = workout("w");
    let batch = Batch { writes: vec![create(&key, "Legs")] };
    let (committed, results) = scene.gateway.commit(&batch).await.unwrap();
    let found = scene.fetch_one(&key).await;
    let [WriteResult { at, modified: Some(modified) }] = results.as_slice() else { panic!("{results:?}") };
    assert_eq!((found.at, committed), (*at, *at));
    let mut expected = body("Legs");
    expected.insert("modified_date".to_owned(), modified.clone());
    // The key's name, whatever the document says.
    expected.insert("id".to_owned(), "w".into());
    assert_eq!(serde_json::to_string(document(&found)).unwrap(), serde_json::to_string(&expected).unwrap());
    let now = model::time::parse(modified.as_str().unwrap()).unwrap();
    assert!((at.millis() - now).abs() < 60_000, "{modified} is the server's time");

    let theirs = scene.fields("workouts/w");
    assert_eq!(theirs["created_date"]["timestampValue"], "2026-02-18T16:35:59.813Z");
    assert!(theirs["modified_date"]["timestampValue"].is_string());
    assert_eq!(theirs["version"]["integerValue"], "1");
    assert_eq!(theirs["tags"], json!({ "arrayValue": {} }));
}

#[tokio::test]
async fn a_write_counts_only_upon_what_it_was_made_upon() {
    let Some(scene) = Scene::bare() else { return };
    let key = workout("w");
    let first = scene.commit([create(&key, "one")]).await.unwrap();
    let twice = scene.commit([create(&key, "two")]).await.unwrap_err();
    assert_eq!(twice.meaning(), Meaning::Conflict, "{twice:?}");
    let second = scene.commit([put(&key, "two", Precondition::UpdatedAt(first))]).await.unwrap();
    assert!(second > first);
    let stale = scene.commit([put(&key, "three", Precondition::UpdatedAt(first))]).await.unwrap_err();
    assert_eq!(stale.meaning(), Meaning::Conflict, "{stale:?}");
    let nothing = scene.commit([put(&workout("x"), "x", Precondition::UpdatedAt(first))]).await.unwrap_err();
    assert_eq!(nothing.meaning(), Meaning::Conflict, "{nothing:?}");
    assert_eq!(document(&scene.fetch_one(&key).await)["name"], "two");
}

#[tokio::test]
async fn a_put_leaves_nothing_of_what_was_there() {
    let Some(scene) = Scene::bare() else { return };
    scene.write(
        "workouts/w",
        &json!({ "name": { "stringValue": "theirs" }, "gone": { "booleanValue": true } }),
    );
    let key = workout("w");
    let there = scene.fetch_one(&key).await.at;
    scene.commit([put(&key, "ours", Precondition::UpdatedAt(there))]).await.unwrap();
    assert!(!document(&scene.fetch_one(&key).await).contains_key("gone"));
}

#[tokio::test]
async fn a_deletion_leaves_a_tombstone_that_names_the_writes() {
    let Some(scene) = Scene::bare() else { return };
    let (kept, gone) = (workout("kept"), workout("gone"));
    let made = scene.commit([create(&gone, "one")]).await.unwrap();
    let batch =
        Batch { writes: vec![create(&kept, "kept"), delete(&gone, made), create(&workout("x"), "x")] };
    let (at, results) = scene.gateway.commit(&batch).await.unwrap();
    assert_eq!(results[1], WriteResult { at, modified: None });
    assert!(results[0].modified.is_some() && results[2].modified.is_some());
    let found = scene.fetch_one(&gone).await;
    let State::Deleted { after: Some(after) } = found.state else { panic!("{:?}", found.state) };
    assert!(["op-before", "op-delete"].iter().all(|op| after.contains(&Op((*op).to_owned()))), "{after:?}");
    assert!(found.at >= at);
    assert!(scene.fields("tombstones/gone")["modified_date"]["timestampValue"].is_string());
    let again = scene.commit([delete(&gone, made)]).await.unwrap_err();
    assert_eq!(again.meaning(), Meaning::Conflict, "{again:?}");
}

#[tokio::test]
async fn one_bad_write_spoils_the_batch_and_is_told_by_its_kind() {
    let Some(scene) = Scene::bare() else { return };
    let key = workout("bad");
    let bad = |change: serde_json::Value| {
        let mut write = create(&key, "bad");
        let Change::Put(body) = &mut write.change else { unreachable!() };
        body.extend(change.as_object().unwrap().clone());
        write
    };
    let cases = [
        (json!({ "name": 1 }), Meaning::Denied),
        (json!({ "x": u64::MAX }), Meaning::Invalid),
        (json!({ "x": [[1]] }), Meaning::Invalid),
        (json!({ "__x__": 1 }), Meaning::Invalid),
        (json!({ "notes": "x".repeat(1_100_000) }), Meaning::TooMuch),
        (json!({ "notes": "x".repeat(5_000_000) }), Meaning::TooMuch),
    ];
    for (change, meaning) in cases {
        let names: Vec<_> = change.as_object().unwrap().keys().cloned().collect();
        let failure = scene.commit([create(&workout("good"), "good"), bad(change)]).await.unwrap_err();
        assert_eq!(failure.meaning(), meaning, "{names:?}: {failure:?}");
    }
    assert_eq!(scene.gateway.list(Kind::Workout).await.unwrap().1, []);
}

/// Whatever the web app or another client has in a document: an edit here leaves it alone.
#[tokio::test]
async fn what_others_wrote_survives_an_edit_of_ours() {
    let Some(scene) = Scene::bare() else { return };
    let reference = format!("projects/{PROJECT}/databases/(default)/documents/users/x/workouts/y");
    let number = |number: f64| json!({ "doubleValue": number });
    let theirs = json!({
        "id": { "stringValue": "w" },
        "name": { "stringValue": "theirs" },
        "version": { "integerValue": "7" },
        "created_date": { "stringValue": "2025-09-22T10:11:12.123Z" },
        "modified_date": { "timestampValue": "2025-09-22T10:11:12.123456Z" },
        "archived_at": { "timestampValue": "2025-09-22T10:11:12.123456Z" },
        "favorited_at": { "stringValue": "2025-09-22T10:11:12.123456000Z" },
        "whole": { "integerValue": "9007199254740993" },
        "fraction": number(0.1),
        "whole_double": number(3.0),
        "no_number": { "doubleValue": "NaN" },
        "endless": { "doubleValue": "-Infinity" },
        "nothing": { "nullValue": null },
        "bytes": { "bytesValue": "AAEC/w==" },
        "reference": { "referenceValue": reference },
        "place": { "geoPointValue": { "latitude": 47.37, "longitude": 8.54 } },
        "vector": { "mapValue": { "fields": {
            "__type__": { "stringValue": "__vector__" },
            "value": { "arrayValue": { "values": [number(1.0), number(-0.5)] } } } } },
        "no_items": { "arrayValue": {} },
        "no_fields": { "mapValue": {} },
        "nested": { "mapValue": { "fields": {
            "a.b`c": { "arrayValue": { "values": [
                { "nullValue": null }, { "mapValue": {} },
                { "timestampValue": "2025-09-22T10:11:12Z" }] } } } } },
    });
    scene.write("workouts/w", &theirs);
    let key = workout("w");
    let found = scene.fetch_one(&key).await;
    let mut body = document(&found).clone();
    assert_eq!(model::time::parse(body["created_date"].as_str().unwrap()), Some(1_758_535_872_123));
    body.insert("name".to_owned(), "ours".into());
    let mut write = put(&key, "", Precondition::UpdatedAt(found.at));
    write.change = Change::Put(body);
    scene.commit([write]).await.unwrap();
    let mut ours = scene.fields("workouts/w");
    assert_eq!(ours["name"]["stringValue"], "ours");
    assert_ne!(ours["modified_date"], theirs["modified_date"]);
    for changed in ["name", "modified_date"] {
        ours[changed] = theirs[changed].clone();
    }
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn nobody_reaches_anothers_documents() {
    let (Some(one), Some(two)) = (Scene::bare(), Scene::bare()) else { return };
    two.commit([create(&workout("w"), "mine")]).await.unwrap();
    let thief = gateway(one.firestore.address(), &two.person.uid, &one.person);
    let batch = Batch { writes: vec![create(&workout("x"), "x")] };
    let refused = [
        thief.commit(&batch).await.unwrap_err(),
        thief.fetch(&[workout("w")]).await.unwrap_err(),
        thief.count(Kind::Workout).await.unwrap_err(),
        thief.list(Kind::Workout).await.unwrap_err(),
    ];
    for failure in refused {
        assert_eq!(failure.meaning(), Meaning::Denied, "{failure:?}");
    }
}

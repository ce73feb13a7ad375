//! Reading.

use std::sync::atomic::Ordering;

use model::sync::{Seen, State};
use serde_json::json;

use super::*;

#[tokio::test]
async fn documents_are_read_with_their_tombstones_in_the_order_asked_for() {
    let Some(scene) = Scene::bare() else { return };
    let program = RecordKey::new(Kind::Program, "same");
    let (there, gone, never) = (workout("there"), workout("gone"), workout("same"));
    let made =
        scene.commit([create(&there, "there"), create(&gone, "gone"), create(&program, "p")]).await.unwrap();
    let deleted = scene.commit([delete(&gone, made)]).await.unwrap();
    let keys = [never.clone(), gone.clone(), program.clone(), there.clone(), there.clone()];
    let (at, found) = scene.gateway.fetch(&keys).await.unwrap();
    assert!(at >= deleted);
    let known: Vec<_> = found.iter().map(|remote| &remote.key).collect();
    assert_eq!(known, keys.iter().collect::<Vec<_>>());
    assert_eq!((found[0].at, &found[0].state), (at, &State::Deleted { after: Some(Seen::default()) }));
    assert!(matches!(&found[1].state, State::Deleted { after: Some(seen) } if seen.to_map().len() == 2));
    assert_eq!((found[2].at, document(&found[2])["name"].as_str()), (made, Some("p")));
    assert_eq!(found[3], found[4]);
}

#[tokio::test]
async fn documents_are_counted_also_those_that_no_query_by_time_sees() {
    let Some(scene) = Scene::bare() else { return };
    let none = scene.gateway.count(Kind::Workout).await.unwrap();
    assert_eq!((none.theirs, none.timed), (0, 0));
    let made = scene.commit((0..3).map(|n| create(&workout(&n.to_string()), "ours"))).await.unwrap();
    let name = json!({ "stringValue": "theirs" });
    scene.write("workouts/text", &json!({ "name": name, "modified_date": { "stringValue": "2026-01-01" } }));
    scene.write("workouts/none", &json!({ "name": name }));
    scene.write("programs/p", &json!({ "name": name }));
    let counted = scene.gateway.count(Kind::Workout).await.unwrap();
    assert_eq!((counted.theirs, counted.timed), (5, 3));
    assert!(counted.at >= made);
}

#[tokio::test]
async fn documents_are_listed_without_their_fields() {
    let Some(scene) = Scene::bare() else { return };
    let (empty_at, empty) = scene.gateway.list(Kind::Program).await.unwrap();
    assert_eq!(empty, []);
    let made = scene.commit([create(&workout("b"), "b"), create(&workout("a"), "a")]).await.unwrap();
    assert!(empty_at < made);
    let (at, mut listed) = scene.gateway.list(Kind::Workout).await.unwrap();
    listed.sort();
    assert_eq!(listed, [("a".to_owned(), made), ("b".to_owned(), made)]);
    assert!(at >= made);
}

#[tokio::test]
async fn documents_with_a_mark_are_read_from_one_id_to_another() {
    let Some(scene) = Scene::bare() else { return };
    for (path, mark) in
        [("a", "one"), ("b", "one"), ("c", "another"), ("d", "one"), ("%C3%A9", "one"), ("e", "one")]
    {
        let fields = json!({ "name": { "stringValue": path }, "mark": { "stringValue": mark } });
        scene.write(&format!("workouts/{path}"), &fields);
    }
    scene.write("programs/b", &json!({ "name": { "stringValue": "p" }, "mark": { "stringValue": "one" } }));
    scene.write("workouts/bb", &json!({ "name": { "stringValue": "without" } }));
    let ids = async |kind, mark: &str, first: &str, last: &str| {
        let found = scene.gateway.marked(kind, ("mark", mark), first, last).await.unwrap();
        found.into_iter().map(|remote| remote.key.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Kind::Workout, "one", "b", "e").await, ["b", "d", "e"]);
    assert_eq!(ids(Kind::Workout, "one", "aa", "é").await, ["b", "d", "e", "é"], "as we order ids");
    assert_eq!(ids(Kind::Workout, "another", "a", "z").await, ["c"]);
    assert_eq!(ids(Kind::Workout, "none", "a", "z").await, Vec::<String>::new());
    assert_eq!(ids(Kind::Program, "one", "b", "b").await, ["b"]);
    let found = scene.gateway.marked(Kind::Workout, ("mark", "one"), "d", "d").await.unwrap();
    assert_eq!(
        document(&found[0]),
        &model::Body::from_iter([
            ("id".to_owned(), json!("d")),
            ("mark".to_owned(), json!("one")),
            ("name".to_owned(), json!("d")),
        ])
    );
}

#[tokio::test]
async fn the_token_is_asked_for_each_time_and_not_kept() {
    let Some(scene) = Scene::bare() else { return };
    assert_eq!(scene.person.asked.load(Ordering::SeqCst), 0);
    for asked in 1..=3 {
        scene.gateway.list(Kind::Workout).await.unwrap();
        assert_eq!(scene.person.asked.load(Ordering::SeqCst), asked);
    }
    let shown = format!("{:?}", scene.gateway);
    assert!(shown.contains(&scene.person.uid) && !shown.contains("Bearer"), "{shown}");
}

//! How a stream tells of what happens while it is open.

use proxy::{Form, Order};

use crate::common::scene;

#[tokio::test]
async fn it_tells_of_changes_only() {
    let Some(scene) = scene("changes").await else { return };
    let ada = scene.ada();
    ada.commit(vec![ada.put("a", 1), ada.put("b", 2)]).await;
    let mut stream = ada.listen(vec![ada.query(2, Some(0))]).await;
    assert_eq!(stream.snapshot().await, ["2 ADD", "2 change a", "2 change b", "2 CURRENT"]);
    ada.commit(vec![ada.put("c", 3)]).await;
    assert_eq!(stream.snapshot().await, ["2 change c"]);
    ada.commit(vec![ada.put("a", 4)]).await;
    assert_eq!(stream.snapshot().await, ["2 change a"]);
    ada.commit(vec![ada.delete("b")]).await;
    assert_eq!(stream.snapshot().await, ["2 delete b"]);
    ada.commit(vec![ada.put("a", 0)]).await;
    assert_eq!(stream.snapshot().await, ["2 remove a"], "it is there, and the query doesn't find it");
    ada.commit(vec![ada.delete("a"), ada.delete("c"), ada.put("d", 1)]).await;
    let mut said = stream.snapshot().await;
    said.sort_unstable();
    assert_eq!(said, ["2 change d", "2 delete c"]);
}

#[tokio::test]
async fn each_target_of_a_stream_hears_for_itself() {
    let Some(scene) = scene("targets").await else { return };
    let ada = scene.ada();
    ada.commit(vec![ada.put("a", 1), ada.put("b", 2)]).await;
    let mut stream = ada.listen(vec![ada.query(2, None)]).await;
    stream.snapshot().await;
    stream.requests.add(ada.query(4, Some(1))).await;
    assert_eq!(stream.snapshot().await, ["4 ADD", "4 change b", "4 CURRENT"]);
    ada.commit(vec![ada.put("b", 1)]).await;
    let mut said = stream.snapshot().await;
    said.sort_unstable();
    assert_eq!(said, ["2 change b", "4 remove b"]);
    stream.requests.remove(4).await;
    ada.commit(vec![ada.put("c", 5)]).await;
    let said = stream.snapshot().await;
    assert!(said.contains(&"2 change c".to_owned()), "{said:?}");
    ada.commit(vec![ada.delete("c")]).await;
    assert_eq!(stream.snapshot().await, ["2 delete c"]);
}

#[tokio::test]
async fn documents_are_listened_to_by_name() {
    let Some(scene) = scene("names").await else { return };
    let ada = scene.ada();
    ada.commit(vec![ada.put("a", 1)]).await;
    let mut stream = ada.listen(vec![ada.by_name(2, &["a", "b"])]).await;
    let mut said = stream.snapshot().await;
    said.sort_unstable();
    assert_eq!(said, ["2 ADD", "2 CURRENT", "2 change a", "2 delete b"]);
    ada.commit(vec![ada.put("b", 1)]).await;
    assert_eq!(stream.snapshot().await, ["2 change b"]);
    ada.commit(vec![ada.delete("a")]).await;
    assert_eq!(stream.snapshot().await, ["2 delete a"]);
}

#[tokio::test]
async fn what_the_rules_forbid_is_refused_as_ever() {
    let Some(scene) = scene("forbidden").await else { return };
    let ada = scene.ada();
    let bob = ada.with_token(&emulators::unsigned_token(&scene.project, "bob"));
    let mut stream = bob.listen(vec![bob.query(2, None)]).await;
    loop {
        let response = stream.next().await.unwrap().response_type.unwrap();
        let words = crate::common::words(&response);
        if words != "2 ADD" {
            assert_eq!(words, "2 REMOVE because of 7");
            break;
        }
    }
    assert_eq!(scene.report().counts.reads, 0);
}

#[tokio::test]
async fn on_order_it_tells_as_the_emulator_does() {
    let Some(scene) = scene("everything").await else { return };
    scene.obey(Order::Form(Form::Everything)).await;
    let (through, direct) = (scene.ada(), scene.client_at(scene.firestore.address()));
    through.commit(vec![through.put("a", 1), through.put("b", 2)]).await;
    let mut streams = [
        through.listen(vec![through.query(2, None)]).await,
        direct.listen(vec![direct.query(2, None)]).await,
    ];
    for stream in &mut streams {
        assert_eq!(stream.snapshot().await, ["2 ADD", "2 change a", "2 change b", "2 CURRENT"]);
    }
    through.commit(vec![through.delete("a")]).await;
    for stream in &mut streams {
        assert_eq!(stream.snapshot().await, ["2 RESET", "2 change b", "2 CURRENT"]);
    }
}

//! How a stream goes on where another ended.

use gcloud_sdk::google::firestore::v1::listen_response::ResponseType;
use gcloud_sdk::google::firestore::v1::{ExistenceFilter, Target, target::ResumeType};
use proxy::{Form, Order};

use crate::common::{Client, Scene, resumed, scene, words};

/// Listens, and answers the token that leads back to what is there now: a, b and c, all with `n` beyond 0.
async fn token(ada: &Client) -> Vec<u8> {
    ada.commit(vec![ada.put("a", 1), ada.put("b", 1), ada.put("c", 1)]).await;
    let mut stream = ada.listen(vec![ada.query(2, Some(0))]).await;
    stream.snapshot().await;
    stream.token
}

/// What happens while the client is away.
async fn meanwhile(ada: &Client) {
    ada.commit(vec![ada.delete("a")]).await;
    ada.commit(vec![ada.put("b", 0), ada.put("d", 1), ada.put("e", 1)]).await;
    ada.commit(vec![ada.delete("e")]).await;
}

async fn said_to(ada: &Client, target: Target) -> Vec<String> {
    let mut said = ada.listen(vec![target]).await.snapshot().await;
    // Of the documents the order doesn't matter.
    let last = said.len() - 1;
    said[1..last].sort_unstable();
    said
}

const EVERYTHING: [&str; 5] = ["2 ADD", "2 RESET", "2 change c", "2 change d", "2 CURRENT"];

async fn away(test: &str) -> Option<(Scene, Client, Vec<u8>)> {
    let scene = scene(test).await?;
    let ada = scene.ada();
    let token = token(&ada).await;
    meanwhile(&ada).await;
    Some((scene, ada, token))
}

#[tokio::test]
async fn it_tells_what_happened_since_and_how_many_there_are() {
    let Some((_scene, ada, token)) = away("since").await else { return };
    let said = said_to(&ada, resumed(ada.query(2, Some(0)), &token)).await;
    assert_eq!(said, ["2 ADD", "2 change d", "2 delete a", "2 filter 2", "2 remove b", "2 CURRENT"]);
}

#[tokio::test]
async fn the_count_comes_after_what_it_counts() {
    let Some((_scene, ada, token)) = away("order").await else { return };
    let said = ada.listen(vec![resumed(ada.query(2, Some(0)), &token)]).await.snapshot().await;
    assert_eq!(said[said.len() - 2..], ["2 filter 2", "2 CURRENT"]);
}

#[tokio::test]
async fn then_it_goes_on_as_any_other() {
    let Some((_scene, ada, token)) = away("goes-on").await else { return };
    let mut stream = ada.listen(vec![resumed(ada.query(7, Some(0)), &token)]).await;
    stream.snapshot().await;
    ada.commit(vec![ada.put("c", 9)]).await;
    assert_eq!(stream.snapshot().await, ["7 change c"]);
    ada.commit(vec![ada.delete("d")]).await;
    assert_eq!(stream.snapshot().await, ["7 delete d"]);
    let mut again = ada.listen(vec![resumed(ada.query(7, Some(0)), &stream.token)]).await;
    assert_eq!(again.snapshot().await, ["7 ADD", "7 filter 1", "7 CURRENT"], "nothing happened");
}

#[tokio::test]
async fn of_deletes_only_the_count_may_tell() {
    let Some((scene, ada, token)) = away("silent").await else { return };
    scene.obey(Order::Form(Form::SilentDeletes)).await;
    let target = Target { expected_count: Some(3), ..resumed(ada.query(2, Some(0)), &token) };
    let mut stream = ada.listen(vec![target]).await;
    let mut said = Vec::new();
    let filter: ExistenceFilter = loop {
        match stream.next().await.unwrap().response_type.unwrap() {
            ResponseType::Filter(filter) => break filter,
            response => said.push(words(&response)),
        }
    };
    assert_eq!((filter.count, said), (2, vec!["2 ADD".to_owned(), "2 change d".to_owned()]));
    assert!(filter.unchanged_names.is_some_and(|names| names.hash_count > 0), "who asks gets the names");
    assert_eq!(stream.snapshot().await, ["2 CURRENT"]);
    // While it is open, nothing is kept back.
    ada.commit(vec![ada.delete("c")]).await;
    assert_eq!(stream.snapshot().await, ["2 delete c"]);
}

#[tokio::test]
async fn a_token_that_is_forgotten_begins_anew() {
    let Some((scene, ada, token)) = away("forgotten").await else { return };
    scene.obey(Order::ForgetResumeTokens).await;
    assert_eq!(said_to(&ada, resumed(ada.query(2, Some(0)), &token)).await, EVERYTHING);
}

#[tokio::test]
async fn so_does_one_that_leads_nowhere() {
    let Some((scene, ada, token)) = away("nowhere").await else { return };
    let direct = scene.client_at(scene.firestore.address());
    let mut foreign = direct.listen(vec![direct.query(2, Some(0))]).await;
    foreign.snapshot().await;
    for nowhere in [b"nonsense".to_vec(), foreign.token] {
        assert_eq!(said_to(&ada, resumed(ada.query(2, Some(0)), &nowhere)).await, EVERYTHING);
    }
    let said = said_to(&ada, resumed(ada.query(2, Some(-1)), &token)).await;
    assert_eq!(
        said,
        ["2 ADD", "2 RESET", "2 change b", "2 change c", "2 change d", "2 CURRENT"],
        "another query"
    );
    let at = gcloud_sdk::prost_types::Timestamp { seconds: 1_700_000_000, nanos: 0 };
    let by_time = Target { resume_type: Some(ResumeType::ReadTime(at)), ..ada.query(2, Some(0)) };
    assert_eq!(said_to(&ada, by_time).await, EVERYTHING, "what was told until then isn't known");
}

#[tokio::test]
async fn documents_by_name_are_resumed_too() {
    let Some((_scene, ada, _)) = away("by-name").await else { return };
    let mut stream = ada.listen(vec![ada.by_name(2, &["a", "c", "d"])]).await;
    stream.snapshot().await;
    ada.commit(vec![ada.put("a", 1), ada.delete("d")]).await;
    let said = said_to(&ada, resumed(ada.by_name(2, &["a", "c", "d"]), &stream.token)).await;
    assert!(said.contains(&"2 change a".to_owned()), "{said:?}");
    assert!(said.contains(&"2 delete d".to_owned()), "{said:?}");
    assert!(!said.contains(&"2 change c".to_owned()), "{said:?}");
}

#[tokio::test]
async fn it_tells_of_every_delete_however_many() {
    let Some(scene) = scene("many").await else { return };
    let ada = scene.ada();
    let ids: Vec<String> = (0..1500).map(|number| format!("w{number}")).collect();
    for ids in ids.chunks(500) {
        ada.commit(ids.iter().map(|id| ada.put(id, 1)).collect()).await;
    }
    let mut stream = ada.listen(vec![ada.query(2, Some(0))]).await;
    assert_eq!(stream.snapshot().await.len(), 1502);
    let token = std::mem::take(&mut stream.token);
    drop(stream);
    for ids in ids.chunks(500) {
        ada.commit(ids.iter().map(|id| ada.delete(id)).collect()).await;
    }
    let said = ada.listen(vec![resumed(ada.query(2, Some(0)), &token)]).await.snapshot().await;
    assert_eq!(said.iter().filter(|said| said.starts_with("2 delete")).count(), 1500);
    assert_eq!(said[1501..], ["2 filter 0", "2 CURRENT"]);
}

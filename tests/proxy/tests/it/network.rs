//! Distance, cuts, half-open connections, partitions.

use std::time::{Duration, Instant};

use proxy::{Down, Order};
use tonic::Code;

use crate::common::scene;

const SHORT: Duration = Duration::from_millis(300);

fn phone() -> String {
    "phone".to_owned()
}

#[tokio::test]
async fn distance_takes_its_time() {
    let Some(scene) = scene("distance").await else { return };
    let ada = scene.ada();
    ada.commit(vec![ada.put("a", 1)]).await;
    for (round_trip_ms, connects) in [(200, false), (150, true)] {
        scene.obey(Order::Latency { line: None, round_trip_ms }).await;
        let client = if connects { scene.ada() } else { ada.clone() };
        let begun = Instant::now();
        client.commit(vec![client.put("a", 2)]).await;
        // Connecting takes a round trip more.
        let least = round_trip_ms * if connects { 2 } else { 1 };
        assert!(begun.elapsed() >= Duration::from_millis(least), "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn what_is_cut_breaks_and_can_be_opened_again() {
    let Some(scene) = scene("cut").await else { return };
    let ada = scene.ada();
    let phone_client = scene.client_at(&scene.proxy.line("phone").await.unwrap().to_string());
    let mut stays = ada.listen(vec![ada.query(2, None)]).await;
    let mut breaks = phone_client.listen(vec![phone_client.query(2, None)]).await;
    stays.snapshot().await;
    breaks.snapshot().await;
    scene.obey(Order::Cut { line: Some(phone()) }).await;
    breaks.end().await;
    assert_eq!(scene.happened("cut"), 1);
    phone_client.commit(vec![phone_client.put("a", 1)]).await;
    assert_eq!(stays.snapshot().await, ["2 change a"]);
}

#[tokio::test]
async fn who_keeps_alive_notices_a_half_open_connection() {
    let Some(scene) = scene("half-open").await else { return };
    let ada = scene.ada();
    let mut stream = ada.listen(vec![ada.query(2, None)]).await;
    stream.snapshot().await;
    scene.obey(Order::Freeze { line: None }).await;
    let other = scene.ada();
    other.commit(vec![other.put("a", 1)]).await;
    // Nothing was heard of it, but the pings that nobody answered.
    let mut said = Vec::new();
    let status = loop {
        match stream.next().await {
            Ok(response) => said.push(response),
            Err(status) => break status,
        }
    };
    assert_eq!(said, []);
    assert_ne!(status.code(), Code::Ok);
    ada.commit(vec![ada.put("b", 1)]).await;
    assert_eq!(scene.happened("freeze"), 1);
}

#[tokio::test]
async fn a_silent_partition_heals() {
    let Some(scene) = scene("silent-line").await else { return };
    let address = scene.proxy.line("phone").await.unwrap().to_string();
    // Connected already, and for the first time.
    for connects in [false, true] {
        let phone_client = scene.client_at(&address);
        if !connects {
            phone_client.commit(vec![phone_client.put("a", 0)]).await;
        }
        scene.obey(Order::Down { line: Some(phone()), how: Down::Silent }).await;
        let mut commit = Box::pin(phone_client.try_commit(vec![phone_client.put("a", 1)]));
        tokio::time::timeout(SHORT, &mut commit).await.expect_err("nothing gets through");
        scene.obey(Order::Up { line: Some(phone()) }).await;
        commit.await.unwrap();
    }
}

#[tokio::test]
async fn a_line_that_is_down_refuses_whoever_comes() {
    let Some(scene) = scene("refusing").await else { return };
    let ada = scene.ada();
    let mut stream = ada.listen(vec![ada.query(2, None)]).await;
    stream.snapshot().await;
    scene.obey(Order::Down { line: None, how: Down::Refusing }).await;
    stream.end().await;
    for client in [ada.clone(), scene.ada()] {
        client.try_commit(vec![client.put("a", 1)]).await.unwrap_err();
    }
    scene.obey(Order::Up { line: None }).await;
    ada.commit(vec![ada.put("a", 1)]).await;
}

#[tokio::test]
async fn there_is_one_line_of_a_name() {
    let Some(scene) = scene("one-line").await else { return };
    let phone_line = scene.proxy.line("phone").await.unwrap();
    assert_eq!(scene.proxy.line("phone").await.unwrap(), phone_line);
    assert_eq!(scene.proxy.line("main").await.unwrap(), scene.proxy.address());
    let unknown = Order::Up { line: Some("tablet".to_owned()) };
    assert_eq!(scene.proxy.obey(unknown).await.unwrap_err().to_string(), "there is no line tablet");
}

//! An emulator that isn't there, or goes and comes back. Another proxy stands for it.

use std::net::SocketAddr;

use proxy::{Config, Proxy};
use tonic::Code;

use crate::common::scene;

async fn proxy(cloud: impl Into<String>, address: Option<SocketAddr>) -> Proxy {
    let mut config = Config::new(cloud);
    config.address = address.unwrap_or(config.address);
    Proxy::start(config).await.unwrap()
}

#[tokio::test]
async fn it_need_not_be_there() {
    let Some(scene) = scene("cloud").await else { return };
    let inner = proxy(scene.firestore.address(), None).await;
    let place = inner.address();
    let outer = proxy(place.to_string(), None).await;
    let ada = scene.client_at(&outer.address().to_string());
    let mut stream = ada.listen(vec![ada.query(2, None)]).await;
    stream.snapshot().await;
    drop(inner);
    assert_eq!(stream.end().await.code(), Code::Unavailable);
    let status = ada.try_commit(vec![ada.put("a", 1)]).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    let _inner = proxy(scene.firestore.address(), Some(place)).await;
    ada.commit(vec![ada.put("a", 1)]).await;
    let mut again = ada.listen(vec![crate::common::resumed(ada.query(2, None), &stream.token)]).await;
    assert_eq!(again.snapshot().await, ["2 ADD", "2 change a", "2 filter 1", "2 CURRENT"]);
}

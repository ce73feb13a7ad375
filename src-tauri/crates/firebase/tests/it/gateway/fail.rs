//! What goes wrong on the way.

use firebase::ListenEvent;
use futures_util::StreamExt as _;
use model::sync::Feed;
use proxy::{Down, Effect, Fault, Loss, Order};
use sync::classify::Meaning;
use sync::{Code, From};

use super::*;

const FEED: Feed = Feed::Records(Kind::Workout);

async fn scene() -> Option<(Scene, Proxy)> {
    Scene::behind(Form::Changes).await
}

/// A stream that has told what there is.
async fn listening(scene: &Scene) -> impl futures_util::Stream<Item = ListenEvent> + Unpin + use<> {
    let mut stream = Box::pin(scene.gateway.listen(FEED, From::Start));
    loop {
        match stream.next().await {
            Some(ListenEvent::Heard { mark: Some(mark), .. }) if mark.current => return stream,
            Some(ListenEvent::Broken(failure)) => panic!("{failure:?}"),
            Some(_) => {}
            None => panic!("the stream has ended"),
        }
    }
}

async fn broken(mut stream: impl futures_util::Stream<Item = ListenEvent> + Unpin) -> Failure {
    loop {
        match stream.next().await {
            Some(ListenEvent::Broken(failure)) => return failure,
            Some(_) => {}
            None => panic!("the stream has ended without a word"),
        }
    }
}

#[tokio::test]
async fn it_is_made_offline_and_works_as_soon_as_there_is_a_server() {
    let Some((scene, proxy)) = scene().await else { return };
    proxy.obey(Order::Down { line: None, how: Down::Refusing }).await.unwrap();
    for _ in 0..2 {
        let failure = scene.commit([create(&workout("w"), "w")]).await.unwrap_err();
        assert_eq!((failure.code, failure.meaning()), (None, Meaning::Unreachable), "{failure:?}");
    }
    let failure = broken(Box::pin(scene.gateway.listen(FEED, From::Start))).await;
    assert_eq!(failure.meaning(), Meaning::Unreachable, "{failure:?}");
    proxy.obey(Order::Up { line: None }).await.unwrap();
    scene.commit([create(&workout("w"), "w")]).await.unwrap();
    drop(listening(&scene).await);
}

#[tokio::test]
async fn nobody_there_at_all_is_unreachable() {
    let Some(scene) = Scene::bare() else { return };
    let gateway = gateway("127.0.0.1:9", &scene.person.uid, &scene.person);
    let failure = gateway.list(Kind::Workout).await.unwrap_err();
    assert_eq!((failure.code, failure.meaning()), (None, Meaning::Unreachable), "{failure:?}");
}

#[tokio::test]
async fn a_lost_answer_is_no_word_of_the_server() {
    let Some((scene, proxy)) = scene().await else { return };
    let key = workout("w");
    for (loss, code) in [
        (Loss::Cut, None),
        (Loss::Refuse(proxy::Status::new(proxy::Code::Unavailable, "later")), Some(Code::Unavailable)),
    ] {
        let fault = Fault::once(Effect::LoseRequest(loss));
        proxy.obey(Order::Fault(Fault { methods: vec!["Commit".to_owned()], ..fault })).await.unwrap();
        let failure = scene.commit([create(&key, "w")]).await.unwrap_err();
        assert_eq!((failure.code, failure.meaning()), (code, Meaning::Unreachable), "{failure:?}");
    }
    let fault = Fault::once(Effect::LoseAnswer(Loss::Cut));
    proxy.obey(Order::Fault(Fault { methods: vec!["Commit".to_owned()], ..fault })).await.unwrap();
    let failure = scene.commit([create(&key, "w")]).await.unwrap_err();
    assert_eq!(failure.meaning(), Meaning::Unreachable, "{failure:?}");
    let landed = scene.commit([create(&key, "w")]).await.unwrap_err();
    assert_eq!(landed.meaning(), Meaning::Conflict, "{landed:?}");
}

#[tokio::test]
async fn the_servers_words_come_whole() {
    let Some((scene, proxy)) = scene().await else { return };
    let quota = proxy::Status {
        code: proxy::Code::ResourceExhausted,
        message: "Quota exceeded, später.".to_owned(),
        retry_after_ms: Some(1_500),
    };
    for _ in 0..2 {
        proxy.obey(Order::Fault(Fault::once(Effect::Refuse(quota.clone())))).await.unwrap();
    }
    let expected = Failure {
        code: Some(Code::ResourceExhausted),
        message: "Quota exceeded, später.".to_owned(),
        retry_after: Some(1_500),
    };
    assert_eq!(scene.gateway.list(Kind::Workout).await.unwrap_err(), expected);
    assert_eq!(broken(Box::pin(scene.gateway.listen(FEED, From::Start))).await, expected);
}

#[tokio::test]
async fn a_token_that_has_run_out_is_named_by_requests_and_streams() {
    let Some((scene, proxy)) = scene().await else { return };
    let stream = listening(&scene).await;
    proxy.obey(Order::ExpireTokens { uid: None }).await.unwrap();
    let failures = [broken(stream).await, scene.gateway.list(Kind::Workout).await.unwrap_err()];
    for failure in failures {
        assert_eq!(failure.meaning(), Meaning::Token, "{failure:?}");
    }
}

#[tokio::test]
async fn a_cut_connection_is_noticed_at_once_and_replaced() {
    let Some((scene, proxy)) = scene().await else { return };
    let stream = listening(&scene).await;
    proxy.obey(Order::Cut { line: None }).await.unwrap();
    let failure = broken(stream).await;
    assert_eq!((failure.code, failure.meaning()), (None, Meaning::Unreachable), "{failure:?}");
    scene.gateway.list(Kind::Workout).await.unwrap();
}

#[tokio::test]
async fn a_connection_that_is_given_up_is_replaced() {
    let Some((scene, proxy)) = scene().await else { return };
    let stream = listening(&scene).await;
    proxy.obey(Order::Freeze { line: None }).await.unwrap();
    scene.gateway.reconnect();
    let failure = broken(stream).await;
    assert_eq!(failure.meaning(), Meaning::Unreachable, "{failure:?}");
    scene.gateway.list(Kind::Workout).await.unwrap();
    drop(listening(&scene).await);
}

// Time goes by as soon as nobody has anything to do: what takes minutes is tested in none.

#[tokio::test]
async fn who_gets_no_answer_connects_anew() {
    let Some((scene, proxy)) = scene().await else { return };
    let stream = listening(&scene).await;
    proxy.obey(Order::Freeze { line: None }).await.unwrap();
    tokio::time::pause();
    let start = tokio::time::Instant::now();
    let late = scene.gateway.list(Kind::Workout).await.unwrap_err();
    assert_eq!(late.code, Some(Code::DeadlineExceeded), "{late:?}");
    let dead = broken(stream).await;
    assert_eq!((dead.code, dead.meaning()), (None, Meaning::Unreachable), "{dead:?}");
    assert_eq!(start.elapsed().as_secs(), sync::DEADLINE / 1_000);
    tokio::time::resume();
    scene.gateway.list(Kind::Workout).await.unwrap();
}

#[tokio::test]
async fn what_is_under_way_fails_with_the_connection_and_leaves_the_next_one_alone() {
    let Some((scene, proxy)) = scene().await else { return };
    scene.gateway.list(Kind::Workout).await.unwrap();
    proxy.obey(Order::Freeze { line: None }).await.unwrap();
    tokio::time::pause();
    let list = || {
        let gateway = scene.gateway.clone();
        tokio::spawn(async move { gateway.list(Kind::Workout).await })
    };
    let start = tokio::time::Instant::now();
    let first = list();
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    let second = list();
    let late = first.await.unwrap().unwrap_err();
    assert_eq!(late.code, Some(Code::DeadlineExceeded), "{late:?}");
    let over = second.await.unwrap().unwrap_err();
    assert_eq!((over.code, over.meaning()), (None, Meaning::Unreachable), "{over:?}");
    assert_eq!(start.elapsed().as_secs(), sync::DEADLINE / 1_000, "nobody waits for a dead connection");
}

#[tokio::test]
async fn a_stream_that_is_not_accepted_in_time_has_not_reached_the_server() {
    let Some((scene, proxy)) = scene().await else { return };
    drop(listening(&scene).await);
    proxy.obey(Order::Freeze { line: None }).await.unwrap();
    tokio::time::pause();
    let failure = broken(Box::pin(scene.gateway.listen(FEED, From::Start))).await;
    assert_eq!((failure.code, failure.meaning()), (None, Meaning::Unreachable), "{failure:?}");
    tokio::time::resume();
    drop(listening(&scene).await);
}

#[tokio::test]
async fn who_only_listens_notices_a_dead_connection_by_its_pings() {
    let Some((scene, proxy)) = scene().await else { return };
    let stream = listening(&scene).await;
    proxy.obey(Order::Freeze { line: None }).await.unwrap();
    tokio::time::pause();
    let start = tokio::time::Instant::now();
    let dead = broken(stream).await;
    assert_eq!((dead.code, dead.meaning()), (None, Meaning::Unreachable), "{dead:?}");
    assert!(start.elapsed().as_secs() <= 120, "{:?}", start.elapsed());
}

#[tokio::test]
async fn without_a_token_nothing_is_asked() {
    #[derive(Debug)]
    struct Nobody;
    impl TokenSource for Nobody {
        fn token(&self) -> BoxFuture<'_, Result<IdToken, Failure>> {
            let (message, retry_after) = ("signed out".to_owned(), None);
            async move { Err(Failure { code: Some(Code::Unauthenticated), message, retry_after }) }.boxed()
        }
    }
    let Some(firestore) = Firestore::shared() else { return };
    let somewhere = endpoints("127.0.0.1:9", Some(firestore.address()));
    let gateway = Gateway::new(&somewhere, &config(), "nobody", Arc::new(Nobody));
    let failure = gateway.list(Kind::Workout).await.unwrap_err();
    assert_eq!((failure.meaning(), failure.message.as_str()), (Meaning::Token, "signed out"));
    assert_eq!(broken(Box::pin(gateway.listen(FEED, From::Start))).await, failure);
}

//! Faults by script.

use std::time::Duration;

use gcloud_sdk::google::firestore::v1::CommitRequest;
use proxy::{Code, Effect, Fault, Loss, Order, Status};
use tonic::Code as Grpc;

use crate::common::{PATIENCE, Scene, scene};

/// So long a client waits that isn't to wait for ever.
const SHORT: Duration = Duration::from_millis(300);

fn unavailable() -> Status {
    Status { retry_after_ms: Some(250), ..Status::new(Code::Unavailable, "later") }
}

impl Scene {
    async fn fault(&self, fault: Fault) {
        self.obey(Order::Fault(Fault { methods: vec!["Commit".to_owned()], ..fault })).await;
    }
}

#[tokio::test]
async fn a_request_that_is_refused_is_not_carried_out() {
    let Some(scene) = scene("refuse").await else { return };
    let ada = scene.ada();
    scene.fault(Fault { times: Some(2), ..Fault::once(Effect::Refuse(unavailable())) }).await;
    for _ in 0..2 {
        let status = ada.try_commit(vec![ada.put("a", 1)]).await.unwrap_err();
        assert_eq!((status.code(), status.message()), (Grpc::Unavailable, "later"));
        assert!(!status.details().is_empty(), "when to come back");
        assert_eq!(ada.existing(&["a"]).await, [""; 0]);
    }
    ada.commit(vec![ada.put("a", 1)]).await;
    assert_eq!(scene.happened("refuse"), 2);
}

#[tokio::test]
async fn a_request_can_be_lost_before_and_after_it_is_carried_out() {
    let Some(scene) = scene("lose").await else { return };
    let ada = scene.ada();
    for (id, loss) in [("cut", Loss::Cut), ("status", Loss::Refuse(unavailable()))] {
        scene.fault(Fault::once(Effect::LoseRequest(loss.clone()))).await;
        ada.try_commit(vec![ada.create(id)]).await.unwrap_err();
        assert_eq!(ada.existing(&[id]).await, [""; 0]);
        scene.fault(Fault::once(Effect::LoseAnswer(loss))).await;
        ada.try_commit(vec![ada.create(id)]).await.unwrap_err();
        assert_eq!(ada.existing(&[id]).await, [id]);
    }
    assert_eq!((scene.happened("lose_request"), scene.happened("lose_answer")), (2, 2));
}

#[tokio::test]
async fn a_client_that_hears_nothing_waits_until_it_gives_up() {
    let Some(scene) = scene("silence").await else { return };
    let ada = scene.ada();
    for (effect, existing) in
        [(Effect::LoseRequest(Loss::Silence), &[][..]), (Effect::LoseAnswer(Loss::Silence), &["a"])]
    {
        scene.fault(Fault::once(effect.clone())).await;
        let commit = ada.try_commit(vec![ada.put("a", 1)]);
        tokio::time::timeout(SHORT, commit).await.expect_err("silence");
        assert_eq!(ada.existing(&["a"]).await, existing, "{effect:?}");
    }
}

#[tokio::test]
async fn an_answer_can_be_late() {
    let Some(scene) = scene("delay").await else { return };
    let ada = scene.ada();
    scene.fault(Fault::once(Effect::Delay { ms: 2 * 1000 * PATIENCE.as_secs() })).await;
    let commit = ada.try_commit(vec![ada.put("a", 1)]);
    let done = async {
        while ada.existing(&["a"]).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        answer = commit => panic!("{answer:?}"),
        () = done => {}
    }
    scene.fault(Fault::once(Effect::Delay { ms: 1 })).await;
    ada.commit(vec![ada.put("a", 2)]).await;
    assert_eq!(scene.happened("delay"), 2);
}

#[tokio::test]
async fn a_request_can_arrive_twice() {
    let Some(scene) = scene("twice").await else { return };
    let ada = scene.ada();
    scene.fault(Fault::once(Effect::Twice)).await;
    let status = ada.try_commit(vec![ada.create("a")]).await.unwrap_err();
    assert_eq!(status.code(), Grpc::AlreadyExists, "the first has made it");
    assert_eq!(ada.existing(&["a"]).await, ["a"]);
    assert_eq!(scene.report().counts.writes, 1);
}

#[tokio::test]
async fn they_can_be_aimed_at_what_a_request_holds() {
    let Some(scene) = scene("aimed").await else { return };
    let ada = scene.ada();
    let denied = Effect::Refuse(Status::new(Code::PermissionDenied, "poison"));
    let name = "poisoned".to_owned();
    scene.fault(Fault { mentions: Some(name), times: None, ..Fault::once(denied) }).await;
    let large = Effect::Refuse(Status::new(Code::InvalidArgument, "Request payload size exceeds the limit"));
    scene.fault(Fault { larger_than: Some(1000), times: None, ..Fault::once(large) }).await;
    let puts = |ids: &[&str]| ids.iter().map(|id| ada.put(id, 1)).collect::<Vec<_>>();
    let refused = |writes| async { ada.try_commit(writes).await.unwrap_err().code() };
    assert_eq!(refused(puts(&["a", "poisoned"])).await, Grpc::PermissionDenied);
    let many: Vec<String> = (0..20).map(|number| format!("many-{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(refused(puts(&many)).await, Grpc::InvalidArgument);
    ada.commit(puts(&["a", "b"])).await;
    scene.obey(Order::ClearFaults).await;
    ada.commit(puts(&["poisoned"])).await;
}

#[tokio::test]
async fn a_line_has_faults_of_its_own() {
    let Some(scene) = scene("lines").await else { return };
    let phone = scene.client_at(&scene.proxy.line("phone").await.unwrap().to_string());
    let ada = scene.ada();
    let on_phone = Fault { line: Some("phone".to_owned()), ..Fault::once(Effect::Refuse(unavailable())) };
    scene.fault(on_phone).await;
    ada.commit(vec![ada.put("a", 1)]).await;
    phone.try_commit(vec![phone.put("b", 1)]).await.unwrap_err();
    phone.commit(vec![phone.put("b", 1)]).await;
}

#[tokio::test]
async fn streams_can_be_refused_and_ended() {
    let Some(scene) = scene("ends").await else { return };
    let ada = scene.ada();
    let fault = Fault { methods: vec!["Listen".to_owned()], ..Fault::once(Effect::Refuse(unavailable())) };
    scene.obey(Order::Fault(fault)).await;
    let refused = match ada.try_listen(vec![ada.query(2, None)]).await {
        Ok(mut stream) => stream.end().await,
        Err(status) => status,
    };
    assert_eq!(refused.code(), Grpc::Unavailable);
    let mut stream = ada.listen(vec![ada.query(2, None)]).await;
    stream.snapshot().await;
    let status = Status::new(Code::Internal, "the end");
    scene.obey(Order::EndStreams { line: Some("main".to_owned()), status }).await;
    let end = stream.end().await;
    assert_eq!((end.code(), end.message()), (Grpc::Internal, "the end"));
    assert_eq!(scene.happened("end_streams"), 1);
    // The connection is as good as before.
    ada.commit(vec![ada.put("a", 1)]).await;
    assert_eq!(scene.report().counts.connections, 1);
}

#[tokio::test]
async fn what_is_compressed_is_refused_and_not_misread() {
    let Some(scene) = scene("compressed").await else { return };
    let ada = scene.ada();
    let message = CommitRequest { database: ada.database(), ..CommitRequest::default() };
    let mut request = ada.request(message);
    request.metadata_mut().insert("grpc-encoding", "gzip".parse().unwrap());
    let status = ada.grpc().commit(request).await.unwrap_err();
    assert_eq!(status.code(), Grpc::Unimplemented);
}

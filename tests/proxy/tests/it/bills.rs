//! What production would charge.

use gcloud_sdk::google::firestore::v1::run_aggregation_query_request::QueryType as Aggregated;
use gcloud_sdk::google::firestore::v1::run_query_request::QueryType;
use gcloud_sdk::google::firestore::v1::structured_aggregation_query::aggregation::{Count, Operator};
use gcloud_sdk::google::firestore::v1::structured_aggregation_query::{Aggregation, QueryType as Of};
use gcloud_sdk::google::firestore::v1::target::TargetType;
use gcloud_sdk::google::firestore::v1::target::query_target::QueryType as Query;
use gcloud_sdk::google::firestore::v1::{
    RunAggregationQueryRequest, RunQueryRequest, StructuredAggregationQuery, StructuredQuery, WriteRequest,
};
use proxy::{Effect, Fault, Loss, Order};
use tokio::sync::mpsc;

use crate::common::{ADA, Client, Scene, resumed, scene};

impl Scene {
    /// Reads, writes and deletes since the last time.
    async fn bill(&self) -> (u64, u64, u64) {
        let counts = self.report().counts;
        self.obey(Order::ResetCounts).await;
        (counts.reads, counts.writes, counts.deletes)
    }
}

impl Client {
    fn structured(&self, beyond: Option<i64>) -> StructuredQuery {
        let Some(TargetType::Query(query)) = self.query(2, beyond).target_type else { unreachable!() };
        let Some(Query::StructuredQuery(query)) = query.query_type else { unreachable!() };
        query
    }

    fn parent(&self) -> String {
        format!("{}/users/{ADA}", self.documents())
    }

    async fn run_query(&self, beyond: Option<i64>) {
        let query_type = Some(QueryType::StructuredQuery(self.structured(beyond)));
        let message = RunQueryRequest { parent: self.parent(), query_type, ..RunQueryRequest::default() };
        let mut found = self.grpc().run_query(self.request(message)).await.unwrap().into_inner();
        while found.message().await.unwrap().is_some() {}
    }

    async fn count(&self) {
        let count =
            Aggregation { alias: "all".to_owned(), operator: Some(Operator::Count(Count { up_to: None })) };
        let query = StructuredAggregationQuery {
            aggregations: vec![count],
            query_type: Some(Of::StructuredQuery(self.structured(None))),
        };
        let message = RunAggregationQueryRequest {
            parent: self.parent(),
            query_type: Some(Aggregated::StructuredAggregationQuery(query)),
            ..RunAggregationQueryRequest::default()
        };
        let mut found = self.grpc().run_aggregation_query(self.request(message)).await.unwrap().into_inner();
        while found.message().await.unwrap().is_some() {}
    }
}

#[tokio::test]
async fn requests_are_charged_for_what_they_do() {
    let Some(scene) = scene("requests").await else { return };
    let ada = scene.ada();
    ada.commit((0..10).map(|number| ada.put(&format!("w{number}"), number)).collect()).await;
    assert_eq!(scene.bill().await, (0, 10, 0));
    ada.commit(vec![ada.delete("w0"), ada.put("w1", 5)]).await;
    assert_eq!(scene.bill().await, (0, 1, 1));
    ada.try_commit(vec![ada.create("w1")]).await.unwrap_err();
    assert_eq!(scene.bill().await, (0, 0, 0), "nothing was written");
    ada.existing(&["w1", "w2", "nowhere"]).await;
    assert_eq!(scene.bill().await, (3, 0, 0), "what isn't there was read too");
    ada.run_query(None).await;
    assert_eq!(scene.bill().await, (9, 0, 0));
    ada.run_query(Some(100)).await;
    assert_eq!(scene.bill().await, (1, 0, 0), "nothing found is one");
    ada.count().await;
    assert_eq!(scene.bill().await, (1, 0, 0), "up to a thousand are one");
    scene.obey(Order::Fault(Fault::once(Effect::LoseAnswer(Loss::Cut)))).await;
    ada.try_commit(vec![ada.put("w1", 6)]).await.unwrap_err();
    assert_eq!(scene.bill().await, (0, 1, 0), "it was carried out");
}

#[tokio::test]
async fn streams_are_charged_for_what_they_tell() {
    let Some(scene) = scene("told").await else { return };
    let ada = scene.ada();
    let mut empty = ada.listen(vec![ada.query(2, Some(100))]).await;
    empty.snapshot().await;
    assert_eq!(scene.bill().await, (1, 0, 0), "nothing found is one");
    ada.commit((0..10).map(|number| ada.put(&format!("w{number}"), number)).collect()).await;
    scene.bill().await;
    let mut stream = ada.listen(vec![ada.query(2, Some(-1))]).await;
    stream.snapshot().await;
    assert_eq!(scene.bill().await, (10, 0, 0));
    ada.commit(vec![ada.put("w3", 30)]).await;
    stream.snapshot().await;
    assert_eq!(scene.bill().await, (1, 1, 0), "only what has changed");
    ada.commit(vec![ada.delete("w4"), ada.put("w5", -5)]).await;
    stream.snapshot().await;
    assert_eq!(scene.bill().await, (1, 1, 1), "a delete is told for nothing");
    let token = stream.token.clone();
    ada.commit(vec![ada.put("w6", 60), ada.put("w7", 70)]).await;
    stream.snapshot().await;
    scene.bill().await;
    ada.listen(vec![resumed(ada.query(2, Some(-1)), &token)]).await.snapshot().await;
    assert_eq!(scene.bill().await, (2, 0, 0), "what has changed since");
    ada.listen(vec![resumed(ada.query(2, Some(-1)), &stream.token)]).await.snapshot().await;
    assert_eq!(scene.bill().await, (1, 0, 0), "a query is one at least");
}

#[tokio::test]
async fn a_stream_of_writes_is_charged_as_they_are_done() {
    let Some(scene) = scene("write-stream").await else { return };
    let ada = scene.ada();
    let (requests, mut asked) = mpsc::channel(4);
    let open = WriteRequest { database: ada.database(), ..WriteRequest::default() };
    requests.send(open).await.unwrap();
    let asked = futures_util::stream::poll_fn(move |context| asked.poll_recv(context));
    let mut answers = ada.grpc().write(ada.request(asked)).await.unwrap().into_inner();
    let mut token = answers.message().await.unwrap().unwrap().stream_token;
    for (writes, bill) in [
        (vec![ada.put("a", 1), ada.put("b", 1)], (0, 2, 0)),
        (vec![ada.delete("a"), ada.put("b", 2)], (0, 1, 1)),
    ] {
        let next = WriteRequest { writes, stream_token: token, ..WriteRequest::default() };
        requests.send(next).await.unwrap();
        token = answers.message().await.unwrap().unwrap().stream_token;
        assert_eq!(scene.bill().await, bill);
    }
}

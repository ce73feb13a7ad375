//! Several clients in a storm: what the proxy does to them is what a network and a server do, and nothing worse.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use gcloud_sdk::google::firestore::v1::listen_response::ResponseType;
use gcloud_sdk::google::firestore::v1::target_change::TargetChangeType;
use proxy::Storm;
use tonic::Code;

use crate::common::{Client, Scene, Stream, id, resumed, scene};

const CLIENTS: usize = 3;
/// When a client takes a request for lost.
const DEADLINE: Duration = Duration::from_secs(3);

/// What a client knows of the documents.
#[derive(Default)]
struct Follower {
    known: BTreeSet<String>,
    token: Vec<u8>,
    /// A count didn't agree with what it knows.
    is_lost: bool,
}

impl Follower {
    /// Follows a stream until it breaks or leads nowhere, or it has heard of everything and `stop` says so.
    async fn follow(&mut self, stream: &mut Stream, stop: impl Fn(&BTreeSet<String>) -> bool) -> bool {
        while let Ok(response) = stream.next().await {
            match response.response_type.unwrap() {
                ResponseType::DocumentChange(change) => {
                    self.known.insert(id(&change.document.unwrap().name));
                }
                ResponseType::DocumentDelete(delete) => {
                    self.known.remove(&id(&delete.document));
                }
                ResponseType::DocumentRemove(remove) => {
                    self.known.remove(&id(&remove.document));
                }
                ResponseType::Filter(filter) => {
                    self.is_lost = usize::try_from(filter.count) != Ok(self.known.len());
                }
                ResponseType::TargetChange(change) => match change.target_change_type() {
                    TargetChangeType::Reset => self.known.clear(),
                    TargetChangeType::NoChange if self.is_lost => return false,
                    TargetChangeType::NoChange => {
                        self.token = change.resume_token;
                        if stop(&self.known) {
                            return true;
                        }
                    }
                    _ => {}
                },
            }
        }
        false
    }

    /// Follows through everything.
    async fn follow_through(
        &mut self,
        client: impl Fn() -> Client,
        stop: impl Fn(&BTreeSet<String>) -> bool,
    ) {
        loop {
            if std::mem::take(&mut self.is_lost) {
                // It begins anew, as every client does then.
                self.known.clear();
                self.token.clear();
            }
            let client = client();
            let target = client.query(2, None);
            let target = if self.token.is_empty() { target } else { resumed(target, &self.token) };
            let opening = tokio::time::timeout(DEADLINE, client.try_listen(vec![target])).await;
            if let Ok(Ok(mut stream)) = opening
                && self.follow(&mut stream, &stop).await
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Makes a document, and deletes every third, again and again until it is known to be done.
async fn insist(client: impl Fn() -> Client, id: &str, delete: bool) {
    loop {
        let client = client();
        let write = if delete { client.delete(id) } else { client.create(id) };
        match tokio::time::timeout(DEADLINE, client.try_commit(vec![write])).await {
            Ok(Ok(_)) => return,
            // An answer that was lost, or a request that came twice.
            Ok(Err(status)) if status.code() == Code::AlreadyExists => return,
            Ok(Err(_)) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A way to get clients whose token is new each time, on connections that last.
async fn device(scene: Arc<Scene>, number: usize) -> impl Fn() -> Client {
    static SECONDS: AtomicI64 = AtomicI64::new(3600);
    let line = scene.proxy.line(&format!("device-{number}")).await.unwrap();
    let client = scene.client_at(&line.to_string());
    move || client.with_token(&scene.token(SECONDS.fetch_add(1, Ordering::Relaxed)))
}

/// Makes documents and deletes some until it is calm; what is there then.
async fn write(scene: Arc<Scene>, number: usize, calm: Arc<AtomicBool>) -> BTreeSet<String> {
    let device = device(scene, number).await;
    let mut expected = BTreeSet::new();
    let mut round = 0;
    while !calm.load(Ordering::Relaxed) {
        let id = format!("d{number}-{round}");
        insist(&device, &id, false).await;
        expected.insert(id);
        if round % 3 == 2 {
            let id = format!("d{number}-{}", round - 1);
            insist(&device, &id, true).await;
            expected.remove(&id);
        }
        round += 1;
        // The emulator sends everything for each.
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    expected
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled() {
    let Some(scene) = scene("storm").await else { return };
    let scene = Arc::new(scene);
    let calm = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(write(Arc::clone(&scene), number, Arc::clone(&calm))))
        .collect();
    let followers: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (scene, calm) = (Arc::clone(&scene), Arc::clone(&calm));
            tokio::spawn(async move {
                let device = device(scene, number).await;
                let mut follower = Follower::default();
                follower.follow_through(&device, |_| calm.load(Ordering::Relaxed)).await;
                follower.follow_through(&device, |known| known.contains("end")).await;
                follower.known
            })
        })
        .collect();
    // The lines of the devices are there.
    for number in 0..CLIENTS {
        scene.proxy.line(&format!("device-{number}")).await.unwrap();
    }
    let longest = Duration::from_secs(1);
    let storm = Storm { seed: 7, faults: 120, pace: Duration::from_millis(60), longest };
    storm.rage(&scene.proxy).await.unwrap();
    calm.store(true, Ordering::Relaxed);
    let mut expected = BTreeSet::from(["end".to_owned()]);
    for writer in writers {
        expected.extend(writer.await.unwrap());
    }
    insist(|| scene.ada(), "end", false).await;
    let direct = scene.client_at(scene.firestore.address());
    let mut there = Follower::default();
    there.follow_through(|| direct.clone(), |_| true).await;
    assert_eq!(there.known, expected, "what was acknowledged, and nothing else");
    for follower in followers {
        assert_eq!(follower.await.unwrap(), expected, "whoever follows knows what there is");
    }
    let faults = scene.report().counts.faults;
    assert!(faults.len() >= 6, "{faults:?}");
}

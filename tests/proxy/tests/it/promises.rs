//! What a stream promises, while several people write at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use gcloud_sdk::google::firestore::v1::Target;
use gcloud_sdk::google::firestore::v1::listen_response::ResponseType;
use gcloud_sdk::google::firestore::v1::target_change::TargetChangeType;
use gcloud_sdk::prost_types::Timestamp;

use crate::common::{Client, Stream, id, resumed, scene};

const WRITERS: usize = 4;
const ROUNDS: usize = 40;
const DOCUMENTS: usize = 12;

type Time = (i64, i32);
/// What a client knows of a target: the versions of its documents.
type Known = BTreeMap<String, Time>;

/// A consistent snapshot, as a client was told of it.
struct Snapshot {
    read_time: Time,
    token: Vec<u8>,
    /// By target.
    known: BTreeMap<i32, Known>,
}

/// What was written: document, time of the commit, and whether it is there since.
type Written = Arc<Mutex<Vec<(String, Time, bool)>>>;

const fn time(time: &Timestamp) -> Time {
    (time.seconds, time.nanos)
}

/// Each writer has documents of its own, so that it is known what there was at any time.
async fn write(ada: Client, writer: usize, written: Written) {
    for round in 0..ROUNDS {
        let id = format!("w{writer}-{}", round * 7 % DOCUMENTS);
        let exists = round % 3 != 2;
        let write = if exists { ada.put(&id, i64::try_from(round).unwrap()) } else { ada.delete(&id) };
        let at = ada.commit(vec![write]).await;
        written.lock().unwrap().push((id, time(&at), exists));
    }
}

/// Takes in what a stream says up to its next snapshot.
async fn take_in(stream: &mut Stream, known: &mut BTreeMap<i32, Known>) -> Snapshot {
    loop {
        match stream.next().await.unwrap().response_type.unwrap() {
            ResponseType::DocumentChange(change) => {
                let document = change.document.unwrap();
                for target in change.target_ids {
                    let known = known.entry(target).or_default();
                    known.insert(id(&document.name), time(document.update_time.as_ref().unwrap()));
                }
            }
            ResponseType::DocumentDelete(delete) => {
                for target in delete.removed_target_ids {
                    assert!(known.entry(target).or_default().remove(&id(&delete.document)).is_some());
                }
            }
            ResponseType::Filter(filter) => {
                assert_eq!(
                    usize::try_from(filter.count),
                    Ok(known.entry(filter.target_id).or_default().len())
                );
            }
            ResponseType::TargetChange(change)
                if change.target_change_type() == TargetChangeType::NoChange
                    && change.target_ids.is_empty() =>
            {
                let read_time = time(change.read_time.as_ref().unwrap());
                return Snapshot { read_time, token: change.resume_token, known: known.clone() };
            }
            ResponseType::TargetChange(change) => {
                assert_ne!(change.target_change_type(), TargetChangeType::Reset, "only changes are told");
            }
            ResponseType::DocumentRemove(remove) => panic!("{remove:?}: the queries find all there are"),
        }
    }
}

fn targets(ada: &Client) -> Vec<Target> {
    vec![ada.query(2, None), ada.query(4, Some(-1))]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_are_kept_while_several_write_at_once() {
    let Some(scene) = scene("promises").await else { return };
    let ada = scene.ada();
    let written = Written::default();
    let mut known = BTreeMap::new();
    let mut stream = ada.listen(Vec::new()).await;
    // A token leads back to those targets only that were current when it was given.
    for target in targets(&ada) {
        stream.requests.add(target).await;
        take_in(&mut stream, &mut known).await;
    }
    let mut snapshots = Vec::new();
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(write(scene.ada(), writer, Arc::clone(&written)))).collect();
    let end = tokio::spawn({
        let ada = ada.clone();
        async move {
            for writer in writers {
                writer.await.unwrap();
            }
            time(&ada.commit(vec![ada.put("end", 1)]).await)
        }
    });
    // The end is told, and with it everything before.
    while !known.values().all(|known| known.contains_key("end")) || known.len() < 2 {
        snapshots.push(take_in(&mut stream, &mut known).await);
    }
    let end = end.await.unwrap();
    let mut written = written.lock().unwrap().clone();
    written.push(("end".to_owned(), end, true));
    written.sort_by_key(|(_, at, _)| *at);

    assert!(snapshots.is_sorted_by_key(|snapshot| snapshot.read_time), "time doesn't go back");
    for snapshot in &snapshots {
        for (target, known) in &snapshot.known {
            assert_told(snapshot.read_time, *target, known, &written);
        }
    }
    // Wherever a client goes on, it comes to the same.
    for snapshot in snapshots.iter().step_by(snapshots.len() / 20 + 1) {
        let targets = targets(&ada).into_iter().map(|target| resumed(target, &snapshot.token)).collect();
        let mut stream = ada.listen(targets).await;
        let mut then = snapshot.known.clone();
        while then != known {
            take_in(&mut stream, &mut then).await;
        }
    }
}

/// Everything that was committed up to a snapshot's time has been told, or what came after it.
fn assert_told(read_time: Time, target: i32, known: &Known, written: &[(String, Time, bool)]) {
    let mut latest = BTreeMap::new();
    for (id, at, exists) in written.iter().filter(|(_, at, _)| *at <= read_time) {
        latest.insert(id, (*at, *exists));
    }
    for (id, (at, exists)) in latest {
        let later = written.iter().any(|(of, time, _)| of == id && *time > read_time);
        match known.get(id) {
            Some(told) if exists => assert!(*told >= at, "target {target} at {read_time:?} has an old {id}"),
            Some(told) => assert!(*told > at, "target {target} at {read_time:?} has {id}, deleted at {at:?}"),
            // A later delete may have been told already.
            None => assert!(!exists || later, "target {target} at {read_time:?} lacks {id} of {at:?}"),
        }
    }
}

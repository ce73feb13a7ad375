//! Both forms of a stream, message by message.

use std::collections::HashMap;

use firestore::gcloud_sdk::google::rpc;
use model::ServerTime;
use sync::Code;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp { seconds, nanos: 0 }
}

fn message(response_type: ResponseType) -> pb::ListenResponse {
    pb::ListenResponse { response_type: Some(response_type) }
}

fn of_target(kind: TargetChangeType) -> pb::ListenResponse {
    let change = pb::TargetChange { target_ids: vec![TARGET], ..pb::TargetChange::default() };
    message(ResponseType::TargetChange(pb::TargetChange { target_change_type: kind.into(), ..change }))
}

fn snapshot(seconds: i64, token: &[u8]) -> pb::ListenResponse {
    let change =
        pb::TargetChange { read_time: Some(at(seconds)), resume_token: token.to_vec(), ..Default::default() };
    message(ResponseType::TargetChange(change))
}

fn name(id: &str) -> String {
    format!("projects/p/databases/(default)/documents/users/u/workouts/{id}")
}

fn document(id: &str, seconds: i64) -> pb::ListenResponse {
    let document = pb::Document {
        name: name(id),
        update_time: Some(at(seconds)),
        fields: HashMap::default(),
        create_time: None,
    };
    message(ResponseType::DocumentChange(pb::DocumentChange {
        document: Some(document),
        target_ids: vec![TARGET],
        removed_target_ids: Vec::new(),
    }))
}

fn put(id: &str, seconds: i64) -> Heard {
    let at = ServerTime(seconds * 1_000_000);
    Heard::State(HeardState { id: id.to_owned(), at, body: Some(model::Body::new()) })
}

fn mark(seconds: i64, token: Option<&[u8]>, current: bool) -> Mark {
    let token = token.map(<[u8]>::to_vec);
    Mark { read_time: ServerTime(seconds * 1_000_000), token, current }
}

fn heard(changes: Vec<Heard>, mark: impl Into<Option<Mark>>) -> ListenEvent {
    ListenEvent::Heard { changes, mark: mark.into() }
}

/// All that these messages tell.
fn told(messages: impl IntoIterator<Item = pb::ListenResponse>) -> Vec<ListenEvent> {
    let mut hearing = Hearing::default();
    for message in messages {
        hearing.take(message).unwrap();
    }
    std::iter::from_fn(|| hearing.next()).collect()
}

#[test]
fn production_tells_changes_only() {
    let delete =
        pb::DocumentDelete { document: name("b"), read_time: Some(at(4)), removed_target_ids: vec![TARGET] };
    let remove = pb::DocumentRemove { document: name("c"), ..pb::DocumentRemove::default() };
    let gone = ResponseType::DocumentChange(pb::DocumentChange {
        document: Some(pb::Document { name: name("d"), ..pb::Document::default() }),
        target_ids: Vec::new(),
        removed_target_ids: vec![TARGET],
    });
    let events = told([
        of_target(TargetChangeType::Add),
        document("a", 1),
        of_target(TargetChangeType::Current),
        snapshot(2, b"two"),
        snapshot(3, b""),
        message(ResponseType::DocumentDelete(delete)),
        message(ResponseType::DocumentRemove(remove)),
        message(gone),
        snapshot(4, b"four"),
    ]);
    let unmatched = |id: &str| Heard::Unmatched { id: id.to_owned() };
    let deleted = Heard::State(HeardState { id: "b".to_owned(), at: ServerTime(4_000_000), body: None });
    let expected = [
        heard(vec![put("a", 1)], mark(2, Some(b"two"), true)),
        heard(Vec::new(), mark(3, Some(b"two"), true)),
        heard(vec![deleted, unmatched("c"), unmatched("d")], mark(4, Some(b"four"), true)),
    ];
    assert_eq!(events, expected);
}

#[test]
fn the_emulator_begins_anew_each_time() {
    let events = told([
        of_target(TargetChangeType::Add),
        document("a", 1),
        of_target(TargetChangeType::Current),
        snapshot(1, b"one"),
        document("b", 2),
        of_target(TargetChangeType::Reset),
        document("a", 1),
        snapshot(2, b""),
        of_target(TargetChangeType::Current),
        snapshot(3, b"three"),
    ]);
    let expected = [
        heard(vec![put("a", 1)], mark(1, Some(b"one"), true)),
        heard(vec![put("b", 2)], None),
        ListenEvent::Reset,
        // A token from before the reset leads back to what is void.
        heard(vec![put("a", 1)], mark(2, None, false)),
        heard(Vec::new(), mark(3, Some(b"three"), true)),
    ];
    assert_eq!(events, expected);
}

#[test]
fn a_filter_comes_after_what_came_before_it() {
    let filter = pb::ExistenceFilter { target_id: TARGET, count: 7, unchanged_names: None };
    let events = told([document("a", 1), message(ResponseType::Filter(filter)), snapshot(2, b"")]);
    let expected = [
        heard(vec![put("a", 1)], None),
        ListenEvent::Filter { count: 7 },
        heard(Vec::new(), mark(2, None, false)),
    ];
    assert_eq!(events, expected);
}

#[test]
fn a_target_is_not_the_stream() {
    // What is consistent for a target alone may come before changes of it that belong together.
    let mut one = of_target(TargetChangeType::Current);
    let Some(ResponseType::TargetChange(change)) = &mut one.response_type else { unreachable!() };
    change.read_time = Some(at(1));
    change.resume_token = b"one".to_vec();
    assert_eq!(
        told([document("a", 1), one, snapshot(2, b"")]),
        [heard(vec![put("a", 1)], mark(2, Some(b"one"), true))]
    );
}

#[test]
fn much_comes_in_parts() {
    let many = (0..1_234).map(|n| document(&n.to_string(), n)).chain([snapshot(2_000, b"end")]);
    let sizes: Vec<_> = told(many)
        .into_iter()
        .map(|event| match event {
            ListenEvent::Heard { changes, mark } => (changes.len(), mark.is_some()),
            other => unreachable!("{other:?}"),
        })
        .collect();
    assert_eq!(sizes, [(500, false), (500, false), (234, true)]);

    let large = |id: &str| {
        let mut large = document(id, 1);
        let Some(ResponseType::DocumentChange(change)) = &mut large.response_type else { unreachable!() };
        let bytes = pb::value::ValueType::BytesValue(vec![0; 600 << 10]);
        let value = pb::Value { value_type: Some(bytes) };
        change.document.as_mut().unwrap().fields.insert("x".to_owned(), value);
        large
    };
    assert_eq!(told([large("a"), large("b"), large("c")]).len(), 1, "two are more than a mebibyte");
}

#[test]
fn a_target_that_is_removed_ends_the_stream_with_its_reason() {
    let mut hearing = Hearing::default();
    let cause = rpc::Status { code: 7, message: "no".to_owned(), details: Vec::new() };
    let change = pb::TargetChange {
        target_change_type: TargetChangeType::Remove.into(),
        cause: Some(cause),
        ..pb::TargetChange::default()
    };
    let failure = hearing.take(message(ResponseType::TargetChange(change))).unwrap_err();
    assert_eq!(
        failure,
        Failure { code: Some(Code::PermissionDenied), message: "no".into(), retry_after: None }
    );
    let failure = hearing.take(of_target(TargetChangeType::Remove)).unwrap_err();
    assert_eq!(failure.code, None);
}

#[test]
fn what_is_no_message_of_this_version_is_passed_over_and_what_lacks_its_time_is_not() {
    let mut hearing = Hearing::default();
    hearing.take(pb::ListenResponse::default()).unwrap();
    assert_eq!(hearing.next(), None);
    let delete = pb::DocumentDelete { document: name("a"), ..pb::DocumentDelete::default() };
    let failure = hearing.take(message(ResponseType::DocumentDelete(delete))).unwrap_err();
    assert_eq!(failure.code, Some(Code::Internal));
}

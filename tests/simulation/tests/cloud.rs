//! The model of the cloud does what Firestore's documentation says.

use std::rc::Rc;

use model::{Body, Kind};
use serde_json::{Value, json};
use simulation::cloud::{
    Change, Cloud, Code, Committed, Form, Limits, Path, Precondition, Response, ResumeToken, Status, Target,
    Token, Write,
};

const NOW: i64 = 1_790_000_000_000;

fn cloud(form: Form) -> Cloud {
    Cloud::new(Limits { form, ..Limits::default() }, NOW, 1)
}

fn token(uid: &str) -> Token {
    Token { uid: uid.into(), expires_at: NOW + 3_600_000 }
}

fn path(id: &str) -> Path {
    Path::new("ann", Kind::Workout.collection(), id)
}

fn body(value: Value) -> Rc<Body> {
    match value {
        Value::Object(fields) => Rc::new(fields),
        other => panic!("no document: {other}"),
    }
}

fn set(id: &str, name: &str, precondition: Precondition) -> Write {
    let change = Change::Set(body(json!({ "id": id, "name": name })));
    Write { path: path(id), change, precondition, server_times: vec!["modified_date".into()] }
}

fn delete(id: &str) -> Write {
    Write {
        path: path(id),
        change: Change::Delete,
        precondition: Precondition::None,
        server_times: Vec::new(),
    }
}

fn commit(cloud: &mut Cloud, writes: &[Write]) -> Result<Committed, Status> {
    cloud.commit(&token("ann"), writes)
}

fn code<T>(result: Result<T, Status>) -> Code {
    match result {
        Err(status) => status.code,
        Ok(_) => panic!("it was not refused"),
    }
}

fn target() -> Target {
    Target { uid: "ann".into(), collection: "workouts".into(), since: None }
}

fn shape(responses: &[Response]) -> Vec<String> {
    let word = |response: &Response| match response {
        Response::Reset => "reset".to_owned(),
        Response::Change(path, _) => format!("+{}", path.id),
        Response::Delete(path, _) => format!("-{}", path.id),
        Response::Remove(path) => format!("~{}", path.id),
        Response::Filter(count) => format!("={count}"),
        Response::Current => "current".to_owned(),
        Response::Snapshot { .. } => "snapshot".to_owned(),
    };
    responses.iter().map(word).collect()
}

fn resume(responses: &[Response]) -> ResumeToken {
    match responses.last() {
        Some(Response::Snapshot { resume, .. }) => resume.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_commit_is_made_whole_or_not_at_all() {
    let mut cloud = cloud(Form::Changes);
    let writes = [set("a", "A", Precondition::None), set("b", "", Precondition::None)];
    assert_eq!(code(commit(&mut cloud, &writes)), Code::PermissionDenied);
    assert_eq!(cloud.get(&path("a")), None);
}

#[test]
fn preconditions_answer_as_documented() {
    let mut cloud = cloud(Form::Changes);
    let made = commit(&mut cloud, &[set("a", "A", Precondition::Exists(false))]).unwrap();
    let again = commit(&mut cloud, &[set("a", "A", Precondition::Exists(false))]);
    assert_eq!(code(again), Code::AlreadyExists);
    let at = made.update_times[0];
    let changed = commit(&mut cloud, &[set("a", "B", Precondition::UpdateTime(at))]).unwrap();
    assert!(changed.commit_time > made.commit_time);
    let stale = commit(&mut cloud, &[set("a", "C", Precondition::UpdateTime(at))]);
    assert_eq!(code(stale), Code::FailedPrecondition);
    commit(&mut cloud, &[delete("a")]).unwrap();
    let gone = commit(&mut cloud, &[set("a", "C", Precondition::UpdateTime(at))]);
    assert_eq!(code(gone), Code::NotFound);
    let missing = commit(&mut cloud, &[set("a", "C", Precondition::Exists(true))]);
    assert_eq!(code(missing), Code::NotFound);
}

#[test]
fn a_write_that_changes_nothing_keeps_the_update_time() {
    let mut cloud = cloud(Form::Changes);
    let plain = |name| Write { server_times: Vec::new(), ..set("a", name, Precondition::None) };
    let first = commit(&mut cloud, &[plain("A")]).unwrap();
    let same = commit(&mut cloud, &[plain("A")]).unwrap();
    let other = commit(&mut cloud, &[plain("B")]).unwrap();
    assert_eq!(same.update_times, first.update_times);
    assert!(other.update_times > first.update_times);
}

#[test]
fn server_times_are_the_requests() {
    let mut cloud = cloud(Form::Changes);
    let made = commit(&mut cloud, &[set("a", "A", Precondition::None)]).unwrap();
    let document = cloud.get(&path("a")).unwrap();
    assert_eq!(document.modified, Some(made.request_time));
    let text = document.fields["modified_date"].as_str().unwrap();
    assert_eq!(model::time::parse(text), Some(made.request_time));
    assert!(made.request_time <= NOW);
}

#[test]
fn only_the_owner_reaches_what_is_there() {
    let mut cloud = cloud(Form::Changes);
    let write = set("a", "A", Precondition::None);
    assert_eq!(code(cloud.commit(&token("bob"), &[write])), Code::PermissionDenied);
    assert_eq!(code(cloud.listen(&token("bob"), target(), None)), Code::PermissionDenied);
    assert_eq!(code(cloud.fetch(&token("bob"), &[path("a")])), Code::PermissionDenied);
}

#[test]
fn a_token_that_has_run_out_is_refused() {
    let mut cloud = cloud(Form::Changes);
    cloud.advance(NOW + 3_600_000);
    assert_eq!(code(commit(&mut cloud, &[delete("a")])), Code::Unauthenticated);
}

#[test]
fn sizes_are_limited() {
    let mut cloud = cloud(Form::Changes);
    let large = |id: &str, bytes| {
        let fields = body(json!({ "id": id, "name": "A", "notes": "x".repeat(bytes) }));
        Write { change: Change::Set(fields), ..set(id, "A", Precondition::None) }
    };
    let refused = commit(&mut cloud, &[large("a", 1 << 20)]).unwrap_err();
    assert_eq!(refused.code, Code::InvalidArgument);
    assert!(refused.message.contains("exceeds the maximum"), "{refused}");
    commit(&mut cloud, &[large("a", (1 << 20) - 1_000)]).unwrap();

    let many: Vec<Write> = (0..501).map(|n| delete(&n.to_string())).collect();
    assert_eq!(code(commit(&mut cloud, &many)), Code::InvalidArgument);
    commit(&mut cloud, &many[..500]).unwrap();

    let heavy: Vec<Write> = (0..12).map(|n| large(&n.to_string(), 1_000_000)).collect();
    assert_eq!(code(commit(&mut cloud, &heavy)), Code::InvalidArgument);
    cloud.limits.request_is_exhausted = true;
    assert_eq!(code(commit(&mut cloud, &heavy)), Code::ResourceExhausted);
}

#[test]
fn production_sends_changes_and_resumes() {
    let mut cloud = cloud(Form::Changes);
    commit(&mut cloud, &[set("a", "A", Precondition::None), set("b", "B", Precondition::None)]).unwrap();
    let (mut stream, first) = cloud.listen(&token("ann"), target(), None).unwrap();
    assert_eq!(shape(&first), ["+a", "+b", "current", "snapshot"]);
    assert!(cloud.hear(&mut stream).is_empty());

    commit(&mut cloud, &[set("a", "A2", Precondition::None), delete("b")]).unwrap();
    let heard = shape(&cloud.hear(&mut stream));
    assert_eq!(heard[..2], ["+a", "-b"]);

    commit(&mut cloud, &[set("c", "C", Precondition::None)]).unwrap();
    let (_, again) = cloud.listen(&token("ann"), target(), Some(&resume(&first))).unwrap();
    let again = shape(&again);
    assert!(again.contains(&"+a".to_owned()) && again.contains(&"+c".to_owned()), "{again:?}");
    // Of what was deleted, the stream tells, or the filter.
    assert!(again.contains(&"-b".to_owned()) || again.contains(&"=2".to_owned()), "{again:?}");
    assert_eq!(again[again.len() - 2..], ["current", "snapshot"]);
}

#[test]
fn a_forgotten_token_brings_everything_again() {
    let mut cloud = cloud(Form::Changes);
    commit(&mut cloud, &[set("a", "A", Precondition::None)]).unwrap();
    let (_, first) = cloud.listen(&token("ann"), target(), None).unwrap();
    cloud.forget_tokens();
    let (_, again) = cloud.listen(&token("ann"), target(), Some(&resume(&first))).unwrap();
    assert_eq!(shape(&again), ["reset", "+a", "current", "snapshot"]);
}

#[test]
fn the_emulator_sends_everything_each_time() {
    let mut cloud = cloud(Form::Everything);
    commit(&mut cloud, &[set("a", "A", Precondition::None), set("b", "B", Precondition::None)]).unwrap();
    let (mut stream, first) = cloud.listen(&token("ann"), target(), None).unwrap();
    assert_eq!(shape(&first), ["+a", "+b", "current", "snapshot"]);
    commit(&mut cloud, &[delete("a")]).unwrap();
    assert_eq!(shape(&cloud.hear(&mut stream)), ["reset", "+b", "current", "snapshot"]);
}

#[test]
fn a_query_by_time_passes_over_texts() {
    let mut cloud = cloud(Form::Changes);
    commit(&mut cloud, &[set("a", "A", Precondition::None)]).unwrap();
    let since = Target { since: Some(NOW - 10_000), ..target() };
    let (mut stream, first) = cloud.listen(&token("ann"), since, None).unwrap();
    assert_eq!(shape(&first)[0], "+a");
    let fields = body(json!({ "id": "a", "name": "A", "modified_date": "2026-11-22T10:00:00Z" }));
    cloud.overwrite(&path("a"), Some(Body::clone(&fields)), None);
    assert_eq!(shape(&cloud.hear(&mut stream))[0], "~a");
}

#[test]
fn counts_and_listings_see_all_commits() {
    let mut cloud = cloud(Form::Changes);
    let made = commit(&mut cloud, &[set("a", "A", Precondition::None)]).unwrap();
    assert_eq!(cloud.count(&token("ann"), "workouts"), Ok((1, 1, made.commit_time)));
    assert_eq!(
        cloud.ids(&token("ann"), "workouts"),
        Ok((vec![("a".to_owned(), made.commit_time)], made.commit_time))
    );
}

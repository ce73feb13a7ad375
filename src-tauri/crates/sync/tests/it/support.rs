//! What the tests build their cases from.

use model::sync::{Meeting, Op, Outcome, Seen, Sent, State, Unsent};
use model::{Body, Kind, Millis, RecordKey, ServerTime};
use serde_json::{Value, json};
use sync::Clock;
use sync::merge::meet;

/// When the device looks at its clock, which is right.
pub(crate) const NOW: Millis = 1_800_000_000_000;

/// The object that a `json!` is.
pub(crate) fn body(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

/// A moment on the server, so many milliseconds before [`NOW`].
pub(crate) fn ago(millis: i64) -> ServerTime {
    ServerTime((NOW - millis) * 1_000)
}

pub(crate) fn op(name: &str) -> Op {
    Op(name.to_owned())
}

/// Device and write.
pub(crate) fn seen(all: &[(&str, &str)]) -> Seen {
    all.iter().map(|(device, name)| ((*device).to_owned(), op(name))).collect()
}

pub(crate) fn workout(id: &str) -> RecordKey {
    RecordKey::new(Kind::Workout, id)
}

/// A workout's document; `fields` come on top of an id and a name.
pub(crate) fn a_workout(id: &str, fields: Value) -> Body {
    let mut document = body(json!({"id": id, "name": "Push day", "version": 1}));
    document.extend(body(fields));
    document
}

/// A meeting, to be changed where a test needs it otherwise. The edit here was made half a minute ago; `theirs` came
/// to be a minute ago, or says when itself.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) key: RecordKey,
    pub(crate) base: Option<Body>,
    pub(crate) ours: Option<Body>,
    pub(crate) edited_at: Millis,
    pub(crate) sent: Vec<Sent>,
    pub(crate) theirs: State,
    pub(crate) at: ServerTime,
    pub(crate) clock: Clock,
}

impl Case {
    pub(crate) fn new(base: Option<Body>, ours: Option<Body>, theirs: State) -> Self {
        Self {
            key: workout("w"),
            base,
            ours,
            edited_at: NOW - 30_000,
            sent: Vec::new(),
            theirs,
            at: ago(60_000),
            clock: Clock { now: NOW, offset: 0 },
        }
    }

    /// Three states of one workout, given by the fields beside id and name; `null` for a document is no document.
    pub(crate) fn of(base: Value, ours: Value, theirs: Value) -> Self {
        let document = |fields: Value| (!fields.is_null()).then(|| a_workout("w", fields));
        let theirs =
            document(theirs).map_or(State::Deleted { after: Some(Seen::default()) }, State::Document);
        Self::new(document(base), document(ours), theirs)
    }

    /// The same, with the edit here older than theirs.
    pub(crate) fn earlier(mut self) -> Self {
        self.edited_at = NOW - 90_000;
        self
    }

    pub(crate) fn sent(mut self, name: &str, body: Option<Body>) -> Self {
        self.sent.push(Sent { op: op(name), body });
        self
    }

    pub(crate) fn meet(&self) -> Outcome {
        let unsent = Unsent { op: op("current"), edited_at: self.edited_at };
        let meeting = Meeting {
            key: &self.key,
            base: self.base.as_ref(),
            ours: self.ours.as_ref(),
            unsent: &unsent,
            sent: &self.sent,
            theirs: &self.theirs,
            at: self.at,
        };
        meet(&meeting, self.clock)
    }

    /// The document that the record becomes, and what was lost: side, path, value.
    pub(crate) fn merged(&self) -> (Body, Vec<(model::sync::Side, String, Value)>) {
        let (body, lost) = match (self.meet(), &self.theirs) {
            (Outcome::Theirs { lost }, State::Document(theirs)) => (theirs.clone(), lost),
            (Outcome::Ours { lost }, _) => (self.ours.clone().expect("there is a record"), lost),
            (Outcome::Both { body, lost }, _) => (body, lost),
            (outcome, _) => panic!("no document: {outcome:?}"),
        };
        (body, lost.into_iter().map(|loss| (loss.side, loss.path, loss.value)).collect())
    }
}

/// A `sync` map as another device writes it.
pub(crate) fn stamp(name: &str, device: &str, edited_at: Millis, version: u64, seen: &Value) -> Value {
    json!({
        "op": name, "device": device, "edited_at": model::time::format(edited_at), "version": version, "seen": seen,
    })
}

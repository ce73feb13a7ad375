//! A project of the emulator with the rules, and what people do in it.

use emulators::{Answer, Firestore, Method, unsigned_token};
use serde_json::{Value, json};

use crate::value::{document, fields};

/// Who does it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// Someone who isn't signed in.
    Nobody,
    /// The user with this uid.
    User(&'static str),
}

/// Whose data it is in every test.
pub(crate) const OWNER: Who = Who::User("alice");
/// Another user.
pub(crate) const STRANGER: Who = Who::User("mallory");

/// What the rules said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    Refused,
}

/// A project that one test has for itself.
pub(crate) struct Project {
    firestore: &'static Firestore,
    pub(crate) name: String,
}

impl Project {
    /// Nothing if this machine can't run the emulator.
    pub(crate) fn new(test: &str) -> Option<Self> {
        let firestore = Firestore::shared()?;
        // Tests of several processes may share an emulator.
        let project = Self { firestore, name: format!("demo-rules-{test}-{}", std::process::id()) };
        let rules = std::fs::read_to_string(emulators::rules()).unwrap();
        firestore.load_rules(&project.name, &rules).unwrap();
        Some(project)
    }

    /// Writes the whole document at `path`.
    pub(crate) fn set(&self, who: Who, path: &str, body: &Value) -> Verdict {
        self.commit(who, &[self.update(path, body)])
    }

    /// As [`Project::set`], with the server's time in the fields `times`.
    pub(crate) fn set_timed(&self, who: Who, path: &str, body: &Value, times: &[&str]) -> Verdict {
        let mut write = self.update(path, body);
        let transforms =
            times.iter().map(|field| json!({ "fieldPath": field, "setToServerValue": "REQUEST_TIME" }));
        write["updateTransforms"] = transforms.collect();
        self.commit(who, &[write])
    }

    /// Writes some fields of the document at `path`.
    pub(crate) fn patch(&self, who: Who, path: &str, body: &Value) -> Verdict {
        let mut write = self.update(path, body);
        let names: Vec<&String> = body.as_object().unwrap().keys().collect();
        write["updateMask"] = json!({ "fieldPaths": names });
        self.commit(who, &[write])
    }

    pub(crate) fn delete(&self, who: Who, path: &str) -> Verdict {
        self.commit(who, &[self.deletion(path)])
    }

    /// What writes the document at `path`, for [`Project::commit`].
    pub(crate) fn update(&self, path: &str, body: &Value) -> Value {
        json!({ "update": { "name": document(&self.name, path), "fields": fields(body) } })
    }

    /// What deletes the document at `path`, for [`Project::commit`].
    pub(crate) fn deletion(&self, path: &str) -> Value {
        json!({ "delete": document(&self.name, path) })
    }

    /// Does all of `writes` or none.
    pub(crate) fn commit(&self, who: Who, writes: &[Value]) -> Verdict {
        self.ask(who, &Method::POST, "documents:commit", Some(&json!({ "writes": writes })))
    }

    pub(crate) fn get(&self, who: Who, path: &str) -> Verdict {
        self.ask(who, &Method::GET, &format!("documents/{path}"), None)
    }

    /// Reads all documents of the collection at `path`.
    pub(crate) fn list(&self, who: Who, path: &str) -> Verdict {
        self.ask(who, &Method::GET, &format!("documents/{path}"), None)
    }

    /// Reads all documents in collections called `collection`, wherever they are.
    pub(crate) fn list_everywhere(&self, who: Who, collection: &str) -> Verdict {
        let from = json!([{ "collectionId": collection, "allDescendants": true }]);
        self.ask(
            who,
            &Method::POST,
            "documents:runQuery",
            Some(&json!({ "structuredQuery": { "from": from } })),
        )
    }

    /// What the rules came to until now.
    pub(crate) fn coverage(&self) -> Value {
        self.firestore.coverage(&self.name).unwrap()
    }

    fn ask(&self, who: Who, method: &Method, what: &str, body: Option<&Value>) -> Verdict {
        let token = match who {
            Who::Nobody => None,
            Who::User(uid) => Some(unsigned_token(&self.name, uid)),
        };
        let path = format!("/v1/projects/{}/databases/(default)/{what}", self.name);
        let answer = self.firestore.ask(method, &path, token.as_deref(), body).unwrap();
        verdict(&answer).unwrap_or_else(|| panic!("{method} {path}: {answer:?}"))
    }
}

/// Only what the rules refused is refused; what they let pass may turn out not to be there.
fn verdict(answer: &Answer) -> Option<Verdict> {
    match answer.status {
        200 | 404 => Some(Verdict::Allowed),
        403 => Some(Verdict::Refused),
        _ => None,
    }
}

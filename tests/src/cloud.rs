//! The cloud of one test: the emulators, with everything that the app and the Auth emulator say to each other read on
//! the way, so that it is known which secrets there are, and so that tokens can be revoked as Google revokes them.

mod http;
mod wiretap;

use emulators::{Auth, Firestore, Method, PROJECT};
use serde_json::{Value, json};

use crate::secrets::Secrets;
use crate::{Failure, Person, Result, until};
use wiretap::Wiretap;

pub(crate) use http::{Exchange, serve};

/// Where accounts are changed by whoever runs the project.
const ADMIN: &str = "/identitytoolkit.googleapis.com/v1/projects";

/// The cloud of one test.
#[derive(Debug)]
pub struct Cloud {
    auth: &'static Auth,
    firestore: &'static Firestore,
    wiretap: Wiretap,
}

impl Cloud {
    /// The emulators' cloud; nothing where the machine can't run them.
    pub fn start() -> Result<Option<Self>> {
        let (Some(auth), Some(firestore)) = (Auth::shared(), Firestore::shared()) else { return Ok(None) };
        Ok(Some(Self { auth, firestore, wiretap: Wiretap::start(auth.address())? }))
    }

    /// The environment that leads the app to the emulators.
    #[must_use]
    pub fn hosts(&self) -> [(&'static str, String); 2] {
        [
            ("FIREBASE_AUTH_EMULATOR_HOST", self.wiretap.address().to_string()),
            ("FIRESTORE_EMULATOR_HOST", self.firestore.address().to_owned()),
        ]
    }

    /// Where the Firestore emulator itself answers.
    #[must_use]
    pub fn firestore_address(&self) -> &str {
        self.firestore.address()
    }

    /// The environment that names the project.
    #[must_use]
    pub fn project(&self) -> [(&'static str, String); 2] {
        [
            ("GHOST_GYM_FIREBASE_PROJECT_ID", PROJECT.to_owned()),
            ("GHOST_GYM_FIREBASE_API_KEY", "demo-api-key".to_owned()),
        ]
    }

    /// The passwords and tokens that have crossed the wire until now.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.wiretap.secrets()
    }

    /// Adds to what must be found nowhere.
    pub fn know(&self, secrets: Secrets) {
        self.wiretap.know(secrets);
    }

    /// From now on nobody takes the tokens that there are.
    pub fn revoke(&self) {
        self.wiretap.revoke();
    }

    /// From now on nobody answers, or somebody does again.
    pub fn cut(&self, cut: bool) {
        self.wiretap.cut(cut);
    }

    /// Disables the account of `person`, or enables it again.
    pub fn disable(&self, person: &Person, disabled: bool) -> Result {
        let change = json!({ "localId": self.uid(person)?, "disableUser": disabled });
        self.administer("accounts:update", &change).map(drop)
    }

    /// Deletes the account of `person`, as whoever runs the project can.
    pub fn delete(&self, person: &Person) -> Result {
        self.administer("accounts:delete", &json!({ "localId": self.uid(person)? })).map(drop)
    }

    /// The id of the account of `person`.
    pub fn uid(&self, person: &Person) -> Result<String> {
        self.find(person)?.ok_or_else(|| Failure::Unexpected(format!("{} has no account", person.email)))
    }

    /// Whether `person` has an account.
    pub fn has(&self, person: &Person) -> Result<bool> {
        Ok(self.find(person)?.is_some())
    }

    /// Whether the profile of the account `uid` is in the database.
    pub fn has_profile(&self, uid: &str) -> Result<bool> {
        Ok(self.document(&format!("users/{uid}"))?.is_some())
    }

    /// The workout `id` of the account `uid`, as Firestore's REST API gives it.
    pub fn workout(&self, uid: &str, id: &str) -> Result<Option<Value>> {
        self.document(&format!("users/{uid}/workouts/{id}"))
    }

    /// Waits until the workout `id` of the account `uid` is in the database, called `name`.
    pub async fn gets_workout(&self, uid: &str, id: &str, name: &str) -> Result {
        let there = async || self.workout(uid, id);
        let named = |document: &Option<Value>| {
            document.as_ref().is_some_and(|document| document["fields"]["name"]["stringValue"] == name)
        };
        until(&format!("“{name}” to be in the cloud"), there, named).await.map(drop)
    }

    /// The document at `path`, if there is one.
    fn document(&self, path: &str) -> Result<Option<Value>> {
        let path = format!("/v1/projects/{PROJECT}/databases/(default)/documents/{path}");
        let answer = self.firestore.ask(&Method::GET, &path, Some("owner"), None);
        let answer = answer.map_err(Failure::program("the Firestore emulator"))?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 => Ok(None),
            status => {
                let cause = format!("{path}: {status} {}", answer.body);
                Err(Failure::Program { program: "the Firestore emulator".to_owned(), cause })
            }
        }
    }

    /// Follows the link in the last mail that verifies the address of `person`.
    pub fn follow_verification(&self, person: &Person) -> Result {
        let code = self.mailed(person, "VERIFY_EMAIL")?;
        self.call("accounts:update", &json!({ "oobCode": code })).map(drop)
    }

    /// Follows the link in the last mail that resets the password of `person`, and sets `password`.
    pub fn follow_reset(&self, person: &Person, password: &str) -> Result {
        let code = self.mailed(person, "PASSWORD_RESET")?;
        self.call("accounts:resetPassword", &json!({ "oobCode": code, "newPassword": password })).map(drop)
    }

    /// The code in the last mail of this kind to `person`.
    fn mailed(&self, person: &Person, kind: &str) -> Result<String> {
        let mails = self.ask(&Method::GET, &format!("/emulator/v1/projects/{PROJECT}/oobCodes"), None)?;
        let mails = mails["oobCodes"].as_array().cloned().unwrap_or_default();
        let mail = mails.iter().rfind(|mail| mail["email"] == person.email && mail["requestType"] == kind);
        let code = mail.and_then(|mail| mail["oobCode"].as_str()).map(str::to_owned);
        code.ok_or_else(|| Failure::Unexpected(format!("no {kind} has been mailed to {}", person.email)))
    }

    fn find(&self, person: &Person) -> Result<Option<String>> {
        let found = self.administer("accounts:lookup", &json!({ "email": [person.email] }))?;
        Ok(found["users"][0]["localId"].as_str().map(str::to_owned))
    }

    fn administer(&self, what: &str, body: &Value) -> Result<Value> {
        self.ask(&Method::POST, &format!("{ADMIN}/{PROJECT}/{what}"), Some(body))
    }

    /// As the pages that mails lead to do it.
    fn call(&self, what: &str, body: &Value) -> Result<Value> {
        let path = format!("/identitytoolkit.googleapis.com/v1/{what}?key=demo-api-key");
        self.ask(&Method::POST, &path, Some(body))
    }

    fn ask(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let token = path.contains(ADMIN).then_some("owner");
        let answer = self.auth.ask(method, path, token, body);
        let answer = answer.map_err(Failure::program("the Auth emulator"))?;
        if answer.status == 200 {
            return Ok(answer.body);
        }
        let cause = format!("{path}: {} {}", answer.status, answer.body);
        Err(Failure::Program { program: "the Auth emulator".to_owned(), cause })
    }
}

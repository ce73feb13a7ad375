//! The profile document `users/{uid}`, with the web app's fields, over Firestore's REST API as the user themself.
//!
//! It is made at the first sign-in and gets another `lastLoginAt` at every later one. What else stands in it, the
//! web app's or a newer version's, is never touched.

mod error;

use model::Kind;
use reqwest::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

pub use error::ProfileError;

use crate::auth::{Account, encoded};
use crate::config::ProjectConfig;
use crate::endpoints::{Endpoints, documents};
use crate::http::{Answer, Caller, Http};
use crate::secret::IdToken;

/// The most writes that Firestore takes at once.
const BATCH: usize = 500;
/// Where clients write down what they deleted.
const TOMBSTONES: &str = "tombstones";

/// The profile documents of one project.
#[derive(Clone, Debug)]
pub struct Profiles {
    http: Http,
    endpoints: Endpoints,
    project_id: String,
}

type Result<T> = std::result::Result<T, ProfileError>;

impl Profiles {
    /// The profiles of `config`'s project.
    #[must_use]
    pub fn new(http: Http, endpoints: Endpoints, config: &ProjectConfig) -> Self {
        Self { http, endpoints, project_id: config.project_id.clone() }
    }

    /// Notes that the account has signed in: whether its profile was made by this.
    pub async fn signed_in(&self, token: &IdToken, account: &Account) -> Result<bool> {
        let name = self.name(&account.uid);
        match self.commit(token, &[touch(&name)]).await {
            Err(ProfileError::Missing) => {}
            done => return done.map(|()| false),
        }
        match self.commit(token, &[create(&name, account)]).await {
            Ok(()) => Ok(true),
            // Another device was faster.
            Err(ProfileError::Exists) => self.commit(token, &[touch(&name)]).await.map(|()| false),
            Err(error) => Err(error),
        }
    }

    /// Deletes the profile and all workouts, programs and tombstones of the account: for one who deletes the
    /// account. What other apps keep under it can't be listed by its user, and stays.
    pub async fn erase(&self, token: &IdToken, uid: &str) -> Result<()> {
        let profile = self.name(uid);
        for collection in Kind::ALL.map(Kind::collection).into_iter().chain([TOMBSTONES]) {
            while let names @ [_, ..] = self.page(token, uid, collection).await?.as_slice() {
                let deletes: Vec<_> = names.iter().map(|name| json!({ "delete": name })).collect();
                self.commit(token, &deletes).await?;
            }
        }
        self.commit(token, &[json!({ "delete": profile })]).await
    }

    /// Whether the project has a database that answers; whoever asks, it gives nothing away.
    pub async fn check(&self) -> Result<()> {
        let url = format!("{}/users?pageSize=1", self.endpoints.documents(&self.project_id));
        match read(&self.http.get(&url, Caller::Anyone).await?) {
            // To list everybody's profiles is what rules should refuse.
            Ok(_) | Err(ProfileError::Refused) => Ok(()),
            Err(ProfileError::Missing) => Err(ProfileError::NoDatabase),
            Err(error) => Err(error),
        }
    }

    /// The names of some documents of a collection.
    async fn page(&self, token: &IdToken, uid: &str, collection: &str) -> Result<Vec<String>> {
        let documents = self.endpoints.documents(&self.project_id);
        let list = format!("{documents}/users/{}/{collection}", encoded(uid));
        let url = format!("{list}?pageSize={BATCH}&mask.fieldPaths=id");
        let answer = read(&self.http.get(&url, Caller::User(token)).await?)?;
        let list = answer.get("documents").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Ok(list.iter().filter_map(|doc| doc.get("name")?.as_str().map(str::to_owned)).collect())
    }

    async fn commit(&self, token: &IdToken, writes: &[impl Serialize]) -> Result<()> {
        let url = format!("{}:commit", self.endpoints.documents(&self.project_id));
        let answer = self.http.post(&url, Caller::User(token), &json!({ "writes": writes })).await?;
        read(&answer).map(|_| ())
    }

    fn name(&self, uid: &str) -> String {
        format!("{}/users/{uid}", documents(&self.project_id))
    }
}

/// The profile as the web app makes it.
fn create(name: &str, account: &Account) -> Value {
    let text = |text: &str| json!({ "stringValue": text });
    let flag = json!({ "booleanValue": true });
    let map = |fields: Value| json!({ "mapValue": { "fields": fields } });
    json!({
        "update": { "name": name, "fields": {
            "uid": text(&account.uid),
            "email": text(&account.email),
            "displayName": account.name.as_deref().map_or(json!({ "nullValue": null }), text),
            "preferences": map(json!({
                "theme": text("dark"), "defaultUnits": text("metric"), "autoBackup": flag, "realTimeSync": flag,
            })),
            "subscription": map(json!({ "plan": text("free"), "expiresAt": { "nullValue": null } })),
            "stats": map(json!({ "totalPrograms": { "integerValue": "0" }, "totalWorkouts": { "integerValue": "0" } })),
        } },
        "updateTransforms": [now("createdAt"), now("lastLoginAt"), now("stats.lastActivity")],
        "currentDocument": { "exists": false },
    })
}

fn touch(name: &str) -> Value {
    json!({
        "update": { "name": name },
        "updateMask": { "fieldPaths": [] },
        "updateTransforms": [now("lastLoginAt")],
        "currentDocument": { "exists": true },
    })
}

/// Sets a field to the server's time.
fn now(field: &str) -> Value {
    json!({ "fieldPath": field, "setToServerValue": "REQUEST_TIME" })
}

/// Reads an answer, be it good or bad.
fn read(answer: &Answer) -> Result<Value> {
    if answer.status.is_success() {
        return serde_json::from_slice(&answer.body).map_err(|error| ProfileError::Unexpected {
            detail: format!("line {}, column {} of the answer", error.line(), error.column()),
        });
    }
    Err(match answer.status {
        StatusCode::UNAUTHORIZED => ProfileError::TokenRefused,
        StatusCode::FORBIDDEN => ProfileError::Refused,
        StatusCode::NOT_FOUND => ProfileError::Missing,
        StatusCode::CONFLICT => ProfileError::Exists,
        StatusCode::TOO_MANY_REQUESTS => ProfileError::Busy { status: 429 },
        status if status.is_server_error() => ProfileError::Busy { status: status.as_u16() },
        status => ProfileError::Unexpected { detail: status.to_string() },
    })
}

//! What the cloud has at the end, read without the proxy and as the app reads it.

use std::collections::BTreeMap;
use std::sync::Arc;

use emulators::{PROJECT, unsigned_token};
use firebase::secret::IdToken;
use firebase::{Endpoints, Gateway, ProjectConfig, TokenSource};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use model::sync::State;
use model::{Body, Kind, RecordKey};
use sync::Failure;

use crate::error::{Error, Result};

/// How many documents are asked for at once.
const AT_ONCE: usize = 100;

/// The owner's token, for as long as it takes.
struct Owner(String);

impl TokenSource for Owner {
    fn token(&self) -> BoxFuture<'_, std::result::Result<IdToken, Failure>> {
        async { Ok(IdToken::new(unsigned_token(PROJECT, &self.0))) }.boxed()
    }
}

/// All of an account's workouts and programs, in the emulator at this address.
pub(crate) async fn records(address: &str, uid: &str) -> Result<BTreeMap<RecordKey, Body>> {
    let endpoints =
        Endpoints::from_env(|name| (name == "FIRESTORE_EMULATOR_HOST").then(|| address.to_owned()))
            .map_err(|error| Error::Cloud(error.to_string()))?;
    let config = ProjectConfig {
        project_id: PROJECT.to_owned(),
        api_key: "key".to_owned(),
        auth_domain: String::new(),
        google: None,
    };
    let gateway = Gateway::new(&endpoints, &config, uid, Arc::new(Owner(uid.to_owned())));
    let failed = |failure: Failure| Error::Cloud(format!("{failure:?}"));
    let mut records = BTreeMap::new();
    for kind in Kind::ALL {
        let (_, listed) = gateway.list(kind).await.map_err(failed)?;
        let keys: Vec<RecordKey> = listed.into_iter().map(|(id, _)| RecordKey::new(kind, id)).collect();
        for keys in keys.chunks(AT_ONCE) {
            let (_, remotes) = gateway.fetch(keys).await.map_err(failed)?;
            for remote in remotes {
                if let State::Document(body) = remote.state {
                    // In the form in which the app gives documents out.
                    records.insert(remote.key, kind.settled(&body, None).into_owned());
                }
            }
        }
    }
    Ok(records)
}

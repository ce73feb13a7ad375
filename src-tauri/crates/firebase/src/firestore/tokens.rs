//! The user's token on its way into each request.

use std::fmt;
use std::sync::Arc;

use firestore::gcloud_sdk::google_cloud_auth::credentials::{
    CacheableResource, CredentialsProvider, EntityTag,
};
use firestore::gcloud_sdk::google_cloud_auth::errors::CredentialsError;
use futures_util::future::BoxFuture;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use sync::Failure;

use crate::secret::IdToken;

/// Who has the user's token. It is asked for every request and for every stream.
pub trait TokenSource: Send + Sync {
    /// A token that is good for some minutes at least; or why there is none, as sync is to be told of it.
    fn token(&self) -> BoxFuture<'_, Result<IdToken, Failure>>;
}

/// The user's own token, wherever the server is: an emulator applies the rules to it as production does.
pub(super) struct Bearer(pub(super) Arc<dyn TokenSource>);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(hidden)")
    }
}

impl CredentialsProvider for Bearer {
    async fn headers(
        &self,
        _known: http::Extensions,
    ) -> Result<CacheableResource<HeaderMap>, CredentialsError> {
        let token =
            self.0.token().await.map_err(|failure| CredentialsError::from_source(true, NoToken(failure)))?;
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.reveal()))
            .map_err(|error| CredentialsError::from_source(false, error))?;
        bearer.set_sensitive(true);
        // Another tag each time: whether the token is another one is for its source to know.
        Ok(CacheableResource::New {
            entity_tag: EntityTag::new(),
            data: HeaderMap::from_iter([(AUTHORIZATION, bearer)]),
        })
    }

    async fn universe_domain(&self) -> Option<String> {
        None
    }
}

/// Why there is no token, on its way through the client's errors.
#[derive(Debug, thiserror::Error)]
#[error("there is no token: {}", .0.message)]
pub(super) struct NoToken(pub(super) Failure);

//! Signing in with Google through the system's browser, as RFC 8252 has it for desktop apps.
//!
//! A listener on a free port of 127.0.0.1 waits for the browser to come back from Google; state ties its answer to
//! this very attempt, PKCE (S256) ties the code to this process. Google's word of who it is, an ID token, then goes
//! to Firebase, and only when that has accepted it does the browser's page say that it worked.

mod error;
mod loopback;
mod page;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use oauth2::basic::{BasicErrorResponse, BasicTokenType};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, CsrfToken, EndpointNotSet, EndpointSet, ExtraTokenFields,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardTokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

pub use error::GoogleError;

use crate::auth::AuthError;
use crate::config::GoogleClient;
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::secret::GoogleIdToken;
use loopback::Loopback;

/// Long enough to find one's phone for the second factor.
const PATIENCE: Duration = Duration::from_mins(5);

/// How to sign in with Google.
#[derive(Clone, Debug)]
pub struct GoogleSignIn {
    http: Arc<Http>,
    client: GoogleClient,
    auth: String,
    token: String,
    patience: Duration,
}

/// What Google adds to the standard's token answer.
#[derive(Debug, Deserialize, Serialize)]
struct Identity {
    #[serde(skip_serializing)]
    id_token: Option<GoogleIdToken>,
}

impl ExtraTokenFields for Identity {}

type TokenAnswer = StandardTokenResponse<Identity, BasicTokenType>;
type OAuth = oauth2::Client<
    BasicErrorResponse,
    TokenAnswer,
    oauth2::basic::BasicTokenIntrospectionResponse,
    oauth2::StandardRevocableToken,
    oauth2::basic::BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl GoogleSignIn {
    /// Signing in as a user of `client`.
    #[must_use]
    pub fn new(http: Http, endpoints: &Endpoints, client: GoogleClient) -> Self {
        let (auth, token) = (endpoints.google_auth().to_owned(), endpoints.google_token().to_owned());
        Self { http: Arc::new(http), client, auth, token, patience: PATIENCE }
    }

    /// With another time to wait for the browser.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Has `open` open the browser at an address, waits for it to come back, and hands Google's word to `finish`.
    /// Ends early when `cancelled` does. `open` may wait.
    pub async fn run<T>(
        &self,
        open: impl FnOnce(&str) -> io::Result<()> + Send + 'static,
        cancelled: impl Future<Output = ()>,
        finish: impl AsyncFnOnce(GoogleIdToken) -> Result<T, AuthError>,
    ) -> Result<T, GoogleError> {
        let loopback = Loopback::open().await?;
        let oauth = self.oauth(loopback.address())?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = oauth
            .authorize_url(CsrfToken::new_random)
            .add_scopes(["openid", "email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .add_extra_param("prompt", "select_account")
            .set_pkce_challenge(challenge)
            .url();
        let attempt = async {
            let opened = tokio::task::spawn_blocking(move || open(url.as_str())).await;
            opened
                .map_err(|error| GoogleError::NoBrowser { detail: error.to_string() })?
                .map_err(|error| GoogleError::NoBrowser { detail: error.to_string() })?;
            let waiting = tokio::time::timeout(self.patience, loopback.answer(state.secret()));
            let answer = waiting.await.map_err(|_| GoogleError::TimedOut)??;
            let result = match answer.code {
                Ok(code) => self.redeem(&oauth, code, verifier, finish).await,
                Err(error) => Err(error),
            };
            answer.browser.show(if result.is_ok() { page::Page::Done } else { page::Page::Failed }).await;
            result
        };
        tokio::select! {
            // Whoever cancels in the very moment of success is signed in, and sees it.
            biased;
            result = attempt => result,
            () = cancelled => Err(GoogleError::Cancelled),
        }
    }

    async fn redeem<T>(
        &self,
        oauth: &OAuth,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
        finish: impl AsyncFnOnce(GoogleIdToken) -> Result<T, AuthError>,
    ) -> Result<T, GoogleError> {
        let send = |request| Arc::clone(&self.http).oauth(request);
        let answer = oauth.exchange_code(code).set_pkce_verifier(verifier).request_async(&send).await?;
        let token = answer.extra_fields().id_token.clone().ok_or(GoogleError::NoIdToken)?;
        Ok(finish(token).await?)
    }

    fn oauth(&self, redirect: &str) -> Result<OAuth, GoogleError> {
        let bad = |error: oauth2::url::ParseError| GoogleError::Refused { detail: error.to_string() };
        let mut oauth = OAuthUnset::new(ClientId::new(self.client.id.clone()));
        if let Some(secret) = &self.client.secret {
            oauth = oauth.set_client_secret(oauth2::ClientSecret::new(secret.reveal().to_owned()));
        }
        Ok(oauth
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::new(self.auth.clone()).map_err(bad)?)
            .set_token_uri(TokenUrl::new(self.token.clone()).map_err(bad)?)
            .set_redirect_uri(RedirectUrl::new(redirect.to_owned()).map_err(bad)?))
    }
}

type OAuthUnset = oauth2::Client<
    BasicErrorResponse,
    TokenAnswer,
    oauth2::basic::BasicTokenIntrospectionResponse,
    oauth2::StandardRevocableToken,
    oauth2::basic::BasicRevocationErrorResponse,
>;

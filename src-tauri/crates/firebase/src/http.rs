//! One way to talk HTTP: rustls with ring, time limits, bodies that are wiped, errors that name no address.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use model::text;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, Method, StatusCode, redirect};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::secret::IdToken;

/// What the services are told of who asks.
const USER_AGENT: &str = concat!("ghost-gym/", env!("CARGO_PKG_VERSION"));

const CONNECT: Duration = Duration::from_secs(10);
const IN_ALL: Duration = Duration::from_secs(30);
/// No answer that this crate asks for comes near it.
const LARGEST_ANSWER: usize = 8 << 20;
/// Enough for any request with a token, so that the buffer does not grow and leave a copy behind.
const REQUEST: usize = 16 << 10;

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Nobody answers at the other end: no network, no such host, no trusted certificate.
    #[error("{}", text::get("network-unreachable"))]
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// It took too long.
    #[error("{}", text::get("network-timed-out"))]
    TimedOut,
    /// The connection broke on the way.
    #[error("{}", text::get("network-broken"))]
    Broken {
        /// What the system said.
        detail: String,
    },
    /// The system lacks what TLS needs.
    #[error("{}", text::with("network-no-tls", &[("detail", detail.as_str().into())]))]
    NoTls {
        /// What the system said.
        detail: String,
    },
}

impl NetworkError {
    /// Whether trying again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        matches!(self, Self::NoTls { .. })
    }
}

impl From<reqwest::Error> for NetworkError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let connect = error.is_connect();
        let detail = causes(&error.without_url());
        if connect { Self::Unreachable { detail } } else { Self::Broken { detail } }
    }
}

/// An error with what caused it, in one line.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        next = cause.source();
    }
    line
}

/// Makes ring the process's TLS provider, unless one was chosen already. Other crates of the app look there too.
pub fn install_tls_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing the race against another thread leaves a provider installed as well.
        let _lost_race = rustls::crypto::ring::default_provider().install_default();
    }
}

/// An HTTP client; copies share their connections.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Who asks.
pub(crate) enum Caller<'a> {
    /// Nobody but the project's key.
    ApiKey(&'a str),
    /// The user.
    User(&'a IdToken),
    /// Nobody.
    Anyone,
}

impl Http {
    /// A client for the real services, or for emulators, which no proxy knows of.
    pub fn new(emulated: bool) -> Result<Self, NetworkError> {
        install_tls_provider();
        let mut builder = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT)
            .timeout(IN_ALL)
            .redirect(redirect::Policy::none());
        builder = if emulated { builder.no_proxy() } else { builder.https_only(true) };
        let client = builder.build().map_err(|error| NetworkError::NoTls { detail: causes(&error) })?;
        Ok(Self { client })
    }

    /// Posts JSON.
    pub(crate) async fn post(
        &self,
        url: &str,
        caller: Caller<'_>,
        body: &impl Serialize,
    ) -> Result<Answer, NetworkError> {
        let mut json = Zeroizing::new(Vec::with_capacity(REQUEST));
        serde_json::to_writer(&mut *json, body)
            .map_err(|error| NetworkError::Broken { detail: error.to_string() })?;
        self.send(Method::POST, url, caller, "application/json", json).await
    }

    /// Gets a resource.
    pub(crate) async fn get(&self, url: &str, caller: Caller<'_>) -> Result<Answer, NetworkError> {
        self.send(Method::GET, url, caller, "application/json", Zeroizing::default()).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        caller: Caller<'_>,
        content: &'static str,
        body: Zeroizing<Vec<u8>>,
    ) -> Result<Answer, NetworkError> {
        let mut request = self.client.request(method, url).header(CONTENT_TYPE, content);
        request = match caller {
            Caller::ApiKey(key) => request.header(API_KEY, hidden(key)?),
            Caller::User(token) => request.bearer_auth(token.reveal()),
            Caller::Anyone => request,
        };
        let mut response = request.body(Bytes::from_owner(body)).send().await?;
        let status = response.status();
        let mut body = Zeroizing::new(Vec::with_capacity(REQUEST));
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(NetworkError::Broken { detail: "the answer is too large".to_owned() });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, body })
    }

    /// Carries one request of the OAuth crate.
    pub(crate) async fn oauth(
        self: Arc<Self>,
        request: oauth2::HttpRequest,
    ) -> Result<oauth2::HttpResponse, NetworkError> {
        let (parts, body) = request.into_parts();
        let mut outgoing = self.client.request(parts.method, parts.uri.to_string());
        outgoing = outgoing.headers(parts.headers).body(Bytes::from_owner(Zeroizing::new(body)));
        let response = outgoing.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut answer = oauth2::HttpResponse::new(response.bytes().await?.to_vec());
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

const API_KEY: HeaderName = HeaderName::from_static("x-goog-api-key");

/// A header that is not shown when the request is.
fn hidden(text: &str) -> Result<HeaderValue, NetworkError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| NetworkError::Broken {
        detail: "the API key has characters that can't be sent".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

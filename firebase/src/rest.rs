//! Speaking HTTP to the emulators.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

pub use ureq::http::Method;

use crate::error::{Error, Result};

/// Longer than any answer of theirs takes.
const TIMEOUT: Duration = Duration::from_mins(1);

/// An answer: its HTTP status and what it says. No answer at all is an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, `null` if there is none.
    pub body: Value,
}

impl Answer {
    /// The body, if the status is a success.
    pub(crate) fn success(self, request: &str) -> Result<Value> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        Err(Error::Request { request: request.to_owned(), cause: format!("{} {}", self.status, self.body) })
    }
}

/// Sends a request to `address`, with `token` as its bearer.
pub(crate) fn ask(
    address: &str,
    method: &Method,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> Result<Answer> {
    let error = |cause: &dyn std::fmt::Display| Error::Request {
        request: format!("{method} {address}{path}"),
        cause: cause.to_string(),
    };
    let mut request = Request::builder().method(method).uri(format!("http://{address}{path}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    let request =
        request.header("content-type", "application/json").body(body).map_err(|cause| error(&cause))?;
    let mut response = agent(TIMEOUT).run(request).map_err(|cause| error(&cause))?;
    let status = response.status().as_u16();
    let text =
        response.body_mut().with_config().limit(u64::MAX).read_to_string().map_err(|cause| error(&cause))?;
    Ok(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) })
}

/// Whether something on `address` answers to HTTP.
pub(crate) fn answers(address: &str) -> bool {
    agent(Duration::from_secs(2)).get(format!("http://{address}/")).call().is_ok()
}

fn agent(timeout: Duration) -> Agent {
    let config = Agent::config_builder();
    // A proxy, if there is one, does not lead to this machine.
    config
        .proxy(None)
        .http_status_as_error(false)
        .timeout_global(Some(timeout))
        .allow_non_standard_methods(true)
        .build()
        .into()
}

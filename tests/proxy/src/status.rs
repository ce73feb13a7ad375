//! How a request is refused: gRPC's statuses, and how they travel.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use gcloud_sdk::google::rpc;
use gcloud_sdk::prost::Message as _;
use gcloud_sdk::prost_types::Any;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

/// gRPC's codes, by their names in JSON: `"UNAVAILABLE"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "they are gRPC's, and described there")]
pub enum Code {
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The code.
    pub code: Code,
    /// The server's words.
    #[serde(default)]
    pub message: String,
    /// When the client may come back, in milliseconds: a `RetryInfo` beside the status.
    #[serde(default)]
    pub retry_after_ms: Option<u64>,
}

pub(crate) const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
const MESSAGE: HeaderName = HeaderName::from_static("grpc-message");
const DETAILS: HeaderName = HeaderName::from_static("grpc-status-details-bin");
const RETRY_INFO: &str = "type.googleapis.com/google.rpc.RetryInfo";

impl Status {
    /// A refusal with these words.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after_ms: None }
    }

    /// What production says to a token that has run out, or is none.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Missing or invalid authentication.")
    }

    /// The trailers that carry it.
    pub(crate) fn trailers(&self) -> HeaderMap {
        let mut trailers = HeaderMap::new();
        trailers.insert(GRPC_STATUS, HeaderValue::from(self.code as i32));
        trailers.insert(MESSAGE, ascii(&escape(&self.message)));
        if let Some(after) = self.retry_after_ms {
            trailers.insert(DETAILS, ascii(&BASE64_STANDARD_NO_PAD.encode(self.details(after))));
        }
        trailers
    }

    fn details(&self, after_ms: u64) -> Vec<u8> {
        let retry = rpc::RetryInfo {
            // A hint beyond what the message can say is cut off.
            retry_delay: std::time::Duration::from_millis(after_ms).try_into().ok(),
        };
        let any = Any { type_url: RETRY_INFO.to_owned(), value: retry.encode_to_vec() };
        let status =
            rpc::Status { code: self.code as i32, message: self.message.clone(), details: vec![any] };
        status.encode_to_vec()
    }
}

/// Whether trailers, or the headers of an answer that has none, tell of success.
pub(crate) fn is_success(headers: &HeaderMap) -> bool {
    headers.get(GRPC_STATUS).is_some_and(|status| status == "0")
}

/// What of an answer's `headers` is a status, if the answer is nothing else.
pub(crate) fn of_headers(headers: &HeaderMap) -> Option<HeaderMap> {
    headers.contains_key(GRPC_STATUS).then(|| {
        let named = [GRPC_STATUS, MESSAGE, DETAILS];
        let found = named.into_iter().filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())));
        found.collect()
    })
}

/// A message as gRPC sends it: percent-encoded.
fn escape(message: &str) -> String {
    let mut escaped = String::with_capacity(message.len());
    for byte in message.bytes() {
        match byte {
            b'%' | 0..b' ' | 0x7f.. => escaped.extend(['%', hex(byte >> 4), hex(byte & 0xf)]),
            _ => escaped.push(char::from(byte)),
        }
    }
    escaped
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

fn ascii(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("unspeakable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_reads_what_was_said() {
        let status =
            Status { retry_after_ms: Some(1500), ..Status::new(Code::ResourceExhausted, "100 % zu groß\n") };
        let heard = tonic::Status::from_header_map(&status.trailers()).unwrap();
        assert_eq!(heard.code(), tonic::Code::ResourceExhausted);
        assert_eq!(heard.message(), "100 % zu groß\n");
        let details = rpc::Status::decode(heard.details()).unwrap();
        assert_eq!(details.details[0].type_url, RETRY_INFO);
        let retry = rpc::RetryInfo::decode(&details.details[0].value[..]).unwrap();
        assert_eq!(retry.retry_delay.map(|delay| (delay.seconds, delay.nanos)), Some((1, 500_000_000)));
    }

    #[test]
    fn codes_have_the_numbers_that_grpc_gave_them() {
        for number in 0..=16 {
            let named = format!("{:?}", tonic::Code::from(number));
            let ours = serde_json::from_value::<Code>(screaming(&named).into()).unwrap();
            assert_eq!(ours as i32, number, "{named}");
        }
    }

    /// `InvalidArgument` as `INVALID_ARGUMENT`.
    fn screaming(name: &str) -> String {
        let mut words = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !words.is_empty() {
                words.push('_');
            }
            words.extend(letter.to_uppercase());
        }
        words
    }
}

//! What failed, as sync knows it.

use std::error::Error;

use firestore::gcloud_sdk::error::{self as sdk, ErrorKind};
use firestore::gcloud_sdk::google::rpc::{self, RetryInfo};
use firestore::gcloud_sdk::prost::Message as _;
use firestore::gcloud_sdk::prost_types::Any;
use sync::{Code, DEADLINE, Failure};
use tonic::Status;

use super::tokens::NoToken;
use crate::http::causes;

/// What a call's status says.
pub(super) fn of_status(status: &Status) -> Failure {
    // A status that stands for something that happened on this side has that as its source; the server sends none.
    if let Some(cause) = status.source() {
        return no_token(cause).unwrap_or_else(|| broken(causes(cause)));
    }
    let details = rpc::Status::decode(status.details()).map(|status| status.details).unwrap_or_default();
    let header = status.metadata().get("retry-after").and_then(|value| value.to_str().ok());
    let seconds = header.and_then(|seconds| seconds.parse::<u64>().ok());
    let retry_after = retry_delay(&details).or_else(|| seconds?.checked_mul(1_000));
    Failure { code: Some(code(status.code())), message: status.message().to_owned(), retry_after }
}

/// Why there was no token to send with it, if that is what it came to.
fn no_token(cause: &(dyn Error + 'static)) -> Option<Failure> {
    // Which has no source of its own, and hides in a box.
    let ErrorKind::Credentials(cause) = cause.downcast_ref::<Box<sdk::Error>>()?.kind() else { return None };
    cause.source()?.downcast_ref().map(|NoToken(failure)| failure.clone())
}

/// What is said of a target that the server has removed.
pub(super) fn of_removal(cause: Option<&rpc::Status>) -> Failure {
    let Some(cause) = cause else { return broken("the server has stopped listening") };
    let code = code(tonic::Code::from_i32(cause.code));
    Failure { code: Some(code), message: cause.message.clone(), retry_after: retry_delay(&cause.details) }
}

/// A connection that could not be made, or broke.
pub(super) fn broken(message: impl Into<String>) -> Failure {
    Failure { code: None, message: message.into(), retry_after: None }
}

/// The connection was given up.
pub(super) fn given_up() -> Failure {
    broken("the connection was given up")
}

/// No answer came in time.
pub(super) fn late() -> Failure {
    let message = format!("no answer within {} s", DEADLINE / 1_000);
    Failure { code: Some(Code::DeadlineExceeded), message, retry_after: None }
}

/// An answer that lacks what every answer has.
pub(super) fn malformed(what: &str) -> Failure {
    let message = format!("the server's answer has no {what}");
    Failure { code: Some(Code::Internal), message, retry_after: None }
}

/// How many milliseconds the server wants us to wait.
fn retry_delay(details: &[Any]) -> Option<u64> {
    let info = details.iter().find(|detail| detail.type_url.ends_with("/google.rpc.RetryInfo"))?;
    let delay = RetryInfo::decode(info.value.as_slice()).ok()?.retry_delay?;
    let (seconds, nanos) = (u64::try_from(delay.seconds).ok()?, u64::try_from(delay.nanos).ok()?);
    seconds.checked_mul(1_000)?.checked_add(nanos.div_ceil(1_000_000))
}

fn code(code: tonic::Code) -> Code {
    match code {
        // An error that says that all is well is none that this side understands.
        tonic::Code::Ok | tonic::Code::Unknown => Code::Unknown,
        tonic::Code::Cancelled => Code::Cancelled,
        tonic::Code::InvalidArgument => Code::InvalidArgument,
        tonic::Code::DeadlineExceeded => Code::DeadlineExceeded,
        tonic::Code::NotFound => Code::NotFound,
        tonic::Code::AlreadyExists => Code::AlreadyExists,
        tonic::Code::PermissionDenied => Code::PermissionDenied,
        tonic::Code::ResourceExhausted => Code::ResourceExhausted,
        tonic::Code::FailedPrecondition => Code::FailedPrecondition,
        tonic::Code::Aborted => Code::Aborted,
        tonic::Code::OutOfRange => Code::OutOfRange,
        tonic::Code::Unimplemented => Code::Unimplemented,
        tonic::Code::Internal => Code::Internal,
        tonic::Code::Unavailable => Code::Unavailable,
        tonic::Code::DataLoss => Code::DataLoss,
        tonic::Code::Unauthenticated => Code::Unauthenticated,
    }
}

#[cfg(test)]
mod tests {
    use firestore::gcloud_sdk::prost_types::Duration;
    use tonic::metadata::MetadataMap;

    use super::*;

    fn retry_info(seconds: i64, nanos: i32) -> Any {
        let info = RetryInfo { retry_delay: Some(Duration { seconds, nanos }) };
        Any { type_url: "type.googleapis.com/google.rpc.RetryInfo".to_owned(), value: info.encode_to_vec() }
    }

    #[test]
    fn what_the_server_says_is_kept() {
        let details = vec![Any::default(), retry_info(1, 500_000_001)];
        let rpc = rpc::Status { code: 8, message: "Quota exceeded.".to_owned(), details };
        let (code, message) = (tonic::Code::ResourceExhausted, "Quota exceeded.");
        let status = Status::with_details(code, message, rpc.encode_to_vec().into());
        let expected = Failure {
            code: Some(Code::ResourceExhausted),
            message: message.to_owned(),
            retry_after: Some(1_501),
        };
        assert_eq!(of_status(&status), expected);
        assert_eq!(of_removal(Some(&rpc)), expected);
    }

    #[test]
    fn the_wait_may_stand_in_a_header() {
        let mut metadata = MetadataMap::new();
        metadata.insert("retry-after", "7".parse().unwrap());
        let status = Status::with_metadata(tonic::Code::Unavailable, "", metadata);
        assert_eq!(of_status(&status).retry_after, Some(7_000));
        assert_eq!(of_status(&Status::unavailable("")).retry_after, None);
    }

    #[test]
    fn what_happened_on_this_side_is_no_word_of_the_servers() {
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let failure = of_status(&Status::from_error(Box::new(reset)));
        assert_eq!(failure, broken("connection reset"));
        assert_eq!(failure.meaning(), sync::classify::Meaning::Unreachable);
    }

    #[test]
    fn every_code_is_the_same_on_both_sides() {
        for number in 1..=16 {
            let status = Status::new(tonic::Code::from_i32(number), "");
            assert_eq!(of_status(&status).code.map(|code| code as i32), Some(number));
        }
    }
}

use sync::classify::Meaning::{self, Conflict, Denied, Invalid, Quota, Token, Trouble, Unreachable};
use sync::classify::{Code, Failure};

const ALL: [Code; 16] = [
    Code::Cancelled,
    Code::Unknown,
    Code::InvalidArgument,
    Code::DeadlineExceeded,
    Code::NotFound,
    Code::AlreadyExists,
    Code::PermissionDenied,
    Code::ResourceExhausted,
    Code::FailedPrecondition,
    Code::Aborted,
    Code::OutOfRange,
    Code::Unimplemented,
    Code::Internal,
    Code::Unavailable,
    Code::DataLoss,
    Code::Unauthenticated,
];

fn meaning(code: Option<Code>, message: &str) -> Meaning {
    Failure { code, message: message.to_owned(), retry_after: None }.meaning()
}

#[test]
fn every_status_has_its_meaning() {
    let meanings: Vec<Meaning> = ALL.into_iter().map(|code| meaning(Some(code), "")).collect();
    let expected = [
        Unreachable,
        Trouble,
        Invalid,
        Trouble,
        Conflict,
        Conflict,
        Denied,
        Quota,
        Conflict,
        Trouble,
        Invalid,
        Trouble,
        Trouble,
        Unreachable,
        Trouble,
        Token,
    ];
    assert_eq!(meanings, expected);
    assert_eq!(meaning(None, "connection reset by peer"), Unreachable);
}

#[test]
fn a_bad_token_is_one_however_it_is_spelt() {
    for message in [
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid \
         authentication credential.",
        "The ID token has expired.",
        "TOKEN_EXPIRED: token expired",
        "auth/id-token-expired",
        "INVALID_ID_TOKEN",
        "Invalid JWT: malformed",
        "Firebase ID token was revoked",
        "could not verify auth token",
        "USER_TOKEN_EXPIRED",
    ] {
        for code in ALL {
            assert_eq!(meaning(Some(code), message), Meaning::Token, "{code:?} {message}");
        }
    }
    // Broken off: what the message says was not said by the server.
    assert_eq!(meaning(None, "invalid id token"), Meaning::Unreachable);
    assert_eq!(meaning(Some(Code::InvalidArgument), "Invalid resume token."), Meaning::Invalid);
    assert_eq!(
        meaning(Some(Code::PermissionDenied), "Missing or insufficient permissions."),
        Meaning::Denied
    );
    assert_eq!(meaning(Some(Code::Internal), "an ID token was given"), Meaning::Trouble);
}

#[test]
fn what_is_too_large_is_told_from_what_is_too_often() {
    for message in [
        "Document cannot be written because its size (1,100,000 bytes) exceeds the maximum allowed size of 1,048,576 bytes.",
        "gRPC message exceeds maximum size 4194304: 4194401",
        "Request payload size exceeds the limit: 11534336 bytes.",
        "The value of property \"description\" is longer than 1048487 bytes.",
        "Transaction too big. Decrease transaction size.",
        "Entity is too large",
    ] {
        for code in [Code::ResourceExhausted, Code::InvalidArgument] {
            assert_eq!(meaning(Some(code), message), Meaning::TooMuch, "{message}");
        }
        assert_eq!(meaning(Some(Code::Unavailable), message), Meaning::Unreachable);
    }
    for message in ["Quota exceeded.", "Bandwidth exhausted", "Too many requests"] {
        assert_eq!(meaning(Some(Code::ResourceExhausted), message), Meaning::Quota, "{message}");
    }
}

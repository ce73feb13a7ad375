//! Every call of the Auth service, against the official emulator, wrong inputs included.

use crate::common::{PASSWORD, Stub, client, client_at, disable, mailed_code, new_email, password};
use emulators::Auth;
use firebase::secret::{GoogleIdToken, IdToken, MailCode, Password, RefreshToken};
use firebase::{AuthError, NetworkError};
use serde_json::json;

#[tokio::test]
async fn an_account_from_sign_up_to_deletion() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let made = client.sign_up(&format!(" {email} "), &password(), Some(" Ada ")).await.unwrap();
    assert!(made.is_new && !made.uid.is_empty());
    assert_eq!(made.tokens.lasts.as_secs(), 3600);

    let account = client.look_up(&made.tokens.id).await.unwrap();
    assert_eq!((account.uid.as_str(), account.email.as_str()), (made.uid.as_str(), email.as_str()));
    assert_eq!(account.name.as_deref(), Some("Ada"));
    assert!(!account.email_verified && account.has_password() && account.created_at.is_some());

    let again = client.sign_in(&email, &password()).await.unwrap();
    assert!(!again.is_new);
    assert_eq!(again.uid, made.uid);
    let fresh = client.refresh(&again.tokens.refresh).await.unwrap();
    assert_eq!(client.look_up(&fresh.id).await.unwrap().uid, made.uid);

    client.change_name(&fresh.id, "Ada L.").await.unwrap();
    assert_eq!(client.look_up(&fresh.id).await.unwrap().name.as_deref(), Some("Ada L."));

    client.delete(&fresh.id).await.unwrap();
    assert_eq!(client.look_up(&fresh.id).await.unwrap_err(), AuthError::Deleted);
    let error = client.refresh(&fresh.refresh).await.unwrap_err();
    assert!(error.ends_session(), "{error:?}");
    assert_eq!(client.sign_in(&email, &password()).await.unwrap_err(), AuthError::UnknownEmail);
}

#[tokio::test]
async fn mails_reset_the_password_and_verify_the_address() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let made = client.sign_up(&email, &password(), None).await.unwrap();

    client.send_verification(&made.tokens.id).await.unwrap();
    let code = MailCode::new(mailed_code(auth, "VERIFY_EMAIL", &email));
    client.verify_email(&code).await.unwrap();
    assert!(client.look_up(&made.tokens.id).await.unwrap().email_verified);
    assert_eq!(client.verify_email(&code).await.unwrap_err(), AuthError::BadCode, "a code works once");

    client.send_password_reset(&email).await.unwrap();
    let code = MailCode::new(mailed_code(auth, "PASSWORD_RESET", &email));
    let other = Password::new("quite another");
    let weak = client.reset_password(&code, &Password::new("abc")).await.unwrap_err();
    assert_eq!(weak, AuthError::WeakPassword { reason: None });
    client.reset_password(&code, &other).await.unwrap();
    assert_eq!(client.reset_password(&code, &other).await.unwrap_err(), AuthError::BadCode);
    assert_eq!(client.sign_in(&email, &password()).await.unwrap_err(), AuthError::WrongPassword);
    client.sign_in(&email, &other).await.unwrap();
    assert_eq!(client.send_password_reset("nobody@example.com").await.unwrap_err(), AuthError::UnknownEmail);
}

#[tokio::test]
async fn another_password_comes_with_other_tokens() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let made = client.sign_up(&email, &password(), None).await.unwrap();
    let weak = client.change_password(&made.tokens.id, &Password::new("12345")).await.unwrap_err();
    assert_eq!(weak, AuthError::WeakPassword { reason: None });
    let tokens = client.change_password(&made.tokens.id, &Password::new("quite another")).await.unwrap();
    assert_eq!(client.look_up(&tokens.id).await.unwrap().uid, made.uid);
    assert_eq!(client.sign_in(&email, &password()).await.unwrap_err(), AuthError::WrongPassword);
}

#[tokio::test]
async fn wrong_inputs_are_named_and_point_at_their_field() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    client.sign_up(&email, &password(), None).await.unwrap();
    let wrong = Password::new("wrong");
    let cases = [
        (client.sign_up(&email, &password(), None).await.err(), AuthError::EmailInUse, Some("email")),
        (client.sign_up("a", &password(), None).await.err(), AuthError::BadEmail, Some("email")),
        (client.sign_up("a@b@c", &password(), None).await.err(), AuthError::BadEmail, Some("email")),
        (
            client.sign_up(&new_email(), &Password::new("12345"), None).await.err(),
            AuthError::WeakPassword { reason: None },
            Some("password"),
        ),
        (
            client.sign_up(&new_email(), &Password::new(""), None).await.err(),
            AuthError::MissingPassword,
            Some("password"),
        ),
        (client.sign_in(&email, &wrong).await.err(), AuthError::WrongPassword, Some("password")),
        (client.sign_in(&new_email(), &wrong).await.err(), AuthError::UnknownEmail, Some("email")),
        (client.look_up(&IdToken::new("rubbish")).await.err(), AuthError::Revoked, None),
        (client.refresh(&RefreshToken::new("rubbish")).await.err(), AuthError::Revoked, None),
        (client.verify_email(&MailCode::new("rubbish")).await.err(), AuthError::BadCode, None),
    ];
    for (found, expected, field) in cases {
        let found = found.unwrap();
        assert_eq!(found, expected);
        assert_eq!(found.field(), field, "{expected:?}");
        assert!(found.is_permanent());
    }
}

#[tokio::test]
async fn a_disabled_account_is_told_so_everywhere() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let made = client.sign_up(&email, &password(), None).await.unwrap();
    disable(auth, &made.uid, true);
    assert_eq!(client.sign_in(&email, &password()).await.unwrap_err(), AuthError::Disabled);
    assert_eq!(client.refresh(&made.tokens.refresh).await.unwrap_err(), AuthError::Disabled);
    assert_eq!(client.look_up(&made.tokens.id).await.unwrap_err(), AuthError::Disabled);
    disable(auth, &made.uid, false);
    client.sign_in(&email, &password()).await.unwrap();
}

#[tokio::test]
async fn googles_word_makes_an_account_once() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let word = json!({ "sub": email, "email": email, "email_verified": true, "name": "Goo & Gle=1" });
    let word = GoogleIdToken::new(word.to_string());
    let made = client.sign_in_with_google(&word).await.unwrap();
    assert!(made.is_new);
    let account = client.look_up(&made.tokens.id).await.unwrap();
    assert_eq!((account.email, account.name.as_deref()), (email, Some("Goo & Gle=1")));
    assert_eq!(account.providers, ["google.com"]);
    let again = client.sign_in_with_google(&word).await.unwrap();
    assert_eq!((again.uid, again.is_new), (made.uid, false));
    let error = client.sign_in_with_google(&GoogleIdToken::new("rubbish")).await.unwrap_err();
    assert_eq!(error, AuthError::GoogleRefused);
}

#[tokio::test]
async fn a_project_is_checked_without_a_trace() {
    let Some(auth) = Auth::shared() else { return };
    client(auth).check().await.unwrap();
}

#[tokio::test]
async fn what_goes_wrong_on_the_way_is_told_apart() {
    let stub = Stub::start(|asked| {
        if asked.body.contains("silent") {
            return None;
        }
        let (status, message, details) = match () {
            () if asked.body.contains("busy") => (503, "UNAVAILABLE", json!([])),
            () if asked.body.contains("often") => (400, "TOO_MANY_ATTEMPTS_TRY_LATER : Wait a bit.", json!([])),
            () if asked.body.contains("quota") => (429, "RESOURCE_EXHAUSTED", json!([])),
            () if asked.body.contains("hidden") => (400, "INVALID_LOGIN_CREDENTIALS", json!([])),
            () if asked.body.contains("off") => (400, "CONFIGURATION_NOT_FOUND", json!([])),
            () if asked.body.contains("policy") => {
                (400, "PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Missing password requirements: [Upper]", json!([]))
            }
            () => {
                let details = json!([{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID" }]);
                (400, "API key not valid. Please pass a valid API key.", details)
            }
        };
        Some((status, json!({ "error": { "code": status, "message": message, "details": details } })))
    })
    .await;
    let client = client_at(&stub.address);
    let reason = Some("Missing password requirements: [Upper]".to_owned());
    let cases = [
        ("busy@x", AuthError::Server { status: 503 }, false),
        ("often@x", AuthError::TooManyAttempts, false),
        ("quota@x", AuthError::TooManyAttempts, false),
        ("hidden@x", AuthError::WrongCredentials, true),
        ("off@x", AuthError::NotEnabled, true),
        ("policy@x", AuthError::WeakPassword { reason }, true),
        ("key@x", AuthError::BadApiKey, true),
    ];
    for (email, expected, permanent) in cases {
        let error = client.sign_in(email, &password()).await.unwrap_err();
        assert_eq!(error, expected);
        assert_eq!(error.is_permanent(), permanent, "{error:?}");
    }
    let broken = client.sign_in("silent@x", &password()).await.unwrap_err();
    assert!(
        matches!(broken, AuthError::Network(NetworkError::Broken { .. })) && broken.is_offline(),
        "{broken:?}"
    );
    let address = stub.address.clone();
    assert!(stub.asked("accounts:").iter().all(|asked| asked.head.contains("x-goog-api-key: test-key")));
    assert!(stub.asked("key=").is_empty(), "no key stands in an address");
    drop(stub);
    tokio::task::yield_now().await;
    let gone = client_at(&address).sign_in("a@x", &password()).await.unwrap_err();
    assert!(matches!(gone, AuthError::Network(NetworkError::Unreachable { .. })), "{gone:?}");
    let shown = format!("{broken:?} {broken} {gone:?} {gone}");
    assert!(!shown.contains(PASSWORD) && !shown.contains("test-key") && !shown.contains(&address), "{shown}");
}

#[test]
fn every_error_has_words_of_its_own() {
    let errors = [
        AuthError::WrongCredentials,
        AuthError::WrongPassword,
        AuthError::UnknownEmail,
        AuthError::BadEmail,
        AuthError::MissingPassword,
        AuthError::WeakPassword { reason: None },
        AuthError::WeakPassword { reason: Some("because".into()) },
        AuthError::BadName,
        AuthError::EmailInUse,
        AuthError::OtherProvider,
        AuthError::Disabled,
        AuthError::Deleted,
        AuthError::TooManyAttempts,
        AuthError::Revoked,
        AuthError::SignInTooOld,
        AuthError::BadCode,
        AuthError::ExpiredCode,
        AuthError::GoogleRefused,
        AuthError::SecondFactor,
        AuthError::NotEnabled,
        AuthError::BadApiKey,
        AuthError::Network(NetworkError::TimedOut),
        AuthError::Network(NetworkError::Broken { detail: String::new() }),
        AuthError::Network(NetworkError::Unreachable { detail: String::new() }),
        AuthError::Network(NetworkError::NoTls { detail: "x".into() }),
        AuthError::Server { status: 500 },
        AuthError::Unexpected { detail: "x".into() },
    ];
    let words: std::collections::BTreeSet<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), errors.len());
    for words in words {
        assert!(words.contains(' ') && words.ends_with(['.', 'x', 'e']), "{words}");
    }
}

//! Requests and answers as they travel.

use std::time::Duration;

use model::Millis;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Account, AuthError, Tokens};
use crate::http::Answer;
use crate::secret::{IdToken, Password, RefreshToken};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Credentials<'a> {
    email: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    return_secure_token: bool,
}

impl<'a> Credentials<'a> {
    pub(super) fn new(
        email: &'a str,
        password: &'a Password,
        name: Option<&'a str>,
    ) -> Result<Self, AuthError> {
        Ok(Self {
            email: self::email(email)?,
            password: self::password(password)?,
            display_name: name.map(str::trim).filter(|name| !name.is_empty()),
            return_secure_token: true,
        })
    }
}

/// An address without surrounding blanks. What is none is not asked about; what might be one is for the service
/// to judge.
pub(super) fn email(text: &str) -> Result<&str, AuthError> {
    let text = text.trim();
    let (name, host) = text.split_once('@').ok_or(AuthError::BadEmail)?;
    let good = !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
    if good { Ok(text) } else { Err(AuthError::BadEmail) }
}

/// A password is taken as it is, blanks included.
pub(super) fn password(password: &Password) -> Result<&str, AuthError> {
    Some(password.reveal()).filter(|text| !text.is_empty()).ok_or(AuthError::MissingPassword)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Idp<'a> {
    pub(super) post_body: &'a str,
    pub(super) request_uri: &'a str,
    pub(super) return_secure_token: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Token<'a> {
    pub(super) id_token: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mail<'a> {
    pub(super) request_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reset<'a> {
    pub(super) oob_code: &'a str,
    pub(super) new_password: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Code<'a> {
    pub(super) oob_code: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Update<'a> {
    pub(super) id_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<&'a str>,
    pub(super) return_secure_token: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check<'a> {
    pub(super) identifier: &'a str,
    pub(super) continue_uri: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignedIn {
    local_id: Option<String>,
    id_token: Option<IdToken>,
    refresh_token: Option<RefreshToken>,
    expires_in: Option<String>,
    #[serde(default)]
    is_new_user: bool,
    #[serde(default)]
    need_confirmation: bool,
    mfa_pending_credential: Option<serde::de::IgnoredAny>,
}

impl SignedIn {
    pub(super) fn into_signed_in(self, is_new: bool) -> Result<super::SignedIn, AuthError> {
        if self.mfa_pending_credential.is_some() {
            return Err(AuthError::SecondFactor);
        }
        if self.need_confirmation {
            return Err(AuthError::OtherProvider);
        }
        let (Some(uid), Some(id), Some(refresh), Some(expires_in)) =
            (self.local_id, self.id_token, self.refresh_token, self.expires_in)
        else {
            return Err(AuthError::Unexpected { detail: "an answer without tokens".to_owned() });
        };
        let tokens = Tokens { id, refresh, lasts: seconds(&expires_in)? };
        Ok(super::SignedIn { uid, tokens, is_new: is_new || self.is_new_user })
    }
}

#[derive(Deserialize)]
pub(super) struct Refreshed {
    pub(super) id_token: IdToken,
    pub(super) refresh_token: RefreshToken,
    pub(super) expires_in: String,
}

#[derive(Deserialize)]
pub(super) struct Found {
    #[serde(default)]
    pub(super) users: Vec<User>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    local_id: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    email_verified: bool,
    display_name: Option<String>,
    #[serde(default)]
    provider_user_info: Vec<Provider>,
    created_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Provider {
    provider_id: String,
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self {
            uid: user.local_id,
            email: user.email,
            email_verified: user.email_verified,
            name: user.display_name.filter(|name| !name.trim().is_empty()),
            providers: user.provider_user_info.into_iter().map(|provider| provider.provider_id).collect(),
            created_at: user.created_at.and_then(|at| at.parse::<Millis>().ok()),
        }
    }
}

/// An answer of which nothing is needed.
#[derive(Deserialize)]
pub(super) struct Anything {}

#[derive(Deserialize)]
struct Refused {
    error: Refusal,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    reason: Option<String>,
}

/// Reads an answer, be it good or bad.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, AuthError> {
    let status = answer.status.as_u16();
    if answer.status.is_success() {
        return serde_json::from_slice(&answer.body).map_err(|error| AuthError::Unexpected {
            // The error's place, not its words, which may quote the answer.
            detail: format!("line {}, column {} of the answer", error.line(), error.column()),
        });
    }
    match serde_json::from_slice::<Refused>(&answer.body) {
        Ok(Refused { error }) => {
            let reason = error.details.iter().find_map(|detail| detail.reason.as_deref());
            Err(AuthError::from_wire(status, &error.message, reason))
        }
        Err(_) => Err(AuthError::from_wire(status, "", None)),
    }
}

/// The service writes seconds as a text.
pub(super) fn seconds(text: &str) -> Result<Duration, AuthError> {
    let seconds = text.parse().map_err(|_| AuthError::Unexpected { detail: "a time to live".to_owned() })?;
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_judged_mildly() {
        assert_eq!(email(" a@b ").unwrap(), "a@b");
        for text in ["", "a", "@b", "a@", "a b@c", "a@b\nc"] {
            assert_eq!(email(text).unwrap_err(), AuthError::BadEmail, "{text}");
        }
    }

    #[test]
    fn answers_that_are_no_sign_in_are_told_apart() {
        let cases = [
            (r#"{"mfaPendingCredential":"x","localId":"u"}"#, AuthError::SecondFactor),
            (r#"{"needConfirmation":true,"email":"a@b"}"#, AuthError::OtherProvider),
            (r#"{"localId":"u"}"#, AuthError::Unexpected { detail: "an answer without tokens".to_owned() }),
        ];
        for (body, expected) in cases {
            let answer: SignedIn = serde_json::from_str(body).unwrap();
            assert_eq!(answer.into_signed_in(false).unwrap_err(), expected, "{body}");
        }
    }
}

//! Firebase Auth over REST: who somebody is, proved by tokens.
//!
//! Every method is one call. The answers' tokens come as secrets, the errors by their meaning ([`AuthError`]).
//! The calls: <https://firebase.google.com/docs/reference/rest/auth>.

mod account;
mod error;
mod wire;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

pub use account::{Account, SignedIn, Tokens};
pub use error::AuthError;

use crate::config::ProjectConfig;
use crate::endpoints::Endpoints;
use crate::http::{Caller, Http};
use crate::secret::{GoogleIdToken, IdToken, MailCode, Password, RefreshToken};

/// A client of one project's Auth service.
#[derive(Clone, Debug)]
pub struct AuthClient {
    http: Http,
    endpoints: Endpoints,
    api_key: String,
}

type Result<T> = std::result::Result<T, AuthError>;

impl AuthClient {
    /// A client for `config`'s project.
    #[must_use]
    pub fn new(http: Http, endpoints: Endpoints, config: &ProjectConfig) -> Self {
        Self { http, endpoints, api_key: config.api_key.clone() }
    }

    /// Makes an account, and signs in.
    pub async fn sign_up(&self, email: &str, password: &Password, name: Option<&str>) -> Result<SignedIn> {
        let ask = wire::Credentials::new(email, password, name)?;
        self.signed_in("signUp", &ask, true).await
    }

    /// Signs in with e-mail and password.
    pub async fn sign_in(&self, email: &str, password: &Password) -> Result<SignedIn> {
        let ask = wire::Credentials::new(email, password, None)?;
        self.signed_in("signInWithPassword", &ask, false).await
    }

    /// Signs in with what Google says of who somebody is; makes the account if there is none.
    pub async fn sign_in_with_google(&self, token: &GoogleIdToken) -> Result<SignedIn> {
        let body = Zeroizing::new(format!("id_token={}&providerId=google.com", encoded(token.reveal())));
        // The address matters only to flows that this service redirects itself.
        let ask = wire::Idp { post_body: &body, request_uri: "http://localhost", return_secure_token: true };
        self.signed_in("signInWithIdp", &ask, false).await
    }

    /// Buys a new ID token. Firebase may answer with another refresh token; the old one is then not to be used.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Tokens> {
        let mut body = Zeroizing::new(String::with_capacity(16 << 10));
        body.push_str("grant_type=refresh_token&refresh_token=");
        body.push_str(&Zeroizing::new(encoded(token.reveal())));
        let body = Zeroizing::new(std::mem::take(&mut *body).into_bytes());
        let caller = Caller::ApiKey(&self.api_key);
        let form = "application/x-www-form-urlencoded";
        let answer =
            self.http.send(reqwest::Method::POST, self.endpoints.token(), caller, form, body).await?;
        let answer: wire::Refreshed = wire::read(&answer)?;
        Ok(Tokens {
            id: answer.id_token,
            refresh: answer.refresh_token,
            lasts: wire::seconds(&answer.expires_in)?,
        })
    }

    /// What the service knows of the account. An ID token that was revoked is refused here before its hour is up,
    /// as is one whose account was disabled or deleted.
    pub async fn look_up(&self, token: &IdToken) -> Result<Account> {
        let answer: wire::Found = self.call("lookup", &wire::Token { id_token: token.reveal() }).await?;
        answer.users.into_iter().next().map(Account::from).ok_or(AuthError::Deleted)
    }

    /// Has a mail sent with which the password can be set anew. Projects that hide which addresses they know
    /// answer the same for an unknown one.
    pub async fn send_password_reset(&self, email: &str) -> Result<()> {
        let ask =
            wire::Mail { request_type: "PASSWORD_RESET", email: Some(wire::email(email)?), id_token: None };
        self.done("sendOobCode", &ask).await
    }

    /// Sets the password anew with the code from the mail. Whoever is signed in elsewhere is signed out there.
    pub async fn reset_password(&self, code: &MailCode, password: &Password) -> Result<()> {
        let ask = wire::Reset { oob_code: code.reveal(), new_password: wire::password(password)? };
        self.done("resetPassword", &ask).await
    }

    /// Has a mail sent with which the address can be verified.
    pub async fn send_verification(&self, token: &IdToken) -> Result<()> {
        let ask = wire::Mail { request_type: "VERIFY_EMAIL", email: None, id_token: Some(token.reveal()) };
        self.done("sendOobCode", &ask).await
    }

    /// Verifies the address with the code from the mail.
    pub async fn verify_email(&self, code: &MailCode) -> Result<()> {
        self.done("update", &wire::Code { oob_code: code.reveal() }).await
    }

    /// Sets another password. Refresh tokens from before are revoked; the answer holds new ones.
    pub async fn change_password(&self, token: &IdToken, password: &Password) -> Result<Tokens> {
        let ask = wire::Update {
            id_token: token.reveal(),
            password: Some(wire::password(password)?),
            display_name: None,
            return_secure_token: true,
        };
        let answer: wire::SignedIn = self.call("update", &ask).await?;
        Ok(answer.into_signed_in(false)?.tokens)
    }

    /// Sets the name that is shown.
    pub async fn change_name(&self, token: &IdToken, name: &str) -> Result<()> {
        let ask = wire::Update {
            id_token: token.reveal(),
            password: None,
            display_name: Some(name.trim()),
            return_secure_token: false,
        };
        self.done("update", &ask).await
    }

    /// Deletes the account; not what it has in the database, which nobody can reach then.
    pub async fn delete(&self, token: &IdToken) -> Result<()> {
        self.done("delete", &wire::Token { id_token: token.reveal() }).await
    }

    /// Whether the project is there, takes the API key, and has Auth turned on. Changes nothing.
    pub async fn check(&self) -> Result<()> {
        let ask = wire::Check { identifier: "check@example.com", continue_uri: "http://localhost" };
        self.done("createAuthUri", &ask).await
    }

    async fn signed_in(&self, method: &str, ask: &impl Serialize, is_new: bool) -> Result<SignedIn> {
        self.call::<wire::SignedIn>(method, ask).await?.into_signed_in(is_new)
    }

    async fn done(&self, method: &str, ask: &impl Serialize) -> Result<()> {
        self.call::<wire::Anything>(method, ask).await.map(|_| ())
    }

    async fn call<T: DeserializeOwned>(&self, method: &str, ask: &impl Serialize) -> Result<T> {
        let url = self.endpoints.accounts(method);
        let answer = self.http.post(&url, Caller::ApiKey(&self.api_key), ask).await?;
        wire::read(&answer)
    }
}

/// As a value of a form, or a step of a path.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_forms_value_is_encoded() {
        assert_eq!(super::encoded("aZ0-_.~{\"s\": é}+&="), "aZ0-_.~%7B%22s%22%3A%20%C3%A9%7D%2B%26%3D");
    }
}

//! Why signing in, or staying so, did not work: by meaning, with words for people.

use model::text;

use crate::http::NetworkError;

/// What the Auth service would not do. None of these ever holds a password or a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum AuthError {
    /// E-mail or password is wrong; the project does not say which.
    WrongCredentials,
    /// The password is wrong.
    WrongPassword,
    /// No account has this address.
    UnknownEmail,
    /// Not an address.
    BadEmail,
    /// No password was given.
    MissingPassword,
    /// The password is too easy to guess, or against the project's rules, which `reason` then tells.
    WeakPassword {
        /// The service's own words, if it has more than the usual.
        reason: Option<String>,
    },
    /// Not a name that can be shown.
    BadName,
    /// Another account has this address.
    EmailInUse,
    /// The account with this address signs in another way.
    OtherProvider,
    /// The account was disabled.
    Disabled,
    /// The account was deleted.
    Deleted,
    /// Too many attempts in a short time, or the project's quota is used up.
    TooManyAttempts,
    /// The tokens were revoked, by a new password, say.
    Revoked,
    /// The sign-in is too long ago for so grave a change.
    SignInTooOld,
    /// The code from the mail is wrong or used up.
    BadCode,
    /// The code from the mail is too old.
    ExpiredCode,
    /// Google's word was not accepted.
    GoogleRefused,
    /// The account wants a second factor.
    SecondFactor,
    /// The project has this way to sign in, or Auth as a whole, turned off.
    NotEnabled,
    /// The project does not take the API key.
    BadApiKey,
    /// No answer came.
    Network(#[from] NetworkError),
    /// The service failed.
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is not understood.
    Unexpected {
        /// What was not understood; never a secret.
        detail: String,
    },
}

impl AuthError {
    /// Whether trying again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Network(error) => error.is_permanent(),
            Self::TooManyAttempts | Self::Server { .. } => false,
            _ => true,
        }
    }

    /// Whether the network is to blame, and nobody said no.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Network(_))
    }

    /// Whether the service has said that these tokens are good for nothing any more.
    #[must_use]
    pub fn ends_session(&self) -> bool {
        matches!(self, Self::Revoked | Self::Disabled | Self::Deleted)
    }

    /// The field of the form that is at fault: `email`, `password`, `name`.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::BadEmail | Self::UnknownEmail | Self::EmailInUse | Self::OtherProvider => Some("email"),
            Self::WrongCredentials
            | Self::WrongPassword
            | Self::MissingPassword
            | Self::WeakPassword { .. } => Some("password"),
            Self::BadName => Some("name"),
            _ => None,
        }
    }

    /// A sentence for people.
    fn message(&self) -> String {
        let key = match self {
            Self::WrongCredentials => "auth-wrong-credentials",
            Self::WrongPassword => "auth-wrong-password",
            Self::UnknownEmail => "auth-unknown-email",
            Self::BadEmail => "auth-bad-email",
            Self::MissingPassword => "auth-missing-password",
            Self::WeakPassword { reason: None } => "auth-weak-password",
            Self::WeakPassword { reason: Some(reason) } => {
                return text::with("auth-weak-password-why", &[("reason", reason.as_str().into())]);
            }
            Self::BadName => "auth-bad-name",
            Self::EmailInUse => "auth-email-in-use",
            Self::OtherProvider => "auth-other-provider",
            Self::Disabled => "auth-disabled",
            Self::Deleted => "auth-deleted",
            Self::TooManyAttempts => "auth-too-many",
            Self::Revoked => "auth-revoked",
            Self::SignInTooOld => "auth-too-old",
            Self::BadCode => "auth-bad-code",
            Self::ExpiredCode => "auth-expired-code",
            Self::GoogleRefused => "auth-google-refused",
            Self::SecondFactor => "auth-second-factor",
            Self::NotEnabled => "auth-not-enabled",
            Self::BadApiKey => "auth-bad-api-key",
            Self::Network(error) => return error.to_string(),
            Self::Server { status } => {
                return text::with("auth-server", &[("status", status.to_string().into())]);
            }
            Self::Unexpected { detail } => {
                return text::with("auth-unexpected", &[("detail", detail.as_str().into())]);
            }
        };
        text::get(key)
    }

    /// From the service's own word, `WEAK_PASSWORD : Password should be …`, the HTTP status and the reason that
    /// Google's gateway gives where the service itself was not asked.
    pub(crate) fn from_wire(status: u16, message: &str, reason: Option<&str>) -> Self {
        let (code, detail) = match message.split_once(" : ") {
            Some((code, detail)) => (code.trim(), Some(detail.trim())),
            None => (message.trim(), None),
        };
        if let Some(reason) = reason {
            if reason.starts_with("API_KEY_") {
                return Self::BadApiKey;
            }
            if matches!(reason, "SERVICE_DISABLED" | "CONSUMER_INVALID") {
                return Self::NotEnabled;
            }
        }
        match code {
            "INVALID_LOGIN_CREDENTIALS" => Self::WrongCredentials,
            "INVALID_PASSWORD" => Self::WrongPassword,
            "EMAIL_NOT_FOUND" => Self::UnknownEmail,
            "INVALID_EMAIL" | "MISSING_EMAIL" | "INVALID_IDENTIFIER" | "INVALID_RECIPIENT_EMAIL" => {
                Self::BadEmail
            }
            "MISSING_PASSWORD" => Self::MissingPassword,
            // The usual reason, six characters, has our own words.
            "WEAK_PASSWORD" => Self::WeakPassword { reason: None },
            "PASSWORD_DOES_NOT_MEET_REQUIREMENTS" => Self::WeakPassword { reason: detail.map(str::to_owned) },
            "INVALID_DISPLAY_NAME" => Self::BadName,
            "EMAIL_EXISTS" => Self::EmailInUse,
            "FEDERATED_USER_ID_ALREADY_LINKED" | "CREDENTIAL_ALREADY_IN_USE" => Self::OtherProvider,
            "USER_DISABLED" => Self::Disabled,
            "USER_NOT_FOUND" => Self::Deleted,
            "TOO_MANY_ATTEMPTS_TRY_LATER" | "RESET_PASSWORD_EXCEED_LIMIT" | "QUOTA_EXCEEDED" => {
                Self::TooManyAttempts
            }
            "TOKEN_EXPIRED"
            | "INVALID_ID_TOKEN"
            | "INVALID_REFRESH_TOKEN"
            | "MISSING_REFRESH_TOKEN"
            | "INVALID_GRANT"
            | "USER_TOKEN_EXPIRED" => Self::Revoked,
            "CREDENTIAL_TOO_OLD_LOGIN_AGAIN" => Self::SignInTooOld,
            "INVALID_OOB_CODE" | "MISSING_OOB_CODE" => Self::BadCode,
            "EXPIRED_OOB_CODE" => Self::ExpiredCode,
            "INVALID_IDP_RESPONSE" | "INVALID_CREDENTIAL_OR_PROVIDER_ID" | "INVALID_PENDING_TOKEN" => {
                Self::GoogleRefused
            }
            "OPERATION_NOT_ALLOWED"
            | "PASSWORD_LOGIN_DISABLED"
            | "ADMIN_ONLY_OPERATION"
            | "CONFIGURATION_NOT_FOUND"
            | "PROJECT_NOT_FOUND"
            | "PROJECT_DISABLED" => Self::NotEnabled,
            _ if status == 429 => Self::TooManyAttempts,
            _ if status >= 500 => Self::Server { status },
            // A gateway's sentence or a new word: no secret, but cut to what fits a line.
            _ => Self::Unexpected {
                detail: format!("{status} {}", code.chars().take(120).collect::<String>()),
            },
        }
    }
}

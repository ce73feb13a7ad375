//! What must never be seen: passwords, tokens, the OAuth client's secret.
//!
//! Each is a type of its own, so that one can't be taken for another. None can be serialized or compared by
//! accident, `Debug` and `Display` say nothing, and the memory is wiped when the last copy is dropped. What is
//! inside comes out by [`reveal`](Password::reveal) only, which is easy to search for.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

macro_rules! secrets {
    ($($(#[$doc:meta])* $Name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $Name(Zeroizing<String>);

        impl $Name {
            /// Takes what is to be kept secret.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(Zeroizing::new(text.into()))
            }

            /// What is inside, for the one place that needs it.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($Name), "(hidden)"))
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("(hidden)")
            }
        }

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::new)
            }
        }
    )*};
}

secrets! {
    /// What a person types to prove who they are.
    Password;
    /// Proves to Firebase for an hour who somebody is. It lives in memory only.
    IdToken;
    /// Buys new ID tokens until it is revoked. It lives in the keyring.
    RefreshToken;
    /// The secret of an OAuth client. Google does not count on a desktop app's being one, but it is nobody's
    /// business either.
    ClientSecret;
    /// What Google says of who somebody is, on its way to Firebase.
    GoogleIdToken;
    /// The code from a mail that resets a password or verifies an address.
    MailCode;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_however_it_is_printed() {
        let secrets = (Password::new("hunter22"), IdToken::new("hunter22"), RefreshToken::new("hunter22"));
        let more = (ClientSecret::new("hunter22"), GoogleIdToken::new("hunter22"), MailCode::new("hunter22"));
        let shown = format!("{secrets:?} {more:#?} {} {}", secrets.0, more.0);
        assert!(!shown.contains("hunter22"), "{shown}");
        assert!(shown.contains("Password(hidden)"));
        assert_eq!(secrets.0.reveal(), "hunter22");
    }
}

//! Whose a request is, and whether its token still counts.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hyper::header::{AUTHORIZATION, HeaderMap};
use serde::Deserialize;
use tokio::sync::watch;

use crate::shared::lock;
use crate::status::Status;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// Nobody is signed in.
    Nobody,
    /// An administrator, for whom the emulator's rules don't count.
    Owner,
    /// A person.
    User(Token),
}

/// A person's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Stands for the token, which is not kept.
    id: u64,
    pub(crate) uid: String,
    expires_at: Option<SystemTime>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    /// Seconds since 1970. The emulators' own tests have tokens without.
    exp: Option<u64>,
}

impl Bearer {
    /// Reads it from a request's headers.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Status> {
        let Some(header) = headers.get(AUTHORIZATION) else { return Ok(Self::Nobody) };
        let token = header.to_str().ok().and_then(|header| header.strip_prefix("Bearer "));
        match token {
            Some("owner") => Ok(Self::Owner),
            Some(token) => Token::read(token).map(Self::User).ok_or_else(Status::unauthenticated),
            None => Err(Status::unauthenticated()),
        }
    }

    /// The person's id.
    pub(crate) fn uid(&self) -> Option<&str> {
        match self {
            Self::User(token) => Some(&token.uid),
            Self::Nobody | Self::Owner => None,
        }
    }
}

impl Token {
    fn read(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        let claims: Claims = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        let expires_at = claims.exp.and_then(|exp| UNIX_EPOCH.checked_add(Duration::from_secs(exp)));
        Some(Self { id: hasher.finish(), uid: claims.sub, expires_at })
    }

    fn remaining(&self) -> Option<Duration> {
        self.expires_at.map(|at| at.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

/// The tokens that were shown, and those that have run out before their time.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Which were shown, and whose they are.
    shown: Mutex<HashMap<u64, String>>,
    expired: watch::Sender<HashSet<u64>>,
}

impl Tokens {
    /// Lets a request in, if its token counts.
    pub(crate) fn admit(&self, bearer: &Bearer) -> Result<(), Status> {
        let Bearer::User(token) = bearer else { return Ok(()) };
        lock(&self.shown).insert(token.id, token.uid.clone());
        if token.remaining().is_some_and(|remaining| remaining.is_zero())
            || self.expired.borrow().contains(&token.id)
        {
            return Err(Status::unauthenticated());
        }
        Ok(())
    }

    /// Every token that was shown has run out, or every one of a person.
    pub(crate) fn expire(&self, uid: Option<&str>) {
        let shown = lock(&self.shown);
        let matching = shown.iter().filter(|(_, whose)| uid.is_none_or(|uid| uid == *whose));
        self.expired.send_modify(|expired| expired.extend(matching.map(|(id, _)| *id)));
    }

    /// Waits until the bearer's token has run out; forever, if it doesn't.
    pub(crate) async fn run_out(&self, bearer: &Bearer) {
        let Bearer::User(token) = bearer else { return std::future::pending().await };
        let mut expired = self.expired.subscribe();
        let in_time = async {
            match token.remaining() {
                Some(remaining) => tokio::time::sleep(remaining).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = in_time => {}
            // It can't fail: the sender is ours.
            _ = expired.wait_for(|expired| expired.contains(&token.id)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        [(AUTHORIZATION, value.parse().unwrap())].into_iter().collect()
    }

    fn bearer(claims: &str) -> Bearer {
        Bearer::of(&headers(&format!("Bearer e30.{}.", BASE64_URL_SAFE_NO_PAD.encode(claims)))).unwrap()
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for header in ["Bearer nonsense", "Bearer a.b.c", "Basic dTpw", "Bearer e30.e30.", "Bearer"] {
            assert_eq!(Bearer::of(&headers(header)), Err(Status::unauthenticated()), "{header}");
        }
        assert_eq!(Bearer::of(&HeaderMap::new()), Ok(Bearer::Nobody));
        assert_eq!(Bearer::of(&headers("Bearer owner")), Ok(Bearer::Owner));
    }

    #[tokio::test]
    async fn tokens_run_out_by_their_time_and_by_order() {
        let tokens = Tokens::default();
        let past = bearer(r#"{"sub":"ada","exp":1700000000}"#);
        let future = bearer(r#"{"sub":"ada","exp":9700000000}"#);
        let other = bearer(r#"{"sub":"bob"}"#);
        assert!(tokens.admit(&past).is_err());
        tokens.run_out(&past).await;
        assert_eq!((tokens.admit(&future), tokens.admit(&other)), (Ok(()), Ok(())));
        tokens.expire(Some("ada"));
        assert!(tokens.admit(&future).is_err());
        tokens.run_out(&future).await;
        assert_eq!(tokens.admit(&other), Ok(()));
        tokens.expire(None);
        assert!(tokens.admit(&other).is_err());
    }
}

//! Somebody is signed in on the device, whatever the faults did to the session.

use std::time::{Duration, Instant};

use app::App;
use model::ErrorCode;
use model::Secret;
use model::ipc::{SignIn as Ask, Standing};

use crate::error::Result;

/// What failed is tried again so much later.
const LATER: Duration = Duration::from_secs(1);

/// A person who signs in when they have to.
pub(super) struct SignIn {
    email: String,
    password: String,
    not_before: Option<Instant>,
    /// Somebody was signed in in this process, or when it began.
    entered: bool,
    again: u64,
}

impl SignIn {
    pub(super) fn new(email: &str, password: &str) -> Self {
        let (email, password) = (email.to_owned(), password.to_owned());
        Self { email, password, not_before: None, entered: false, again: 0 }
    }

    /// How often the session was over, and somebody signed in anew.
    pub(super) const fn again(&self) -> u64 {
        self.again
    }

    /// Signs in if nobody is signed in; whether the account's library is open.
    pub(super) fn attend(&mut self, app: &App) -> Result<bool> {
        let state = app.account();
        let is_known = state.account.is_some();
        self.entered |= is_known;
        if !matches!(state.standing, Standing::SignedOut | Standing::NeedsSignIn)
            || self.not_before.is_some_and(|at| Instant::now() < at)
        {
            return Ok(is_known);
        }
        let ask = Ask { email: self.email.clone(), password: Secret::new(self.password.clone()) };
        match app.sign_in(ask) {
            Ok(_) => {
                self.again += u64::from(self.entered);
                Ok(true)
            }
            Err(error) if matches!(error.code(), ErrorCode::Offline | ErrorCode::Refused) => {
                self.not_before = Some(Instant::now() + LATER);
                Ok(is_known)
            }
            Err(error) => Err(error.into()),
        }
    }
}

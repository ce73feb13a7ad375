//! Whoever is signed in, and their one session.

use std::sync::{Arc, TryLockError};

use firebase::session::{EndReason, SessionState, Standing as Session, SystemClock};
use firebase::{Kept, VaultError};
use model::ipc::{Account, Standing};
use model::text;

use super::noting::note_at_last;
use super::remembered::Remembered;
use super::{AccountError, Cloud, known, shown};
use crate::AppError;
use crate::app::lock;

/// Whoever is signed in.
#[derive(Clone)]
pub(super) struct Signed {
    /// As it is remembered.
    pub(super) remembered: Remembered,
    /// The session, once the keyring was asked for it.
    pub(super) session: Option<firebase::Session>,
    /// Where the token is kept, if that was seen.
    pub(super) kept: Option<Kept>,
    /// Why there is no session, if one was asked for.
    missing: Option<Missing>,
}

/// Why somebody who is signed in has no session.
#[derive(Clone)]
struct Missing {
    standing: Standing,
    notice: Option<String>,
    /// The person was asked to unlock the keyring, and has not.
    locked: bool,
}

/// Who is signed in, and how that stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) account: Option<Account>,
    pub(super) standing: Standing,
    pub(super) notice: Option<String>,
}

impl Signed {
    /// Somebody who has just signed in.
    pub(super) fn new(remembered: Remembered, session: firebase::Session, kept: Kept) -> Self {
        Self { remembered, session: Some(session), kept: Some(kept), missing: None }
    }

    /// Somebody who signed in before this process began, or in another.
    pub(super) fn remembered(remembered: Remembered) -> Self {
        Self { remembered, session: None, kept: None, missing: None }
    }

    pub(super) fn uid(&self) -> &str {
        &self.remembered.account.uid
    }

    /// Whether the session is over. One behind a locked keyring is not.
    pub(super) fn is_over(&self) -> bool {
        self.standing() == Standing::NeedsSignIn
            && !self.missing.as_ref().is_some_and(|missing| missing.locked)
    }

    /// Whether the account is known to be deleted: nobody signs in to it again.
    pub(super) fn is_deleted(&self) -> bool {
        let deleted = Session::Ended(EndReason::Deleted);
        self.session.as_ref().is_some_and(|session| session.state().borrow().standing == deleted)
    }

    fn standing(&self) -> Standing {
        match (&self.session, &self.missing) {
            (Some(session), _) => standing(&session.state().borrow()),
            (None, Some(missing)) => missing.standing,
            (None, None) => Standing::SignedIn,
        }
    }

    fn notice(&self) -> Option<String> {
        match &self.session {
            Some(session) => notice(&session.state().borrow(), self.kept.as_ref()),
            None => self.missing.as_ref()?.notice.clone(),
        }
    }
}

impl Missing {
    fn because_of(error: &AppError) -> Self {
        let locked = matches!(error, AppError::Account(AccountError::Vault(VaultError::Locked)));
        let (standing, notice) = match error {
            AppError::Account(AccountError::NotSetUp) => (Standing::Offline, None),
            _ if locked => (Standing::NeedsSignIn, Some(text::get("account-keyring-locked"))),
            AppError::Account(AccountError::Lost | AccountError::Vault(_)) => {
                (Standing::NeedsSignIn, Some(text::get("account-lost")))
            }
            // The settings are at fault, which is no reason to sign in again.
            other => (Standing::Offline, Some(other.to_string())),
        };
        Self { standing, notice, locked }
    }
}

impl Cloud {
    /// Who is signed in, and how that stands, as far as it is known. Asks nobody.
    pub(super) fn known(&self) -> Known {
        let held = lock(&self.signed);
        held.as_ref().map_or_else(Known::default, |signed| Known {
            account: Some(signed.remembered.account.clone()),
            standing: signed.standing(),
            notice: signed.notice(),
        })
    }

    /// The session of whoever is signed in, taken up from the keyring if need be. That may wait for a person who is
    /// asked to unlock it.
    pub(crate) fn session(&self) -> Result<firebase::Session, AppError> {
        if let Some(session) = self.signed()?.session {
            return Ok(session);
        }
        let _one_asks = lock(&self.asking);
        let signed = self.signed()?;
        if let Some(session) = signed.session {
            return Ok(session);
        }
        let taken = self.take_up(&signed);
        let mut held = lock(&self.signed);
        let now = held.as_mut().filter(|now| now.remembered.sign_in == signed.remembered.sign_in);
        // They signed out, or somebody signed in anew, while the keyring was asked.
        let now = now.ok_or(AccountError::SignedOut)?;
        now.missing = taken.as_ref().err().map(Missing::because_of);
        let session = taken?;
        now.session = Some(session.clone());
        drop(held);
        self.attend(&session)?;
        Ok(session)
    }

    /// Whether the person is being asked to unlock the keyring, or was, and has not: only what they do themself may
    /// ask again.
    pub(super) fn is_locked(&self) -> bool {
        let locked = |signed: &Signed| signed.missing.as_ref().is_some_and(|missing| missing.locked);
        self.is_asking() || lock(&self.signed).as_ref().is_some_and(locked)
    }

    /// Whether this process stays, and nobody has asked yet for the session of whoever is signed in.
    pub(crate) fn wants_session(&self) -> bool {
        let unasked = |signed: &Signed| signed.session.is_none() && signed.missing.is_none();
        self.stays() && !self.is_asking() && lock(&self.signed).as_ref().is_some_and(unasked)
    }

    fn is_asking(&self) -> bool {
        matches!(self.asking.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// Has a session keep itself fresh and the profile note the sign-in, if this process stays.
    pub(super) fn attend(&self, session: &firebase::Session) -> Result<(), AppError> {
        if !self.stays() {
            return Ok(());
        }
        let runtime = self.runtime()?;
        runtime.spawn(session.keep_fresh());
        let signed = self.signed()?;
        if !signed.remembered.noted {
            let (profiles, sign_in) = (self.clients()?.profiles, signed.remembered.sign_in);
            let note = self.note_of(sign_in);
            runtime.spawn(note_at_last(session.clone(), profiles, note));
        }
        Ok(())
    }

    fn signed(&self) -> Result<Signed, AppError> {
        Ok(lock(&self.signed).clone().ok_or(AccountError::SignedOut)?)
    }

    fn take_up(&self, signed: &Signed) -> Result<firebase::Session, AppError> {
        let clients = self.clients()?;
        let token = self.vault().load(signed.uid()).map_err(AccountError::Vault)?;
        let token = token.ok_or(AccountError::Lost)?;
        let account = known(&signed.remembered.account);
        let clock = Arc::new(SystemClock::default());
        Ok(firebase::Session::resume(clients.auth, self.vault(), clock, account, token))
    }

    /// Remembers what is known of the account now.
    pub(super) fn know(&self, account: &firebase::Account) -> Result<(), AppError> {
        let account = shown(account);
        let signed = self.signed()?;
        if signed.remembered.account.uid != account.uid {
            return Ok(());
        }
        self.note_of(signed.remembered.sign_in).change(|remembered| remembered.account = account)
    }
}

fn standing(state: &SessionState) -> Standing {
    match state.standing {
        Session::Resumed | Session::Active => Standing::SignedIn,
        Session::Offline | Session::Failing(_) => Standing::Offline,
        Session::Ended(_) => Standing::NeedsSignIn,
    }
}

fn notice(state: &SessionState, kept: Option<&Kept>) -> Option<String> {
    match (&state.standing, kept) {
        (Session::Ended(reason), _) => Some(reason.message()),
        (Session::Failing(error), _) => Some(error.to_string()),
        (_, Some(Kept::InMemory(error))) => Some(error.to_string()),
        _ => None,
    }
}

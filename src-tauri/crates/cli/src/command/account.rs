//! `sign-up`, `sign-in`, `sign-out`, `reset-password`, `account`.

use app::{App, AppError};
use model::ipc::{self, Account, AccountState, OnSignOut, Standing};
use model::text;
use serde_json::json;

use super::{labelled, lines};
use crate::args::{AccountVerb, SignIn, SignOut, SignUp};
use crate::output::{Output, Stop};
use crate::{browser, input};

pub(super) fn sign_up(app: &App, ask: &SignUp, output: Output) -> Result<(), Stop> {
    let state = app.sign_up(ipc::SignUp {
        email: ask.email.clone(),
        password: input::password()?,
        name: ask.name.clone(),
    })?;
    signed_in(&state, output)
}

pub(super) fn sign_in(app: &App, ask: &SignIn, output: Output) -> Result<(), Stop> {
    let state = if let Some(email) = &ask.email {
        app.sign_in(ipc::SignIn { email: email.clone(), password: input::password()? })?
    } else {
        // A session that ends with this process is not worth the way through the browser.
        if let Some(trouble) = app.keyring_trouble() {
            output.warn(&trouble);
        }
        app.google_sign_in(browser::open)?
    };
    signed_in(&state, output)
}

pub(super) fn sign_out(app: &App, ask: &SignOut, output: Output) -> Result<(), Stop> {
    let then = [(ask.sync, OnSignOut::Sync), (ask.keep, OnSignOut::Keep), (ask.discard, OnSignOut::Discard)];
    let then = then.into_iter().find_map(|(wanted, then)| wanted.then_some(then));
    let notice = app.sign_out(ipc::SignOut { then })?.notice;
    output.answer(&json!({"signed_out": true, "notice": notice}), || {
        lines([text::get("cli-signed-out"), notice.clone().unwrap_or_default()])
    })
}

pub(super) fn reset_password(app: &App, email: String, output: Output) -> Result<(), Stop> {
    app.password_reset(ipc::PasswordReset { email: email.clone() })?;
    output
        .answer(&json!({"mail_sent": true}), || text::with("cli-password-reset", &[("email", email.into())]))
}

pub(super) fn show(app: &App, output: Output) -> Result<(), Stop> {
    app.take_up_session()?;
    // The state says what the cloud would not, or that it can't be reached.
    let state = match app.account_check() {
        Ok(state) => state,
        Err(AppError::Account(_)) => app.account(),
        Err(error) => return Err(error.into()),
    };
    output.answer(&state, || {
        let project = if state.emulated { "cli-account-emulated" } else { "cli-account-project" };
        let standing = match state.standing {
            Standing::SignedOut => "cli-standing-signed-out",
            Standing::SignedIn => "cli-standing-signed-in",
            Standing::Offline => "cli-standing-offline",
            Standing::NeedsSignIn => "cli-standing-needs-sign-in",
        };
        lines([
            state.account.as_ref().map_or_else(
                || text::get("cli-account-none"),
                |account| labelled("cli-account-who", &who(account)),
            ),
            labelled("cli-account-standing", &text::get(standing)),
            match &state.project_id {
                Some(id) => labelled(project, id),
                None => text::get("cloud-not-set-up"),
            },
            state.notice.clone().unwrap_or_default(),
        ])
    })
}

pub(super) fn run(app: &App, verb: &AccountVerb, output: Output) -> Result<(), Stop> {
    let AccountVerb::Delete { confirm, password_stdin, discard } = verb;
    let password = if *password_stdin { Some(input::password()?) } else { None };
    let ask = ipc::AccountDelete { confirm: confirm.clone(), password, discard: *discard };
    let notice = app.account_delete(ask)?.notice;
    output.answer(&json!({"deleted_account": true, "notice": notice}), || {
        lines([text::get("cli-account-deleted"), notice.clone().unwrap_or_default()])
    })
}

fn signed_in(state: &AccountState, output: Output) -> Result<(), Stop> {
    output.answer(state, || {
        let who = state.account.as_ref().map(who).unwrap_or_default();
        lines([text::with("cli-signed-in", &[("who", who.into())]), state.notice.clone().unwrap_or_default()])
    })
}

/// A person as they are called: by name and address.
fn who(account: &Account) -> String {
    let email = if account.email_verified {
        account.email.clone()
    } else {
        text::with("cli-unverified", &[("email", account.email.as_str().into())])
    };
    account.name.as_ref().map_or(email.clone(), |name| format!("{name}, {email}"))
}

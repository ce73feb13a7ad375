//! The account: who is signed in. When that is somebody else, everything of the one before goes at once.

use model::ipc::{
    AccountState, CheckAccount, Farewell, GetAccount, LeaveAccount, Nothing, OnSignOut, SignOut, Standing,
};
use model::{CommandError, ErrorCode};

use crate::actions::{done, report, start};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};
use crate::text::t;

/// Asks for the first time who is signed in.
pub async fn ask_first(app: &App) {
    match backend::call_for_anyone::<GetAccount>(Nothing {}).await {
        Ok(account) if app.state().account.is_none() => app.dispatch(Action::Account(account)),
        Ok(account) => learn(app, account).await,
        Err(error) => report(app, &error),
    }
}

/// Asks again, because it may be somebody else.
pub async fn ask(app: App) {
    match backend::call_for_anyone::<GetAccount>(Nothing {}).await {
        Ok(account) => learn(&app, account).await,
        Err(error) => report(&app, &error),
    }
}

/// Has the cloud asked whether the account is still what it was. That it can't be reached is no news.
pub async fn check(app: App) {
    let asks = |account: &AccountState| {
        account.account.is_some() && matches!(account.standing, Standing::SignedIn | Standing::Offline)
    };
    if !app.state().account.as_ref().is_some_and(|account| asks(account)) {
        return;
    }
    match backend::call_for_anyone::<CheckAccount>(Nothing {}).await {
        Ok(account) => learn(&app, account).await,
        // The account's own state says what came of it.
        Err(_) => ask(app).await,
    }
}

/// Takes in how the account stands. If somebody else's library is open now, it is shown in place of the one before;
/// before it was asked for the first time, that can't be ruled out.
pub async fn learn(app: &App, account: AccountState) {
    let uid = |state: &AccountState| state.account.as_ref().map(|account| account.uid.clone());
    if app.state().account.as_ref().is_some_and(|known| uid(known) == uid(&account)) {
        app.dispatch(Action::Account(account));
    } else {
        backend::other_owner();
        app.dispatch(Action::Owner(account));
        // What is asked for at first asks who is signed in, too.
        Box::pin(start::load(app.clone())).await;
    }
}

/// Whether there is work that whoever signs in now will not see, because it belongs to nobody's account.
pub fn leaves_work(app: &App) -> bool {
    let state = app.state();
    state.account.as_ref().is_some_and(|known| known.account.is_none()) && !state.is_empty()
}

/// Somebody has signed in: says so, where the work is that was here before, and why they won't stay signed in.
pub async fn welcome(app: &App, account: AccountState, left_work: bool) {
    let email = account.account.as_ref().map(|account| account.email.clone()).unwrap_or_default();
    let notice = account.notice.clone();
    learn(app, account).await;
    app.dispatch(Action::Overlay(None));
    done(
        app,
        if left_work { t!("signed-in-left", email = email) } else { t!("signed-in", email = email) },
        false,
    );
    if let Some(notice) = notice {
        report(app, &CommandError::new(ErrorCode::Keyring, notice));
    }
}

/// Signs out. With changes that were not sent, asks what becomes of them.
pub async fn sign_out(app: App, then: Option<OnSignOut>) {
    match try_sign_out(&app, then).await {
        Ok(()) => {}
        Err(error) if error.code == ErrorCode::Unsent => {
            app.dispatch(Action::Overlay(Some(Overlay::SignOut)));
        }
        Err(error) => report(&app, &error),
    }
}

/// Signs out, or says why not.
pub async fn try_sign_out(app: &App, then: Option<OnSignOut>) -> Result<(), CommandError> {
    let farewell = backend::call_for_anyone::<LeaveAccount>(SignOut { then }).await?;
    left(app, farewell, t!("signed-out")).await;
    Ok(())
}

/// Somebody has left: says so, and what they should know.
pub async fn left(app: &App, farewell: Farewell, said: String) {
    ask(app.clone()).await;
    done(app, said, false);
    if let Some(notice) = farewell.notice {
        report(app, &CommandError::new(ErrorCode::Keyring, notice));
    }
}

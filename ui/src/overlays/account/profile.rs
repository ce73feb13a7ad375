//! The own account: name, address, password, and the way to delete it.

use model::Secret;
use model::ipc::{
    Account, AccountRename, AccountState, ChangePassword, CheckAccount, Command, Nothing, PasswordChange,
    RenameAccount, SendVerification,
};
use yew::prelude::*;

use super::form::{Field, Form, Stand, Work, act, field, on_submit, submit, use_form};
use super::password::Password;
use crate::components::icon::{Icon, sign};
use crate::overlays::Overlay;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::notice;
use crate::state::{Action, App, use_app, use_selector};
use crate::text::t;
use crate::{actions, backend};

/// See [`Profile`].
#[derive(Properties, PartialEq)]
pub struct ProfileProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog with the own account.
#[component]
pub fn Profile(props: &ProfileProps) -> Html {
    let app = use_app();
    let state = use_selector(|state| state.account.clone()).unwrap_or_default();
    let (name, address, password) = (use_form(), use_form(), use_form());
    let Some(account) = &state.account else { return Html::default() };
    let delete = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Action::Overlay(Some(Overlay::DeleteAccount))))
    };
    html! {
        <Dialog class="box narrow" label={t!("profile-title")} testid="profile-dialog" on_close={&props.on_close}>
            { heading(&t!("profile-title"), &account.email, &props.on_close) }
            <div class="account-parts scroll">
                if let Some(text) = &state.notice { { notice("waiting", Icon::Key, text, &[], "profile-notice") } }
                { verification(&app, account, &address) }
                { rename(&app, account, &name) }
                { password_change(&app, account, &password) }
                <section class="account-part account-grave">
                    <div>
                        <h3>{ t!("delete-account-title") }</h3>
                        <p class="hint">{ t!("delete-account-about") }</p>
                    </div>
                    { act(t!("delete-account"), "button button-grave", "account-delete", &delete) }
                </section>
            </div>
        </Dialog>
    }
}

/// Changes the account by the command `C`, and says so.
fn change<C: Command<Reply = AccountState>>(app: App, args: C::Args, said: String) -> Work
where
    C::Args: 'static,
{
    Box::pin(async move {
        let account = backend::call_for_anyone::<C>(args).await?;
        actions::account::learn(&app, account).await;
        Ok(Some(said))
    })
}

fn rename(app: &App, account: &Account, form: &Form) -> Html {
    let onsubmit = {
        let (app, form) = (app.clone(), form.clone());
        on_submit(move || {
            let args = AccountRename { name: form.value("name") };
            form.run("send", change::<RenameAccount>(app.clone(), args, t!("profile-saved")));
        })
    };
    let stand = form.stand();
    html! {
        <form class="account-part" ref={form.node.clone()} {onsubmit} novalidate=true>
            <div class="account-line">
                { field(stand, Field { name: "name", label: t!("field-display-name"), kind: "text", autocomplete: "name",
                    testid: "profile-name", value: account.name.clone().unwrap_or_default(), first: true, ..Field::default() }) }
                { submit(t!("profile-save"), "button-secondary", "profile-save", stand.is_busy()) }
            </div>
            { stand.note(&["name"], "profile-error", "profile-saved") }
        </form>
    }
}

/// An address that is not verified yet: the mail, and the answer to it.
fn verification(app: &App, account: &Account, form: &Form) -> Html {
    let stand = form.stand();
    if account.email_verified || account.email.is_empty() {
        return stand_after(stand);
    }
    let send = {
        let (form, email) = (form.clone(), account.email.clone());
        Callback::from(move |()| {
            let said = t!("verify-sent", email = email.as_str());
            form.run(
                "send",
                Box::pin(async move {
                    backend::call_for_anyone::<SendVerification>(Nothing {}).await?;
                    Ok(Some(said))
                }),
            );
        })
    };
    let check = {
        let (app, form) = (app.clone(), form.clone());
        Callback::from(move |()| {
            let app = app.clone();
            form.run(
                "check",
                Box::pin(async move {
                    let state = backend::call_for_anyone::<CheckAccount>(Nothing {}).await?;
                    let verified = state.account.as_ref().is_some_and(|account| account.email_verified);
                    actions::account::learn(&app, state).await;
                    Ok(Some(if verified { t!("verify-done") } else { t!("verify-not-yet") }))
                }),
            );
        })
    };
    html! {
        <section class="account-part account-verify" data-testid="profile-unverified">
            <p>{ sign(Icon::Info) }{ t!("verify-about") }</p>
            { stand.note(&[], "verify-error", "verify-said") }
            <div class="account-acts">
                { act(t!("verify-send"), "button button-secondary", "profile-verify", &send) }
                { act(t!("verify-check"), "button button-quiet", "profile-verified", &check) }
            </div>
        </section>
    }
}

/// The address is verified: what was said of that stays for as long as the dialog is open.
fn stand_after(stand: &Stand) -> Html {
    html! { <div class="account-part">{ stand.note(&[], "verify-error", "verify-said") }</div> }
}

fn password_change(app: &App, account: &Account, form: &Form) -> Html {
    if !account.has_password {
        return html! {
            <section class="account-part">
                <h3>{ t!("field-password") }</h3>
                <p class="hint">{ t!("password-none") }</p>
            </section>
        };
    }
    let onsubmit = {
        let (app, form) = (app.clone(), form.clone());
        on_submit(move || {
            let (current, password) =
                (Secret::new(form.value("current")), Secret::new(form.value("password")));
            let work = change::<ChangePassword>(
                app.clone(),
                PasswordChange { current, password },
                t!("password-changed"),
            );
            form.run("send", work);
        })
    };
    let stand = form.stand();
    let wrong = |name: &str| stand.wrong(name).map(|wrong| AttrValue::from(wrong.to_owned()));
    html! {
        <form class="account-part" ref={form.node.clone()} {onsubmit} novalidate=true>
            <h3>{ t!("password-change") }</h3>
            // A keeper of passwords wants to know whose they are.
            <input class="unseen" type="email" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true
                value={account.email.clone()} />
            <Password name="current" label={t!("password-current")} autocomplete="current-password"
                testid="password-current" wrong={wrong("current")} />
            <Password name="password" label={t!("password-new")} autocomplete="new-password"
                testid="password-new" wrong={wrong("password")} />
            { stand.note(&["current", "password"], "password-error", "password-changed") }
            <div class="account-acts">
                { submit(t!("password-submit"), "button-secondary", "password-submit", stand.is_busy()) }
            </div>
        </form>
    }
}

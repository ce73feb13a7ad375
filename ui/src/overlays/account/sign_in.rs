//! Signing in: by e-mail, with Google, as somebody new; and the mail with which a password is set anew.

use model::Secret;
use model::ipc::{
    AccountState, CancelGoogle, Command, EnterAccount, GoogleSignIn, MakeAccount, Nothing, PasswordReset,
    ResetPassword, SignIn, SignUp,
};
use yew::prelude::*;

use super::form::{Field, Form, Stand, Work, act, field, field_id, on_submit, submit, use_form};
use super::password::Password;
use crate::components::icon::{Icon, sign};
use crate::components::mark::mark;
use crate::intent::Intent;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::notice::{close_button, empty, notice};
use crate::state::{App, use_app, use_selector};
use crate::text::t;
use crate::{actions, backend, dom};

/// What the dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Signing in.
    In,
    /// Making an account.
    Up,
    /// Having the password reset.
    Reset,
}

/// See [`Entrance`].
#[derive(Properties, PartialEq)]
pub struct EntranceProps {
    /// What it is for at first.
    pub mode: Mode,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog of whoever wants to sign in.
#[component]
pub fn Entrance(props: &EntranceProps) -> Html {
    let app = use_app();
    let account = use_selector(|state| state.account.clone()).unwrap_or_default();
    let mode = use_state_eq(|| props.mode);
    let form = use_form();
    let waiting = *form.stand() == Stand::Busy(GOOGLE);
    let on_close = {
        let (form, close) = (form.clone(), props.on_close.clone());
        Callback::from(move |()| match form.stand() {
            Stand::Busy(GOOGLE) => cancel(),
            Stand::Busy(_) => {}
            _ => close.emit(()),
        })
    };
    // The address of whoever has to sign in again is known; what was typed goes along to the other modes.
    let email =
        use_state_eq(|| account.account.as_ref().map(|account| account.email.clone()).unwrap_or_default());
    let goto = |to: Mode| {
        let (mode, form, email) = (mode.clone(), form.clone(), email.clone());
        Callback::from(move |()| {
            let typed = form.value("email");
            if !typed.is_empty() {
                email.set(typed);
            }
            mode.set(to);
            form.open();
            dom::focus_soon(&format!("#{}", field_id(if to == Mode::Up { "name" } else { "email" })));
        })
    };
    let title = match *mode {
        Mode::In => t!("sign-in-title"),
        Mode::Up => t!("sign-up-title"),
        Mode::Reset => t!("reset-title"),
    };
    let body = if account.project_id.is_none() {
        not_set_up(&app)
    } else if waiting {
        browser()
    } else {
        match (*mode, form.stand()) {
            (Mode::Reset, Stand::Said(said)) => reset_done(said, &goto(Mode::In)),
            (Mode::Reset, _) => reset(&form, &email, &goto(Mode::In)),
            _ => entrance(&app, &form, *mode, &email, &account, &goto),
        }
    };
    html! {
        <Dialog class="box slim" label={title.clone()} testid="sign-in-dialog" decides=true on_close={&on_close}>
            <header class="account-head">
                { mark(36) }
                { close_button(&on_close) }
                <h2>{ title }</h2>
                <p>{ if *mode == Mode::Reset { t!("reset-about") } else { t!("sign-in-about") } }</p>
                if account.emulated { <p class="account-badge">{ t!("account-emulated") }</p> }
            </header>
            { body }
            if account.project_id.is_some() && !waiting && *mode != Mode::Reset {
                <footer class="account-foot">
                    { match *mode {
                        Mode::Up => act(t!("sign-in-instead"), "link", "sign-in-mode", &goto(Mode::In)),
                        _ => act(t!("sign-up-instead"), "link", "sign-in-mode", &goto(Mode::Up)),
                    } }
                    { act(t!("sign-in-later"), "link quiet", "sign-in-later", &on_close) }
                </footer>
            }
        </Dialog>
    }
}

/// What is being done while the person is in the browser.
const GOOGLE: &str = "google";

fn cancel() {
    actions::spawn(async {
        // Nobody waits for the browser any more: then there is nothing to cancel either.
        drop(backend::call_for_anyone::<CancelGoogle>(Nothing {}).await);
    });
}

/// Fields and buttons for signing in or up.
fn entrance(
    app: &App,
    form: &Form,
    mode: Mode,
    email: &str,
    account: &AccountState,
    goto: &impl Fn(Mode) -> Callback<()>,
) -> Html {
    let stand = form.stand();
    let busy = stand.is_busy();
    let up = mode == Mode::Up;
    let onsubmit = {
        let (app, form) = (app.clone(), form.clone());
        on_submit(move || {
            let (email, password) = (form.value("email"), Secret::new(form.value("password")));
            form.run(
                "send",
                if up {
                    let args = SignUp {
                        email,
                        password,
                        name: Some(form.value("name")).filter(|name| !name.trim().is_empty()),
                    };
                    enter::<MakeAccount>(app.clone(), args)
                } else {
                    enter::<EnterAccount>(app.clone(), SignIn { email, password })
                },
            );
        })
    };
    let google = {
        let (app, form) = (app.clone(), form.clone());
        Callback::from(move |_: MouseEvent| form.run(GOOGLE, enter::<GoogleSignIn>(app.clone(), Nothing {})))
    };
    let password = if up { "new-password" } else { "current-password" };
    html! {
        <form class="account-form" ref={form.node.clone()} {onsubmit} novalidate=true>
            if let Some(notice_text) = account.notice.as_ref().filter(|_| !matches!(stand, Stand::Failed(_))) {
                { notice("waiting", Icon::Key, notice_text, &[], "sign-in-notice") }
            }
            { stand.note(&["email", "password", "name"], "sign-in-error", "sign-in-said") }
            if up {
                { field(stand, Field { name: "name", label: t!("field-display-name"), kind: "text", autocomplete: "name",
                    testid: "sign-in-name", placeholder: t!("sign-up-name-hint"), first: true, ..Field::default() }) }
            }
            { field(stand, Field { name: "email", label: t!("field-email"), kind: "email", autocomplete: "username",
                testid: "sign-in-email", first: !up, value: email.to_owned(), ..Field::default() }) }
            <Password name="password" label={t!("field-password")} autocomplete={password} testid="sign-in-password"
                wrong={stand.wrong("password").map(|wrong| AttrValue::from(wrong.to_owned()))}>
                if !up { { act(t!("sign-in-forgot"), "link", "sign-in-forgot", &goto(Mode::Reset)) } }
            </Password>
            { submit(if up { t!("sign-up-submit") } else { t!("sign-in-submit") }, "button-primary", "sign-in-submit", busy) }
            if account.google {
                <p class="account-or">{ t!("sign-in-or") }</p>
                <button type="button" class="button button-secondary" data-testid="sign-in-google" onclick={google}>
                    { sign(Icon::Google) }{ t!("sign-in-google") }
                </button>
            }
        </form>
    }
}

/// Signs in by the command `C`.
fn enter<C: Command<Reply = AccountState>>(app: App, args: C::Args) -> Work
where
    C::Args: 'static,
{
    Box::pin(async move {
        let leaves_work = actions::account::leaves_work(&app);
        let account = backend::call_for_anyone::<C>(args).await?;
        actions::account::welcome(&app, account, leaves_work).await;
        Ok(None)
    })
}

/// What stands there while the person is in the browser.
fn browser() -> Html {
    html! {
        <div class="account-form account-waiting" role="status" data-testid="sign-in-browser">
            <span class="spinner" aria-hidden="true"></span>
            <p class="strong">{ t!("google-waiting") }</p>
            <p>{ t!("google-waiting-text") }</p>
            { act(t!("cancel"), "button button-secondary", "sign-in-cancel", &Callback::from(|()| cancel())) }
        </div>
    }
}

fn reset(form: &Form, email: &str, back: &Callback<()>) -> Html {
    let onsubmit = {
        let form = form.clone();
        on_submit(move || {
            let email = form.value("email");
            form.run(
                "send",
                Box::pin(async move {
                    let said = t!("reset-done", email = email.trim());
                    backend::call_for_anyone::<ResetPassword>(PasswordReset { email }).await?;
                    Ok(Some(said))
                }),
            );
        })
    };
    let stand = form.stand();
    html! {
        <form class="account-form" ref={form.node.clone()} {onsubmit} novalidate=true>
            { stand.note(&["email"], "sign-in-error", "reset-said") }
            { field(stand, Field { name: "email", label: t!("field-email"), kind: "email", autocomplete: "username",
                testid: "reset-email", first: true, value: email.to_owned(), ..Field::default() }) }
            { submit(t!("reset-submit"), "button-primary", "reset-submit", stand.is_busy()) }
            { act(t!("reset-back"), "button button-quiet", "reset-back", back) }
        </form>
    }
}

/// The same words whether there is such an account or not: who has one is nobody's business.
fn reset_done(said: &str, back: &Callback<()>) -> Html {
    html! {
        <div class="account-form" data-testid="reset-done">
            { notice("synced", Icon::Check, said, &[], "reset-said") }
            { act(t!("reset-back"), "button button-primary", "reset-back", back) }
        </div>
    }
}

/// There is no cloud to sign in to.
pub fn not_set_up(app: &App) -> Html {
    let app = app.clone();
    let set_up = Callback::from(move |()| Intent::Cloud.run(&app));
    html! {
        <div class="account-form">
            { empty(Icon::CloudOff, &t!("cloud-none"), &t!("cloud-none-text")) }
            { act(t!("intent-cloud"), "button button-primary", "sign-in-set-up", &set_up) }
        </div>
    }
}

//! Deleting the account for good: exactly what goes, what stays, and the word that has to be typed.

use model::Secret;
use model::ipc::{AccountDelete, DeleteAccount};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::form::{Field, act, field, on_submit, submit, use_form};
use super::password::Password;
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::state::{use_app, use_selector};
use crate::text::t;
use crate::{actions, backend};

/// See [`Delete`].
#[derive(Properties, PartialEq)]
pub struct DeleteProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog that asks whether the account is to be deleted.
#[component]
pub fn Delete(props: &DeleteProps) -> Html {
    let app = use_app();
    let account = use_selector(|state| state.account.as_ref().and_then(|state| state.account.clone()));
    let counts = use_selector(|state| {
        state.status.as_ref().map_or((0, 0), |status| (status.programs, status.workouts))
    });
    let discard = use_state_eq(|| false);
    let form = use_form();
    let Some(account) = account else { return Html::default() };
    let onsubmit = {
        let (app, form, discard) = (app.clone(), form.clone(), *discard);
        let (email, has_password) = (account.email.clone(), account.has_password);
        on_submit(move || {
            let password = has_password.then(|| Secret::new(form.value("password")));
            let args = AccountDelete { confirm: form.value("confirm"), password, discard };
            let (app, said) = (app.clone(), t!("account-deleted", email = email.as_str()));
            form.run(
                "send",
                Box::pin(async move {
                    let farewell = backend::call_for_anyone::<DeleteAccount>(args).await?;
                    actions::account::left(&app, farewell, said).await;
                    Ok(None)
                }),
            );
        })
    };
    let onchange = {
        let discard = discard.clone();
        Callback::from(move |event: Event| {
            discard.set(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()));
        })
    };
    let export = Callback::from(move |()| actions::spawn(actions::transfer::export_all(app.clone())));
    let library = t!(
        "delete-account-library",
        programs = t!("count-programs", n = counts.0),
        workouts = t!("count-workouts", n = counts.1)
    );
    let line = |icon: Icon, text: String| html! { <li>{ sign(icon) }<span>{ text }</span></li> };
    let stand = form.stand();
    html! {
        <Dialog class="box narrow" label={t!("delete-account-title")} testid="delete-dialog" decides=true
            on_close={&props.on_close}>
            { heading(&t!("delete-account-ask"), &account.email, &props.on_close) }
            <form class="account-form account-wide scroll" tabindex="-1" autofocus=true ref={form.node.clone()} {onsubmit} novalidate=true>
                <div class="account-fate">
                    <h3>{ t!("delete-account-goes") }</h3>
                    <ul class="goes">
                        { line(Icon::Close, t!("delete-account-goes-login", email = account.email.as_str())) }
                        { line(Icon::Close, t!("delete-account-goes-cloud")) }
                        if *discard { { line(Icon::Close, library.clone()) } }
                    </ul>
                    <h3>{ t!("delete-account-stays") }</h3>
                    <ul class="stays">
                        if !*discard { { line(Icon::Check, library) } }
                        { line(Icon::Check, t!("delete-account-stays-others")) }
                    </ul>
                </div>
                <label class="check">
                    <input type="checkbox" data-testid="delete-discard" checked={*discard} {onchange} />
                    <span>{ t!("delete-account-discard") }</span>
                </label>
                <p class="hint">
                    { t!("delete-account-export") }{ " " }{ act(t!("intent-export"), "link", "delete-export", &export) }
                </p>
                if account.has_password {
                    <Password name="password" label={t!("field-password")} autocomplete="current-password"
                        testid="delete-password" wrong={stand.wrong("password").map(|wrong| AttrValue::from(wrong.to_owned()))} />
                }
                { field(stand, Field { name: "confirm", label: t!("delete-account-word", word = t!("account-delete-word")),
                    kind: "text", autocomplete: "off", testid: "delete-word", ..Field::default() }) }
                <div class="account-acts">
                    <div class="account-said">{ stand.note(&["confirm", "password"], "delete-error", "delete-said") }</div>
                    { act(t!("cancel"), "button button-secondary", "cancel", &props.on_close) }
                    { submit(t!("delete-account-submit"), "button-grave-filled", "delete-submit", stand.is_busy()) }
                </div>
            </form>
        </Dialog>
    }
}

//! Signing out while changes wait that were not sent: what is to become of them.

use model::ipc::OnSignOut;
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::{loading, notice};
use crate::state::{Action, use_app, use_selector};
use crate::text::t;

/// See [`SignOut`].
#[derive(Properties, PartialEq)]
pub struct SignOutProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// How far sending them first is.
#[derive(PartialEq)]
enum Sending {
    /// It was not asked for.
    Not,
    /// Under way.
    Sent,
    /// They could not be sent, and why.
    Failed(String),
}

/// The question what becomes of what was not sent.
#[component]
pub fn SignOut(props: &SignOutProps) -> Html {
    let app = use_app();
    let sending = use_state_eq(|| Sending::Not);
    // Refused changes are no less lost than those that wait.
    let unsent = use_selector(|state| {
        let waiting = state.status.as_ref().map_or(0, |status| status.sync.pending());
        waiting.max(state.sync.pending + state.sync.refused)
    });
    // Whoever is asked to be signed out is, as soon as everything is sent: that can't be left halfway.
    let on_close = {
        let (sending, close) = (sending.clone(), props.on_close.clone());
        Callback::from(move |()| {
            if *sending != Sending::Sent {
                close.emit(());
            }
        })
    };
    let sync = {
        let (app, sending) = (app.clone(), sending.clone());
        Callback::from(move |_: MouseEvent| {
            let (app, sending) = (app.clone(), sending.clone());
            sending.set(Sending::Sent);
            actions::spawn(async move {
                if let Err(error) = actions::account::try_sign_out(&app, Some(OnSignOut::Sync)).await {
                    sending.set(Sending::Failed(error.message));
                }
            });
        })
    };
    let leave = |then: OnSignOut| {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| {
            app.dispatch(Action::Overlay(None));
            actions::spawn(actions::account::sign_out(app.clone(), Some(then)));
        })
    };
    let export = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| actions::spawn(actions::transfer::export_all(app.clone())))
    };
    let choice = |testid: &'static str,
                  icon: Icon,
                  title: String,
                  text: String,
                  onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="choice" data-testid={testid} autofocus={testid == "sign-out-sync"} {onclick}
                disabled={*sending == Sending::Sent}>
                { sign(icon) }
                <span class="choice-words">
                    <span class="choice-title">{ title }</span>
                    <span class="choice-text">{ text }</span>
                </span>
                { sign(Icon::ChevronRight) }
            </button>
        }
    };
    html! {
        <Dialog key="sign-out" class="box narrow" label={t!("sign-out-title")} testid="sign-out-dialog" decides=true on_close={&on_close}>
            { heading(&t!("sign-out-title"), "", &on_close) }
            <div class="question">
                <p>{ t!("sign-out-about", n = unsent) }</p>
                { match &*sending {
                    Sending::Not => Html::default(),
                    Sending::Sent => loading(&t!("sign-out-syncing")),
                    Sending::Failed(why) => notice("waiting", Icon::CloudOff, why, &[], "sign-out-unsent"),
                } }
                { choice("sign-out-sync", Icon::Sync, t!("sign-out-sync"), t!("sign-out-sync-text"), sync) }
                { choice("sign-out-keep", Icon::Device, t!("sign-out-keep"), t!("sign-out-keep-text"), leave(OnSignOut::Keep)) }
                { choice("sign-out-export", Icon::Export, t!("sign-out-export"), t!("sign-out-export-text"), export) }
                { choice("sign-out-discard", Icon::Trash, t!("sign-out-discard"), t!("sign-out-discard-text"),
                    leave(OnSignOut::Discard)) }
            </div>
        </Dialog>
    }
}

//! Signing out while changes wait that were not sent: what is to become of them.

use model::ipc::OnSignOut;
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, Sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::state::{Action, App};
use crate::text::t;

/// The question what becomes of what was not sent.
pub fn sign_out(app: &App, on_close: &Callback<()>) -> Html {
    let unsent = app.state().status.as_ref().map_or(0, |status| status.sync.pending());
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
            <button type="button" class="choice" data-testid={testid} autofocus={testid == "sign-out-keep"} {onclick}>
                <Sign {icon} />
                <span class="choice-words">
                    <span class="choice-title">{ title }</span>
                    <span class="choice-text">{ text }</span>
                </span>
                <Sign icon={Icon::ChevronRight} />
            </button>
        }
    };
    html! {
        <Dialog key="sign-out" class="box narrow" label={t!("sign-out-title")} testid="sign-out-dialog" decides=true {on_close}>
            { heading(&t!("sign-out-title"), "", on_close) }
            <div class="question">
                <p>{ t!("sign-out-about", n = unsent) }</p>
                { choice("sign-out-keep", Icon::Device, t!("sign-out-keep"), t!("sign-out-keep-text"), leave(OnSignOut::Keep)) }
                { choice("sign-out-export", Icon::Export, t!("sign-out-export"), t!("sign-out-export-text"), export) }
                { choice("sign-out-discard", Icon::Trash, t!("sign-out-discard"), t!("sign-out-discard-text"),
                    leave(OnSignOut::Discard)) }
            </div>
        </Dialog>
    }
}

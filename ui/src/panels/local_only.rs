//! The hint that the work is on this machine only: small, once there is work worth keeping and a cloud to keep it
//! in, and gone for good once it was put away.

use yew::prelude::*;

use crate::actions;
use crate::components::button::icon_button;
use crate::components::icon::{Icon, sign};
use crate::intent::Intent;
use crate::state::{App, AppState};
use crate::testid;
use crate::text::t;

/// How many workouts are work worth keeping.
const WORTH: u64 = 3;

/// Whether it is to be seen.
pub fn is_due(state: &AppState) -> bool {
    let alone =
        state.account.as_ref().is_some_and(|account| account.account.is_none() && account.can_sign_in());
    let worth = state.status.as_ref().is_some_and(|status| status.workouts >= WORTH);
    alone && worth && !state.preferences.local_only_hidden
}

/// The hint.
pub fn local_only(app: &App) -> Html {
    let sign_up = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| Intent::SignUp.run(&app))
    };
    let app = app.clone();
    let hide = Callback::from(move |_| {
        actions::preferences::choose(&app, |preferences| preferences.local_only_hidden = true);
    });
    html! {
        <aside class="local-only" data-testid={testid::LOCAL_ONLY_HINT}>
            { sign(Icon::Device) }
            <p>
                { t!("local-only") }{ " " }
                <button type="button" class="link" data-testid="local-only-sign-up" onclick={sign_up}>{ t!("local-only-sign-up") }</button>
            </p>
            { icon_button(t!("local-only-hide"), Icon::Close, testid::LOCAL_ONLY_HIDE, hide) }
        </aside>
    }
}

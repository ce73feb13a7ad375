//! What stands where a list or a program can't: that it is empty, or why it could not be read.

use yew::prelude::*;

use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sized};
use crate::text::t;

/// A quiet notice in the middle of its panel: what is the case, what it means, and what can be done.
pub fn notice(icon: Icon, title: String, text: String, testid: &'static str, action: Html) -> Html {
    html! {
        <div class="notice" data-testid={testid}>
            { sized(icon, 24) }
            <p class="notice-title">{ title }</p>
            if !text.is_empty() {
                <p class="notice-text">{ text }</p>
            }
            { action }
        </div>
    }
}

/// Something could not be read: what happened, what it means for the data, and the way to try again.
pub fn trouble(title: String, text: String, retry: &Callback<()>) -> Html {
    let again = button(t!("retry"), Weight::Secondary, None, "retry", retry);
    html! { <div role="alert">{ notice(Icon::Warning, title, text, "trouble", again) }</div> }
}

/// Rows that are still on their way; they appear only when it takes long enough to be noticed.
pub fn waiting() -> Html {
    html! {
        <div class="waiting" aria-busy="true" aria-label={t!("loading")} data-testid="waiting">
            { for (0..6).map(|_| html! { <div class="waiting-row"><i /><i /></div> }) }
        </div>
    }
}

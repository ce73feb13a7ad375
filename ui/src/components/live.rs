//! What screen readers are told: one polite region for the whole page.

use yew::prelude::*;

use crate::state::use_selector;
use crate::testid;

/// The region. Two equal sentences in a row are two nodes, so that the second is read too.
#[component]
pub fn LiveRegion() -> Html {
    let announcement = use_selector(|state| state.announcement.clone());
    html! {
        <div class="unseen" role="status" aria-live="polite" data-testid={testid::LIVE}>
            <span key={announcement.number}>{ announcement.text }</span>
        </div>
    }
}

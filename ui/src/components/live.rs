//! What screen readers are told: one polite region for the whole page.

use yew::prelude::*;

use crate::state::{App, AppState};
use crate::testid;

/// The region. Two equal sentences in a row are two nodes, so that the second is read too.
pub fn live_region(_: &App, state: &AppState) -> Html {
    let announcement = state.announcement.clone();
    html! {
        <div class="unseen" role="status" aria-live="polite" data-testid={testid::LIVE}>
            <span key={announcement.number}>{ announcement.text }</span>
        </div>
    }
}

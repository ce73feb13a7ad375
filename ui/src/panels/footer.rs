//! The footer: counts, and long work under way.

use yew::prelude::*;

use crate::overlays::update_line;
use crate::state::{App, AppState};
use crate::testid;
use crate::text::t;

/// The footer.
pub fn footer(app: &App, state: &AppState) -> Html {
    let status = state.status.as_ref();
    let undo = status.and_then(|status| status.undo.clone());
    html! {
        <footer class="footer numbers" data-testid={testid::FOOTER}>
            <span>
                if let Some(status) = status {
                    { t!("count-programs", n = status.programs) }{ " · " }{ t!("count-workouts", n = status.workouts) }
                }
            </span>
            if let Some(progress) = &state.progress {
                <span class="footer-progress">
                    { progress.label.clone() }
                    <progress max={progress.total.to_string()} value={progress.done.to_string()} />
                </span>
            } else if let Some(undo) = undo {
                <span class="footer-last">{ t!("last-change", what = undo) }</span>
            }
            { update_line(app, &state.update) }
        </footer>
    }
}

//! The footer: counts, and long work under way.

use yew::prelude::*;

use crate::state::use_selector;
use crate::testid;
use crate::text::t;

/// The footer.
#[component]
pub fn Footer() -> Html {
    let counts = use_selector(|state| state.status.as_ref().map(|status| (status.programs, status.workouts)));
    let undo = use_selector(|state| state.status.as_ref().and_then(|status| status.undo.clone()));
    let progress = use_selector(|state| state.progress.clone());
    html! {
        <footer class="footer numbers" data-testid={testid::FOOTER}>
            <span>
                if let Some((programs, workouts)) = counts {
                    { t!("count-programs", n = programs) }{ " · " }{ t!("count-workouts", n = workouts) }
                }
            </span>
            if let Some(progress) = progress {
                <span class="footer-progress">
                    { progress.label.clone() }
                    <progress max={progress.total.to_string()} value={progress.done.to_string()} />
                </span>
            } else if let Some(undo) = undo {
                <span class="footer-last">{ t!("last-change", what = undo) }</span>
            }
        </footer>
    }
}

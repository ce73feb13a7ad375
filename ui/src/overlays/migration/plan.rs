//! What will happen, in numbers, and the decision.

use model::ipc::{MigrationPreview, MigrationRun};
use yew::prelude::*;

use super::Act;
use super::rows::{counted, figure, section, trail};
use crate::components::button::{Weight, button};
use crate::components::icon::Icon;
use crate::overlays::parts::notice::{empty, notice};
use crate::text::t;

/// See the module.
pub fn view(
    preview: &MigrationPreview,
    runs: &[MigrationRun],
    act: &Callback<Act>,
    on_close: &Callback<()>,
) -> Html {
    let moving = preview.to_move();
    let is_ready = preview.eligibility.eligible && moving > 0;
    let does = |what: Act| act.reform(move |()| what.clone());
    let contents = if preview.eligibility.local_data.total() == 0 {
        empty(Icon::Check, &t!("migrate-nothing"), &t!("migrate-nothing-text"))
    } else {
        figures(preview)
    };
    html! {
        <>
            if !preview.eligibility.eligible && preview.eligibility.local_data.total() > 0 {
                { notice("waiting", Icon::CloudOff, &t!("migrate-unheard"), &[], "migrate-unheard") }
            }
            <div class="scroll migration-body">
                { contents }
                { trail(runs, "", act) }
            </div>
            <footer class="box-foot">
                if is_ready {
                    { button(t!("migrate-later"), Weight::Secondary, None, "migrate-later", &does(Act::Later)) }
                    { button(t!("migrate-begin", n = moving), Weight::Primary, Some(Icon::Cloud), "migrate-begin", &does(Act::Begin)) }
                } else {
                    { button(t!("close"), Weight::Secondary, None, "migrate-close", on_close) }
                }
            </footer>
        </>
    }
}

fn figures(preview: &MigrationPreview) -> Html {
    let shares = [
        (Icon::Plus, "migrate-new", preview.new),
        (Icon::Merge, "migrate-differing", preview.differing),
        (Icon::Check, "migrate-identical", preview.identical),
        (Icon::Check, "migrate-moved-before", preview.moved_before),
    ];
    let shares = shares.into_iter().filter(|(_, _, counts)| counts.total() > 0);
    html! {
        <>
            <ul class="migration-figures">
                { for shares.map(|(icon, key, counts)| figure(icon, key, model::text::get(key), counted(counts))) }
            </ul>
            <p class="about">
                { t!("migrate-safe", folder = preview.backup_folder.as_str()) }
                if let Some(time) = &preview.eligibility.estimated_time { { " " }{ t!("migrate-takes", time = time.as_str()) } }
            </p>
            { section(t!("migrate-namesakes"), &preview.namesakes, preview.namesake_count) }
            { section(t!("migrate-sample"), &preview.sample, preview.eligibility.local_data.total()) }
        </>
    }
}

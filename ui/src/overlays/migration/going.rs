//! How far a run is.

use model::ipc::MigrationRun;
use model::migration::Step;
use yew::prelude::*;

use super::Act;
use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::notice::notice;
use crate::text::t;

/// The steps that a person sees, in order.
const STEPS: [(Step, &str); 4] = [
    (Step::Begun, "migrate-step-backup"),
    (Step::BackedUp, "migrate-step-copy"),
    (Step::Copied, "migrate-step-upload"),
    (Step::Uploaded, "migrate-step-verify"),
];

/// See the module.
pub fn view(run: &MigrationRun, act: &Callback<Act>, on_close: &Callback<()>) -> Html {
    let is_back = run.step == Step::RollingBack;
    let steps = STEPS.iter().filter(|_| !is_back).map(|(step, key)| {
        let (class, icon) = match run.step.cmp(step) {
            std::cmp::Ordering::Greater => ("done", Icon::Check),
            std::cmp::Ordering::Equal => ("now", Icon::Sync),
            std::cmp::Ordering::Less => ("to-come", Icon::ChevronRight),
        };
        html! { <li class={class} aria-current={(class == "now").then_some("step")}>{ sign(icon) }{ model::text::get(key) }</li> }
    });
    let left = run.remaining.filter(|_| run.done < run.total).map(|left| match left.div_ceil(60_000) {
        0 | 1 => t!("migrate-left-seconds", n = left.div_ceil(1_000)),
        minutes => t!("migrate-left-minutes", n = minutes),
    });
    let value = (run.total > 0).then(|| run.done.to_string());
    html! {
        <>
            <div class="scroll migration-body">
                <ol class="migration-steps">{ for steps }</ol>
                <div class="working" role="status" data-testid="migrate-progress">
                    <p>{ &run.summary }{ left.map(|left| format!(" \u{b7} {left}")) }</p>
                    <progress {value} max={run.total.max(1).to_string()} aria-label={run.summary.clone()}></progress>
                </div>
                if let Some(waits) = &run.waits { { notice("waiting", Icon::CloudOff, waits, &[], "migrate-waits") } }
                if let Some(trouble) = &run.trouble { { notice("attention", Icon::Warning, trouble, &[], "migrate-trouble") } }
                if run.attention > 0 {
                    { notice("attention", Icon::Warning, &t!("migrate-attention", n = run.attention), &[], "migrate-attention") }
                }
                <p class="about">{ model::text::get(if is_back { "migrate-back-about" } else { "migrate-going-about" }) }</p>
            </div>
            <footer class="box-foot">
                if !is_back { { button(t!("migrate-cancel"), Weight::Quiet, None, "migrate-cancel", &act.reform(|()| Act::Cancel)) } }
                { button(t!("migrate-background"), Weight::Primary, None, "migrate-background", on_close) }
            </footer>
        </>
    }
}

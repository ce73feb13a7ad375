//! What came of a run, and what can be done with it: taking it back, and clearing this machine's copy, each asked for
//! separately.

use model::ipc::{MigrationReport, MigrationRun};
use model::migration::{RecordCounts, Step};
use yew::prelude::*;

use super::Act;
use super::rows::{counted, figure, section, trail};
use crate::components::button::{Weight, button};
use crate::components::icon::Icon;
use crate::overlays::parts::notice::notice;
use crate::text::t;

/// What was asked for and has to be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Taking it back.
    Back,
    /// Clearing this machine's copy.
    Clear,
}

/// See the module.
pub fn view(
    report: &MigrationReport,
    runs: &[MigrationRun],
    asked: &UseStateHandle<Option<Asked>>,
    act: &Callback<Act>,
    on_close: &Callback<()>,
) -> Html {
    let run = report.run.clone();
    let does = |what: Act| act.reform(move |()| what.clone());
    let ask = |what: Option<Asked>| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(what))
    };
    let foot = match **asked {
        None => html! {
            <>
                { button(t!("migrate-export"), Weight::Quiet, Some(Icon::Export), "migrate-export", &does(Act::Export(run))) }
                if report.can_roll_back {
                    { button(t!("migrate-back"), Weight::Quiet, Some(Icon::Undo), "migrate-back", &ask(Some(Asked::Back))) }
                }
                if report.can_clear {
                    { button(t!("migrate-clear"), Weight::Secondary, Some(Icon::Trash), "migrate-clear", &ask(Some(Asked::Clear))) }
                }
                { button(t!("close"), Weight::Primary, None, "migrate-close", on_close) }
            </>
        },
        Some(what) => {
            let (question, act, label) = match what {
                Asked::Back => (t!("migrate-back-question"), Act::Back(run), t!("migrate-back-yes")),
                Asked::Clear => (t!("migrate-clear-question"), Act::Clear(run), t!("migrate-clear-yes")),
            };
            let confirm = {
                let (asked, act) = (asked.clone(), does(act));
                Callback::from(move |()| {
                    asked.set(None);
                    act.emit(());
                })
            };
            html! {
                <>
                    <p class="migration-question" role="status">{ question }</p>
                    { button(t!("cancel"), Weight::Secondary, None, "cancel", &ask(None)) }
                    { button(label, Weight::Primary, None, "migrate-confirm", &confirm) }
                </>
            }
        }
    };
    html! {
        <>
            <div class="scroll migration-body">
                { contents(report) }
                { trail(runs, &report.run, act) }
            </div>
            <footer class="box-foot">{ foot }</footer>
        </>
    }
}

pub(super) fn contents(report: &MigrationReport) -> Html {
    let (kind, icon) = match report.step {
        _ if report.attention > 0 => ("attention", Icon::Warning),
        Step::Finished => ("synced", Icon::Check),
        _ => ("waiting", Icon::Info),
    };
    let moved = RecordCounts { programs: report.migrated_programs, workouts: report.migrated_workouts };
    let path = report.backup.as_ref().map(|backup| backup.path.as_str());
    html! {
        <>
            { notice(kind, icon, &report.summary, &[], "migrate-summary") }
            <ul class="migration-figures">
                if moved.total() > 0 { { figure(Icon::Cloud, "migrate-moved", t!("migrate-moved"), counted(moved)) } }
                if report.merged > 0 { { figure(Icon::Merge, "migrate-merged", t!("migrate-merged"), report.merged.to_string()) } }
                if report.skipped > 0 { { figure(Icon::Check, "migrate-skipped", t!("migrate-skipped"), report.skipped.to_string()) } }
                if let Some(path) = path { { figure(Icon::Archive, "migrate-backup", t!("migrate-backup"), path.to_owned()) } }
                if report.local_storage_cleared {
                    { figure(Icon::Trash, "migrate-cleared", t!("migrate-cleared"), String::new()) }
                }
            </ul>
            { section(t!("migrate-errors"), &report.errors, report.errors.len() as u64) }
            { section(t!("migrate-kept"), &report.kept, report.kept.len() as u64) }
            { section(t!("migrate-namesakes"), &report.namesakes, report.namesakes.len() as u64) }
            { section(t!("migrate-rows"), &report.rows, report.rows.len() as u64) }
        </>
    }
}

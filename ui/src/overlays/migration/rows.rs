//! Records with what is to be known of them.

use model::ipc::{MigrationRow, MigrationRun};
use model::migration::RecordCounts;
use yew::prelude::*;

use super::Act;
use crate::components::icon::{Icon, sign};
use crate::overlays::when;
use crate::text::t;

/// As many as are shown; the export has them all.
const SHOWN: usize = 200;

/// A list under a title; nothing if there is nothing in it.
pub fn section(title: String, rows: &[MigrationRow], total: u64) -> Html {
    let more = total.saturating_sub(rows.len().min(SHOWN) as u64);
    html! {
        if !rows.is_empty() {
            <h3 class="migration-title">{ title }</h3>
            <ul class="records">
                { for rows.iter().take(SHOWN).map(row) }
                if more > 0 { <li class="records-more hint">{ t!("unsent-more", n = more) }</li> }
            </ul>
        }
    }
}

fn row(row: &MigrationRow) -> Html {
    html! {
        <li key={format!("{}{}", row.kind, row.id)} class="record" data-testid="migration-row" data-id={row.id.clone()}>
            { sign(Icon::of(row.kind)) }
            <div class="record-words">
                <span class="record-name">{ &row.name }</span>
                if let Some(why) = &row.why { <span class="record-meta">{ why }</span> }
            </div>
        </li>
    }
}

/// The runs that there were, but for the one that is `shown`: each leads to its report.
pub fn trail(runs: &[MigrationRun], shown: &str, act: &Callback<Act>) -> Html {
    let one = |run: &MigrationRun| {
        let look = {
            let run = run.run.clone();
            act.reform(move |_: MouseEvent| Act::Look(run.clone()))
        };
        html! {
            <li key={run.run.clone()} class="migration-figure" data-testid="migration-run">
                { sign(Icon::Cloud) }
                <button type="button" class="link" onclick={look}>{ &run.summary }</button>
                <span class="migration-value">{ t!("migrate-run-records", n = run.total) }{ " \u{b7} " }{ when(run.started_at) }</span>
            </li>
        }
    };
    let others: Vec<_> = runs.iter().filter(|run| run.run != shown).map(one).collect();
    html! {
        if !others.is_empty() {
            <h3 class="migration-title">{ t!("migrate-runs") }</h3>
            <ul class="migration-figures" data-testid="migration-runs">{ for others }</ul>
        }
    }
}

/// How many records of each kind.
pub fn counted(counts: RecordCounts) -> String {
    format!(
        "{} \u{b7} {}",
        t!("count-workouts", n = counts.workouts),
        t!("count-programs", n = counts.programs)
    )
}

/// A line of figures.
pub fn figure(icon: Icon, testid: &'static str, label: String, value: String) -> Html {
    html! {
        <li class="migration-figure" data-testid={testid}>
            { sign(icon) }
            <span>{ label }</span>
            <span class="migration-value">{ value }</span>
        </li>
    }
}

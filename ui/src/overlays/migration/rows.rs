//! Records with what is to be known of them.

use model::ipc::MigrationRow;
use model::migration::RecordCounts;
use yew::prelude::*;

use crate::components::icon::{Icon, sign};
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

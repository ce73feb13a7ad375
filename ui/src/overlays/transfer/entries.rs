//! The entries of a file, one by one: what can't be taken and why first, then the others with their lines and flags.

use std::rc::Rc;

use model::ipc::{ImportReport, ImportRow, Refused, RefusedField};
use model::{Kind, text};
use yew::prelude::*;

use super::summary::{Share, summary};
use crate::components::icon::{Icon, sign};
use crate::text::t;

/// Rows that are added at once: a file may have ten thousand.
const PAGE: usize = 100;

/// See [`Entries`].
#[derive(Properties, PartialEq)]
pub struct EntriesProps {
    /// What would happen, or has happened.
    pub report: Rc<ImportReport>,
}

/// A row of the list.
#[derive(Clone, Copy)]
enum Line<'a> {
    Refused(&'a Refused),
    Row(&'a ImportRow),
}

fn lines(report: &ImportReport, shown: Option<Share>) -> Vec<Line<'_>> {
    let wanted = |share: Share| shown.is_none_or(|shown| shown == share);
    let refused = report.refused.iter().filter(|_| wanted(Share::Refused)).map(Line::Refused);
    let rows = Share::ALL.into_iter().filter(|share| wanted(*share)).flat_map(|share| {
        report.rows.iter().filter(move |row| Share::of(row.verdict) == share).map(Line::Row)
    });
    refused.chain(rows).collect()
}

/// The summary of a file and its entries.
#[component]
pub fn Entries(props: &EntriesProps) -> Html {
    let shown = use_state_eq(|| None::<Share>);
    let limit = use_state_eq(|| PAGE);
    let on_show = {
        let (shown, limit) = (shown.clone(), limit.clone());
        Callback::from(move |share| {
            shown.set(share);
            limit.set(PAGE);
        })
    };
    let lines = lines(&props.report, *shown);
    let more = lines.len().saturating_sub(*limit);
    let on_more = {
        let limit = limit.clone();
        Callback::from(move |_: MouseEvent| limit.set(*limit + 10 * PAGE))
    };
    html! {
        <>
            { summary(&props.report, *shown, &on_show) }
            <ul class="records scroll" tabindex="0" aria-label={t!("share-label")}>
                { for lines.iter().take(*limit).map(|line| view(*line)) }
                if more > 0 {
                    <li class="records-more">
                        <button type="button" class="button button-secondary" onclick={on_more}>
                            { t!("share-more", n = more) }
                        </button>
                    </li>
                }
            </ul>
        </>
    }
}

fn icon(kind: Kind) -> Icon {
    match kind {
        Kind::Workout => Icon::Dumbbell,
        Kind::Program => Icon::Calendar,
    }
}

fn view(line: Line) -> Html {
    match line {
        Line::Refused(refused) => {
            let name = text::with(&format!("refused-{}", refused.kind), &[("n", (refused.index + 1).into())]);
            let errors: Vec<String> =
                refused.errors.iter().map(|RefusedField { message, .. }| message.clone()).collect();
            row(icon(refused.kind), &name, refused.id.as_deref(), refused.line, Share::Refused, &errors)
        }
        Line::Row(entry) => {
            row(icon(entry.kind), &entry.name, None, entry.line, Share::of(entry.verdict), &entry.flags)
        }
    }
}

fn row(icon: Icon, name: &str, id: Option<&str>, line: u64, share: Share, notes: &[String]) -> Html {
    html! {
        <li class="record" data-testid="import-row" data-share={share.word()}>
            { sign(icon) }
            <span class="record-words">
                <span class="record-name">{ name }if let Some(id) = id { <code>{ id }</code> }</span>
                { for notes.iter().map(|note| html! { <span class={classes!("record-note", share.word())}>{ note }</span> }) }
            </span>
            <span class="record-line">{ t!("share-line", n = line) }</span>
            <span class={classes!("badge", share.word())}>{ text::get(&format!("share-one-{}", share.word())) }</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use model::ipc::Verdict;

    use super::*;

    fn report() -> ImportReport {
        let row = |name: &str, verdict| ImportRow {
            kind: Kind::Workout,
            id: name.into(),
            name: name.into(),
            line: 1,
            verdict,
            flags: Vec::new(),
        };
        ImportReport {
            refused: vec![Refused { kind: Kind::Workout, index: 3, line: 9, id: None, errors: Vec::new() }],
            rows: vec![
                row("same", Verdict::Identical),
                row("new", Verdict::New),
                row("other", Verdict::Differing),
            ],
            ..ImportReport::default()
        }
    }

    fn names(report: &ImportReport, shown: Option<Share>) -> Vec<&str> {
        let name = |line| match line {
            Line::Refused(_) => "refused",
            Line::Row(row) => row.name.as_str(),
        };
        lines(report, shown).into_iter().map(name).collect()
    }

    #[test]
    fn what_needs_thought_comes_first() {
        assert_eq!(names(&report(), None), ["refused", "new", "other", "same"]);
    }

    #[test]
    fn a_share_shows_its_own_entries_alone() {
        let report = report();
        assert_eq!(names(&report, Some(Share::Differing)), ["other"]);
        assert_eq!(names(&report, Some(Share::Refused)), ["refused"]);
    }
}

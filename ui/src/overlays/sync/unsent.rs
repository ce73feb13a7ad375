//! What is not in the cloud yet: what the cloud refused, each with its reason and the ways on, and what waits.

use model::ipc::{DiscardChange, ListQueue, Queue, QueueQuery, QueuedChange, RecordRef, RetryChange};
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::load::{Load, use_load};
use crate::overlays::parts::notice::{empty, loading, loading_failed};
use crate::overlays::parts::roving;
use crate::overlays::parts::when::when;
use crate::state::{App, use_app, use_selector};
use crate::text::t;

/// As many as are listed.
const SHOWN: u32 = 100;

/// See [`Unsent`].
#[derive(Properties, PartialEq)]
pub struct UnsentProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The list.
#[component]
pub fn Unsent(props: &UnsentProps) -> Html {
    let app = use_app();
    let revision = use_selector(|state| state.revision);
    let ask = |refused| QueueQuery { refused, limit: SHOWN };
    let (refused, retry) = use_load::<ListQueue>(ask(true), revision);
    let (all, retry_all) = use_load::<ListQueue>(ask(false), revision);
    let contents = match (refused, all) {
        (Load::Failed(error), _) => loading_failed(&error.message, &retry),
        (_, Load::Failed(error)) => loading_failed(&error.message, &retry_all),
        (Load::Here(refused), Load::Here(all)) => list(&app, &refused, &all),
        _ => loading(&t!("loading")),
    };
    html! {
        <Dialog class="box" label={t!("intent-unsent")} testid="unsent" on_close={&props.on_close}>
            { heading(&t!("intent-unsent"), &t!("unsent-about"), &props.on_close) }
            { contents }
        </Dialog>
    }
}

/// What was refused, then what waits.
pub(super) fn list(app: &App, refused: &Queue, all: &Queue) -> Html {
    if all.total == 0 {
        return empty(Icon::Check, &t!("unsent-empty"), &t!("unsent-empty-text"));
    }
    let waiting: Vec<_> = all.items.iter().filter(|change| change.refused.is_none()).collect();
    let more = all.total.saturating_sub((refused.items.len() + waiting.len()) as u64);
    let onkeydown = Callback::from(|event: KeyboardEvent| roving::on_key(&event));
    html! {
        <>
            <ul class="records scroll" {onkeydown}>
                { for refused.items.iter().chain(waiting).map(|change| row(app, change)) }
                if more > 0 { <li class="records-more hint">{ t!("unsent-more", n = more) }</li> }
            </ul>
            if refused.total > 1 {
                <footer class="box-foot">
                    { button(t!("unsent-export-all"), Weight::Secondary, Some(Icon::Export), "unsent-export-all", &export(app, None)) }
                </footer>
            }
        </>
    }
}

fn row(app: &App, change: &QueuedChange) -> Html {
    let refused = change.refused.as_ref();
    let words = if refused.is_some() { t!("unsent-refused") } else { t!("unsent-waiting") };
    html! {
        <li key={change.id.clone()} class="record unsent-record" data-testid="unsent-row" data-id={change.id.clone()}>
            { sign(Icon::of(change.kind)) }
            <div class="record-words">
                <span class="record-name">{ &change.name }</span>
                <span class="record-meta">
                    <span class={refused.map(|_| "refused")}>{ words }</span>
                    if change.deleted { { " \u{b7} " }{ t!("unsent-deleted") } }
                    { " \u{b7} " }{ when(change.edited_at) }
                    if change.attempts > 0 { { " \u{b7} " }{ t!("unsent-tries", n = change.attempts) } }
                </span>
                if let Some(refused) = refused {
                    <p class="unsent-why">{ &refused.why }</p>
                    { ways(app, change) }
                }
            </div>
        </li>
    }
}

/// What can be done about a refused change.
fn ways(app: &App, change: &QueuedChange) -> Html {
    let record = RecordRef { kind: change.kind, id: change.id.clone() };
    let again = {
        let (app, record, name) = (app.clone(), record.clone(), change.name.clone());
        Callback::from(move |()| {
            actions::spawn(retry(app.clone(), record.clone(), name.clone()));
        })
    };
    let edit = {
        let (app, record) = (app.clone(), record.clone());
        Callback::from(move |()| actions::spawn(actions::sync::edit(app.clone(), record.clone())))
    };
    let discard = {
        let (app, record, name) = (app.clone(), record.clone(), change.name.clone());
        Callback::from(move |()| {
            actions::spawn(discard(app.clone(), record.clone(), name.clone()));
        })
    };
    let act = |label, icon, testid, onclick: &Callback<()>| {
        button(label, Weight::Quiet, Some(icon), testid, onclick)
    };
    html! {
        <div class="record-acts">
            { act(t!("unsent-retry"), Icon::Sync, "unsent-retry", &again) }
            if !change.deleted {
                { act(t!("unsent-edit"), Icon::Pencil, "unsent-edit", &edit) }
                { act(t!("unsent-export"), Icon::Export, "unsent-export", &export(app, Some(record))) }
            }
            { act(t!("unsent-discard"), Icon::Trash, "unsent-discard", &discard) }
        </div>
    }
}

fn export(app: &App, only: Option<RecordRef>) -> Callback<()> {
    let app = app.clone();
    Callback::from(move |()| actions::spawn(actions::sync::export(app.clone(), only.clone())))
}

/// Has a change sent again.
pub(super) async fn retry(app: App, record: RecordRef, name: String) {
    if actions::change::<RetryChange>(&app, record).await.is_some() {
        actions::done(&app, t!("unsent-retried", name = name), false);
    }
}

/// Gives a change up.
pub(super) async fn discard(app: App, record: RecordRef, name: String) {
    if actions::change::<DiscardChange>(&app, record).await.is_some() {
        actions::done(&app, t!("unsent-discarded", name = name), true);
    }
}

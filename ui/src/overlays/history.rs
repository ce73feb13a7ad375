//! Earlier versions of a workout or program: what changed and when, what it was like before, and the way back.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use model::ipc::{GetWorkout, ListHistory, RecordRef, RestoreVersion, Version, VersionRef, WorkoutRef};
use model::{Kind, WorkoutId};
use yew::prelude::*;

use super::parts::dialog::Dialog;
use super::parts::heading::heading;
use super::parts::load::{Load, use_load};
use super::parts::notice::{empty, loading, loading_failed};
use super::parts::roving;
use super::parts::when::when;
use super::preview::document;
use crate::components::icon::{Icon, sign};
use crate::state::{App, use_app, use_selector};
use crate::text::t;
use crate::{actions, backend};

/// See [`History`].
#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: AttrValue,
    /// Its name.
    pub name: AttrValue,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The history of a record.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let revision = use_selector(|state| state.revision);
    let record = RecordRef { kind: props.kind, id: props.id.to_string() };
    let (versions, retry) = use_load::<ListHistory>(record, revision);
    let contents = match versions {
        Load::Asked => loading(&t!("history-reading")),
        Load::Failed(error) => loading_failed(&error.message, &retry),
        Load::Here(versions) if versions.is_empty() => {
            empty(Icon::Clock, &t!("history-empty"), &t!("history-empty-text"))
        }
        Load::Here(versions) => html! { <Timeline {versions} on_close={&props.on_close} /> },
    };
    html! {
        <Dialog class="box wide tall" label={t!("history-of", name = props.name.to_string())}
            testid="history" on_close={&props.on_close}>
            { heading(&t!("history-title"), &props.name, &props.on_close) }
            { contents }
        </Dialog>
    }
}

/// See [`Timeline`].
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// The versions, the newest first.
    pub versions: Rc<Vec<Version>>,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The versions at the left, the chosen one at the right.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let app = use_app();
    let chosen = use_state_eq(|| 0_usize);
    let at = (*chosen).min(props.versions.len().saturating_sub(1));
    let names = use_workout_names(props.versions.get(at));
    let Some(version) = props.versions.get(at) else { return Html::default() };
    let items = props.versions.iter().enumerate().map(|(index, version)| {
        let chosen = chosen.clone();
        let onclick = Callback::from(move |_: MouseEvent| chosen.set(index));
        html! {
            <li key={version.history_id}>
                <button type="button" class="version" data-testid="version" autofocus={index == 0}
                    aria-pressed={(index == at).to_string()} {onclick}>
                    <span class="version-dot" aria-hidden="true"></span>
                    <span class="version-why">{ &version.why }</span>
                    { when(version.at) }
                    { changes(&version.changes) }
                </button>
            </li>
        }
    });
    html! {
        <div class="timeline">
            <ol class="versions scroll" aria-label={t!("history-title")}
                onkeydown={Callback::from(|event: KeyboardEvent| roving::on_key(&event))}>{ for items }</ol>
            { before(&app, version, &names, &props.on_close) }
        </div>
    }
}

/// What a change did, the first lines of it.
fn changes(lines: &[String]) -> Html {
    /// Lines that are shown in the list.
    const SHOWN: usize = 3;
    let more = lines.len().saturating_sub(SHOWN);
    html! {
        <span class="version-changes">
            { for lines.iter().take(SHOWN).map(|line| html! { <span>{ line }</span> }) }
            if more > 0 { <span>{ t!("history-more", n = more) }</span> }
        </span>
    }
}

/// What the record was like before a change, and the way back to it.
fn before(app: &App, version: &Version, names: &BTreeMap<String, String>, on_close: &Callback<()>) -> Html {
    let Some(body) = &version.body else {
        return html! { <div class="version-view"><p class="hint">{ t!("history-not-yet") }</p></div> };
    };
    let restore = {
        let (app, on_close) = (app.clone(), on_close.clone());
        let (id, name) = (version.history_id, version.name.clone());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(restore(app.clone(), id, name.clone()));
        })
    };
    html! {
        <div class="version-view" key={version.history_id}>
            <div class="version-document scroll">
                <p class="version-caption">{ t!("history-before") }</p>
                { document(version.kind, body, names) }
            </div>
            <footer class="box-foot">
                <p class="hint">{ t!("history-restore-hint") }</p>
                <button type="button" class="button button-primary" data-testid="restore-version" onclick={restore}>
                    { sign(Icon::Restore) }{ t!("history-restore") }
                </button>
            </footer>
        </div>
    }
}

/// Makes an earlier version the current one.
pub async fn restore(app: App, history_id: i64, name: String) {
    if actions::change::<RestoreVersion>(&app, VersionRef { history_id }).await.is_some() {
        actions::done(&app, t!("history-restored", name = name), true);
    }
}

/// A program's entries name workouts by id; the library knows what they are called.
#[hook]
fn use_workout_names(version: Option<&Version>) -> Rc<BTreeMap<String, String>> {
    let names = use_state(Rc::<BTreeMap<String, String>>::default);
    let program = version.filter(|version| version.kind == Kind::Program);
    let links = program.and_then(|version| version.body.as_ref()).map(|body| Kind::Program.index(body).links);
    let mut ids = BTreeSet::new();
    ids.extend(links.into_iter().flatten().map(|(_, workout)| workout));
    {
        let names = names.clone();
        use_effect_with(ids, move |ids| {
            if !ids.is_empty() {
                let ids = ids.clone();
                actions::spawn(async move { names.set(Rc::new(ask_names(ids).await)) });
            }
        });
    }
    (*names).clone()
}

/// What the workouts are called that are still there.
async fn ask_names(ids: BTreeSet<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for id in ids.into_iter().filter_map(|id| WorkoutId::parse(id).ok()) {
        // One that is gone, or can't be read now, is shown without a name.
        if let Ok(detail) = backend::call::<GetWorkout>(WorkoutRef { id }).await {
            names.insert(detail.workout.id.into(), detail.workout.name);
        }
    }
    names
}

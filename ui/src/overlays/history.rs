//! Earlier versions of a workout or program: what changed and when, what it was like before, and the way back.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use model::ipc::{GetWorkout, ListHistory, RecordRef, RestoreVersion, Version, VersionRef, WorkoutRef};
use model::{Kind, WorkoutId};
use yew::prelude::*;

use super::parts::dialog::Dialog;
use super::parts::heading::Heading;
use super::parts::load::{Load, use_load};
use super::parts::notice::{Empty, Loading, LoadingFailed};
use super::parts::when::When;
use super::preview::Document;
use crate::components::icon::{Icon, Sign};
use crate::state::{use_app, use_selector};
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
        Load::Asked => html! { <Loading label={t!("history-reading")} /> },
        Load::Failed(error) => html! { <LoadingFailed message={error.message} on_retry={retry} /> },
        Load::Here(versions) if versions.is_empty() => html! {
            <Empty icon={Icon::Clock} title={t!("history-empty")} text={t!("history-empty-text")} />
        },
        Load::Here(versions) => html! { <Timeline {versions} on_close={&props.on_close} /> },
    };
    html! {
        <Dialog class="box wide tall" label={t!("history-of", name = props.name.to_string())}
            testid="history" on_close={&props.on_close}>
            <Heading title={t!("history-title")} about={&props.name} on_close={&props.on_close} />
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
    let chosen = use_state_eq(|| 0_usize);
    let at = (*chosen).min(props.versions.len().saturating_sub(1));
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
                    <When at={version.at} />
                    <Changes lines={version.changes.clone()} />
                </button>
            </li>
        }
    });
    html! {
        <div class="timeline">
            <ol class="versions scroll" aria-label={t!("history-title")}
                onkeydown={Callback::from(|event: KeyboardEvent| super::parts::roving::on_key(&event))}>{ for items }</ol>
            <VersionView key={version.history_id} version={version.clone()} on_close={&props.on_close} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ChangesProps {
    lines: Vec<String>,
}

/// What the change did, the first lines of it.
#[component]
fn Changes(props: &ChangesProps) -> Html {
    /// Lines that are shown in the list.
    const SHOWN: usize = 3;
    let more = props.lines.len().saturating_sub(SHOWN);
    html! {
        <span class="version-changes">
            { for props.lines.iter().take(SHOWN).map(|line| html! { <span>{ line }</span> }) }
            if more > 0 { <span>{ t!("history-more", n = more) }</span> }
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct VersionProps {
    version: Version,
    on_close: Callback<()>,
}

/// What the record was like before a change, and the way back to it.
#[component]
fn VersionView(props: &VersionProps) -> Html {
    let app = use_app();
    let version = &props.version;
    let Some(body) = version.body.clone() else {
        return html! {
            <div class="version-view"><p class="hint">{ t!("history-not-yet") }</p></div>
        };
    };
    let restore = {
        let (id, name, on_close) = (version.history_id, version.name.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(restore(app.clone(), id, name.clone()));
        })
    };
    html! {
        <div class="version-view">
            <div class="version-document scroll">
                <p class="version-caption">{ t!("history-before") }</p>
                <Stood kind={version.kind} body={Rc::new(body)} />
            </div>
            <footer class="box-foot">
                <p class="hint">{ t!("history-restore-hint") }</p>
                <button type="button" class="button button-primary" data-testid="restore-version" onclick={restore}>
                    <Sign icon={Icon::Restore} />{ t!("history-restore") }
                </button>
            </footer>
        </div>
    }
}

/// Makes an earlier version the current one.
pub async fn restore(app: crate::state::App, history_id: i64, name: String) {
    if actions::change::<RestoreVersion>(&app, VersionRef { history_id }).await.is_some() {
        actions::done(&app, t!("history-restored", name = name), true);
    }
}

/// See [`Stood`].
#[derive(Properties, PartialEq)]
pub struct StoodProps {
    /// Its kind.
    pub kind: Kind,
    /// The document.
    pub body: Rc<model::Body>,
}

/// A document as it stood; a program with the names of its workouts.
#[component]
pub fn Stood(props: &StoodProps) -> Html {
    match props.kind {
        Kind::Workout => html! { <Document kind={props.kind} body={props.body.clone()} /> },
        Kind::Program => html! { <ProgramStood body={props.body.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct ProgramStoodProps {
    body: Rc<model::Body>,
}

/// A program's entries name workouts by id; the library knows what they are called.
#[component]
fn ProgramStood(props: &ProgramStoodProps) -> Html {
    let workouts = use_state(Rc::<BTreeMap<String, String>>::default);
    {
        let workouts = workouts.clone();
        use_effect_with(props.body.clone(), move |body| {
            let ids: BTreeSet<String> =
                Kind::Program.index(body).links.into_iter().map(|(_, workout)| workout).collect();
            actions::spawn(async move { workouts.set(Rc::new(names(ids).await)) });
        });
    }
    html! { <Document kind={Kind::Program} body={props.body.clone()} workouts={(*workouts).clone()} /> }
}

/// What the workouts are called that are still there.
async fn names(ids: BTreeSet<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for id in ids.into_iter().filter_map(|id| WorkoutId::parse(id).ok()) {
        // One that is gone, or can't be read now, is shown without a name.
        if let Ok(detail) = backend::call::<GetWorkout>(WorkoutRef { id }).await {
            names.insert(detail.workout.id.into(), detail.workout.name);
        }
    }
    names
}

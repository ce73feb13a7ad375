//! Records that were deleted, and the way to get each back.

use model::ipc::{ListDeleted, Nothing, Version};
use model::{Kind, Program, Workout};
use yew::prelude::*;

use super::history::restore;
use super::parts::dialog::Dialog;
use super::parts::heading::heading;
use super::parts::load::{Load, use_load};
use super::parts::notice::{empty, loading, loading_failed};
use super::parts::roving;
use super::parts::when::when;
use crate::actions;
use crate::components::icon::{Icon, sign, sized};
use crate::state::{App, use_app, use_selector};
use crate::text::t;

/// See [`Deleted`].
#[derive(Properties, PartialEq)]
pub struct DeletedProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The recently deleted records.
#[component]
pub fn Deleted(props: &DeletedProps) -> Html {
    let app = use_app();
    let revision = use_selector(|state| state.revision);
    let (versions, retry) = use_load::<ListDeleted>(Nothing {}, revision);
    let contents = match versions {
        Load::Asked => loading(&t!("deleted-reading")),
        Load::Failed(error) => loading_failed(&error.message, &retry),
        Load::Here(versions) if versions.is_empty() => {
            empty(Icon::Trash, &t!("deleted-empty"), &t!("deleted-empty-text"))
        }
        Load::Here(versions) => html! {
            <ul class="records scroll" onkeydown={Callback::from(|event: KeyboardEvent| roving::on_key(&event))}>
                { for versions.iter().map(|version| row(&app, version)) }
            </ul>
        },
    };
    html! {
        <Dialog class="box tall" label={t!("deleted-title")} testid="deleted" on_close={&props.on_close}>
            { heading(&t!("deleted-title"), &t!("deleted-about"), &props.on_close) }
            { contents }
        </Dialog>
    }
}

fn row(app: &App, version: &Version) -> Html {
    let onclick = {
        let (app, id, name) = (app.clone(), version.history_id, version.name.clone());
        Callback::from(move |_: MouseEvent| actions::spawn(restore(app.clone(), id, name.clone())))
    };
    html! {
        <li key={version.history_id} class="record" data-testid="deleted-row" data-id={version.id.clone()}>
            { sign(Icon::of(version.kind)) }
            <span class="record-words">
                <span class="record-name">{ &version.name }</span>
                <span class="record-meta">{ contents(version) }{ " \u{b7} " }{ when(version.at) }</span>
            </span>
            <button type="button" class="button button-secondary" data-testid="restore-deleted" {onclick}
                aria-label={t!("deleted-restore-label", name = version.name.as_str())}>
                { sized(Icon::Restore, 14) }{ t!("deleted-restore") }
            </button>
        </li>
    }
}

/// What a deleted record held, in a few words.
fn contents(version: &Version) -> String {
    let Some(body) = &version.body else { return String::new() };
    match version.kind {
        Kind::Workout => {
            Workout::from_body(body).map(|workout| t!("deleted-workout", n = workout.exercise_groups.len()))
        }
        Kind::Program => {
            Program::from_body(body).map(|program| t!("deleted-program", n = program.workouts.len()))
        }
    }
    .unwrap_or_default()
}

//! Records that were deleted, and the way to get each back.

use model::ipc::{ListDeleted, Nothing, Version};
use model::{Kind, Program, Workout};
use yew::prelude::*;

use super::history::restore;
use super::parts::dialog::Dialog;
use super::parts::heading::Heading;
use super::parts::load::{Load, use_load};
use super::parts::notice::{Empty, Loading, LoadingFailed};
use super::parts::roving;
use super::parts::when::When;
use crate::actions;
use crate::components::icon::{Icon, Sign};
use crate::state::{use_app, use_selector};
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
    let revision = use_selector(|state| state.revision);
    let (versions, retry) = use_load::<ListDeleted>(Nothing {}, revision);
    let contents = match versions {
        Load::Asked => html! { <Loading label={t!("deleted-reading")} /> },
        Load::Failed(error) => html! { <LoadingFailed message={error.message} on_retry={retry} /> },
        Load::Here(versions) if versions.is_empty() => html! {
            <Empty icon={Icon::Trash} title={t!("deleted-empty")} text={t!("deleted-empty-text")} />
        },
        Load::Here(versions) => {
            let row = |version: &Version| html! { <DeletedRow key={version.history_id} version={version.clone()} /> };
            html! {
                <ul class="records scroll" onkeydown={Callback::from(|event: KeyboardEvent| roving::on_key(&event))}>
                    { for versions.iter().map(row) }
                </ul>
            }
        }
    };
    html! {
        <Dialog class="box tall" label={t!("deleted-title")} testid="deleted" on_close={&props.on_close}>
            <Heading title={t!("deleted-title")} about={t!("deleted-about")} on_close={&props.on_close} />
            { contents }
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    version: Version,
}

#[component]
fn DeletedRow(props: &RowProps) -> Html {
    let app = use_app();
    let version = &props.version;
    let onclick = {
        let (id, name) = (version.history_id, version.name.clone());
        Callback::from(move |_: MouseEvent| actions::spawn(restore(app.clone(), id, name.clone())))
    };
    let icon = match version.kind {
        Kind::Workout => Icon::Dumbbell,
        Kind::Program => Icon::Calendar,
    };
    html! {
        <li class="record" data-testid="deleted-row" data-id={version.id.clone()}>
            <Sign {icon} />
            <span class="record-words">
                <span class="record-name">{ &version.name }</span>
                <span class="record-meta">{ contents(version) }{ " \u{b7} " }<When at={version.at} /></span>
            </span>
            <button type="button" class="button button-secondary" data-testid="restore-deleted" {onclick}
                aria-label={t!("deleted-restore-label", name = version.name.as_str())}>
                <Sign icon={Icon::Restore} size={14} />{ t!("deleted-restore") }
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

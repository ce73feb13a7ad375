//! The workout sheet: a workout opens from the right, is edited in place and saves itself.

mod body;
mod bonus;
mod calls;
mod change;
mod dose;
mod editor;
mod exercise;
mod form;
mod group;
mod merge;
mod reorder;
mod sheet;
mod sheet_view;
mod spot;
mod stage;
mod status;
pub mod tags;

use model::WorkoutId;
use yew::prelude::*;

use crate::state::{use_app, use_selector};

/// See [`WorkoutSheet`].
#[derive(Properties, PartialEq)]
pub struct WorkoutProps {
    /// The workout; `None` for a new one.
    pub id: Option<WorkoutId>,
}

/// The workout sheet.
#[component]
pub fn WorkoutSheet(props: &WorkoutProps) -> Html {
    let app = use_app();
    let revision = use_selector(|state| state.revision);
    let used_tags = use_selector(|state| state.tags.clone());
    html! { <sheet::Sheet id={props.id.clone()} {app} {revision} {used_tags} /> }
}

#[cfg(test)]
mod tests;

//! Sheets and dialogs: what stands on top of the three panels. One at a time; each is a file with one component.

use gloo_timers::callback::Timeout;
use model::ipc::{Preview, ProgramUse};
use model::{Kind, WorkoutId};
use yew::prelude::*;

use self::account::cloud::Cloud;
use self::account::delete::Delete;
use self::account::profile::Profile;
use self::account::sign_in::Entrance;
pub use self::account::sign_in::Mode;
use self::account::sign_out::SignOut;
use self::delete_workout::delete_workout;
use self::deleted::Deleted;
use self::history::History;
use self::migration::Migration;
pub use self::migration::counted;
use self::palette::Palette;
pub use self::parts::{dom::clock, when::when};
use self::shortcuts::shortcuts;
use self::stats::Stats;
use self::sync::conflicts::Conflicts;
pub use self::sync::conflicts::{all_seen, ways};
use self::sync::unsent::Unsent;
use self::transfer::export::Export;
use self::transfer::from_file::{FromFile, Way};
pub use self::update::line as update_line;
use self::update::update;
use self::workout::WorkoutSheet;
pub use self::workout::tags::TagsField;
use crate::components::part::{Part, View};
use crate::state::{Action, App, use_app, use_selector};

mod account;
mod delete_workout;
mod deleted;
mod history;
mod migration;
mod palette;
mod parts;
mod preview;
mod shortcuts;
mod stats;
mod sync;
mod transfer;
pub mod update;
mod workout;

/// How long a closing overlay takes to leave, in milliseconds; the style sheet's `--quick`.
const LEAVING: u32 = 120;

/// A sheet or dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// The workout sheet; without an id for a new one.
    Workout {
        /// The workout to edit.
        id: Option<WorkoutId>,
    },
    /// Deleting a workout that programs use: asks what becomes of their entries.
    DeleteWorkout {
        /// The workout.
        id: WorkoutId,
        /// Its name.
        name: String,
        /// The programs that use it.
        used_by: Vec<ProgramUse>,
    },
    /// Earlier versions of a record.
    History {
        /// The record's kind.
        kind: Kind,
        /// The record's id.
        id: String,
        /// Its name.
        name: String,
    },
    /// Records that were deleted and can be restored.
    Deleted,
    /// What importing a chosen file would do.
    Import(Preview),
    /// What restoring a chosen backup would do.
    Restore(Preview),
    /// What to export.
    Export,
    /// The command palette.
    Palette,
    /// The shortcut sheet.
    Shortcuts,
    /// Figures about the library.
    Stats,
    /// Signing in.
    Entrance(Mode),
    /// The own account.
    Profile,
    /// Deleting the own account.
    DeleteAccount,
    /// Signing out with changes that were not sent.
    SignOut,
    /// The settings of the cloud.
    Cloud,
    /// What is not in the cloud yet, and what the cloud refused.
    Unsent,
    /// What merges decided.
    Conflicts,
    /// Moving what was planned without an account into it.
    Migration,
    /// New versions of the app.
    Update,
    /// What others made, and under which licences: a text.
    Licences(String),
}

/// Whichever sheet or dialog is open. One that is closed stays on the page for the moment it takes to leave.
#[component]
pub fn Overlays() -> Html {
    let app = use_app();
    let open = use_selector(|state| state.overlay.clone());
    let shown = use_state_eq(|| None::<Overlay>);
    {
        let shown = shown.clone();
        use_effect_with(open.clone(), move |open| {
            let timer = match open {
                Some(_) => {
                    shown.set(open.clone());
                    None
                }
                None => Some(Timeout::new(LEAVING, move || shown.set(None))),
            };
            move || drop(timer)
        });
    }
    let leaving = open.is_none();
    let Some(overlay) = open.or_else(|| (*shown).clone()) else { return Html::default() };
    let on_close = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Action::Overlay(None)))
    };
    html! {
        <div class={classes!("overlays", leaving.then_some("leaving"))}>{ view(&app, overlay, on_close) }</div>
    }
}

fn view(app: &App, overlay: Overlay, on_close: Callback<()>) -> Html {
    match overlay {
        Overlay::Workout { id } => {
            let key = id.as_ref().map_or_else(|| "new".to_owned(), |id| id.as_str().to_owned());
            html! { <WorkoutSheet {key} {id} /> }
        }
        Overlay::DeleteWorkout { id, name, used_by } => delete_workout(app, &id, &name, &used_by, &on_close),
        Overlay::History { kind, id, name } => html! { <History {kind} {id} {name} {on_close} /> },
        Overlay::Deleted => html! { <Deleted {on_close} /> },
        Overlay::Import(preview) => from_file(Way::Import, preview, on_close),
        Overlay::Restore(preview) => from_file(Way::Restore, preview, on_close),
        Overlay::Export => html! { <Export {on_close} /> },
        Overlay::Palette => html! { <Palette {on_close} /> },
        Overlay::Shortcuts => shortcuts(&on_close),
        Overlay::Stats => html! { <Stats {on_close} /> },
        Overlay::Entrance(mode) => html! { <Entrance {mode} {on_close} /> },
        Overlay::Profile => html! { <Profile {on_close} /> },
        Overlay::DeleteAccount => html! { <Delete {on_close} /> },
        Overlay::SignOut => html! { <SignOut {on_close} /> },
        Overlay::Cloud => html! { <Cloud {on_close} /> },
        Overlay::Unsent => html! { <Unsent {on_close} /> },
        Overlay::Conflicts => html! { <Conflicts {on_close} /> },
        Overlay::Migration => html! { <Migration {on_close} /> },
        Overlay::Update => html! { <Part view={update as View} /> },
        Overlay::Licences(text) => update::licences(&text, &on_close),
    }
}

fn from_file(way: Way, preview: Preview, on_close: Callback<()>) -> Html {
    let key = preview.token;
    html! { <FromFile {key} {way} {preview} {on_close} /> }
}

#[cfg(test)]
mod tests;

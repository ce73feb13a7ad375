//! Deleting a workout that programs use: what is to become of their entries.

use model::ipc::{EntryFate, ProgramUse};
use model::{WorkoutId, text};
use yew::prelude::*;

use super::parts::dialog::Dialog;
use crate::actions;
use crate::components::icon::{Icon, Sign};
use crate::state::use_app;
use crate::text::t;

/// See [`DeleteWorkout`].
#[derive(Properties, PartialEq)]
pub struct DeleteProps {
    /// The workout.
    pub id: WorkoutId,
    /// Its name.
    pub name: AttrValue,
    /// The programs that use it.
    pub used_by: Vec<ProgramUse>,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The question what becomes of the entries.
#[component]
pub fn DeleteWorkout(props: &DeleteProps) -> Html {
    let app = use_app();
    let delete = |fate: EntryFate| {
        let (app, on_close) = (app.clone(), props.on_close.clone());
        let (id, name) = (props.id.clone(), props.name.to_string());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(actions::workouts::delete(app.clone(), id.clone(), name.clone(), Some(fate)));
        })
    };
    let count = [("n", props.used_by.len().into())];
    let choice = |key: &str, testid: &'static str, icon: Icon, fate: EntryFate, first: bool| {
        html! {
            <button type="button" class="choice" data-testid={testid} autofocus={first} onclick={delete(fate)}>
                <Sign {icon} />
                <span class="choice-words">
                    <span class="choice-title">{ text::with(key, &count) }</span>
                    <span class="choice-text">{ text::with(&format!("{key}-text"), &count) }</span>
                </span>
                <Sign icon={Icon::ChevronRight} />
            </button>
        }
    };
    let program = |program: &ProgramUse| {
        html! {
            <li>
                <Sign icon={Icon::Calendar} size={14} />
                <span>{ &program.name }</span>
                if program.entries > 1 {
                    <span class="times">{ t!("sheet-times", n = program.entries) }</span>
                }
            </li>
        }
    };
    let name = [("name", props.name.to_string().into())];
    html! {
        <Dialog class="box narrow" label={text::with("delete-title", &name)} testid="delete-workout" decides=true
            on_close={&props.on_close}>
            <div class="question">
                <h2>{ text::with("delete-title", &name) }</h2>
                <p>{ t!("delete-text", n = props.used_by.len()) }</p>
                <ul class="named scroll">{ for props.used_by.iter().map(program) }</ul>
                { choice("delete-remove", "delete-remove-entries", Icon::Trash, EntryFate::Remove, true) }
                { choice("delete-keep", "delete-keep-entries", Icon::Library, EntryFate::Keep, false) }
            </div>
            <footer class="box-foot">
                <p class="hint">{ t!("delete-hint") }</p>
                <button type="button" class="button button-secondary" data-testid="cancel"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>{ t!("cancel") }</button>
            </footer>
        </Dialog>
    }
}

//! Deleting a workout that programs use: what is to become of their entries.

use model::ipc::{EntryFate, ProgramUse};
use model::{WorkoutId, text};
use yew::prelude::*;

use super::parts::dialog::Dialog;
use crate::actions;
use crate::components::icon::{Icon, sign, sized};
use crate::state::App;
use crate::text::t;

/// The question what becomes of the entries of the programs that use a workout.
pub fn delete_workout(
    app: &App,
    id: &WorkoutId,
    name: &str,
    used_by: &[ProgramUse],
    on_close: &Callback<()>,
) -> Html {
    let delete = |fate: EntryFate| {
        let (app, on_close) = (app.clone(), on_close.clone());
        let (id, name) = (id.clone(), name.to_owned());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(actions::workouts::delete(app.clone(), id.clone(), name.clone(), Some(fate)));
        })
    };
    let count = [("n", used_by.len().into())];
    let choice = |key: &str, testid: &'static str, icon: Icon, fate: EntryFate, first: bool| {
        html! {
            <button type="button" class="choice" data-testid={testid} autofocus={first} onclick={delete(fate)}>
                { sign(icon) }
                <span class="choice-words">
                    <span class="choice-title">{ text::with(key, &count) }</span>
                    <span class="choice-text">{ text::with(&format!("{key}-text"), &count) }</span>
                </span>
                { sign(Icon::ChevronRight) }
            </button>
        }
    };
    let program = |program: &ProgramUse| {
        html! {
            <li>
                { sized(Icon::Calendar, 14) }
                <span>{ &program.name }</span>
                if program.entries > 1 {
                    <span class="times">{ t!("sheet-times", n = program.entries) }</span>
                }
            </li>
        }
    };
    let name = [("name", name.into())];
    html! {
        <Dialog key="delete-workout" class="box narrow" label={text::with("delete-title", &name)} testid="delete-workout" decides=true
            {on_close}>
            <div class="question">
                <h2>{ text::with("delete-title", &name) }</h2>
                <p>{ t!("delete-text", n = used_by.len()) }</p>
                <ul class="named scroll">{ for used_by.iter().map(program) }</ul>
                { choice("delete-remove", "delete-remove-entries", Icon::Trash, EntryFate::Remove, true) }
                { choice("delete-keep", "delete-keep-entries", Icon::Library, EntryFate::Keep, false) }
            </div>
            <footer class="box-foot">
                <p class="hint">{ t!("delete-hint") }</p>
                <button type="button" class="button button-secondary" data-testid="cancel"
                    onclick={on_close.reform(|_: MouseEvent| ())}>{ t!("cancel") }</button>
            </footer>
        </Dialog>
    }
}

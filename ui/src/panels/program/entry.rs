//! One entry of a program: its place, its workout, its own name and date.

use std::rc::Rc;

use model::ipc::{EntryUpdate, ProgramDetail, WorkoutRow};
use model::limits;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::actions;
use crate::components::button::row_button;
use crate::components::drag;
use crate::components::editable::Editable;
use crate::components::icon::{Icon, sized};
use crate::dom;
use crate::overlays::Overlay;
use crate::panels::library::row::{beyond_limits, meta};
use crate::state::drag::Shift;
use crate::state::open::entry_name;
use crate::state::{Action, DragSource, use_app};
use crate::testid;
use crate::text::t;

/// An entry's properties.
#[derive(Properties, PartialEq)]
pub struct EntryRowProps {
    /// The program.
    pub detail: Rc<ProgramDetail>,
    /// The entry's place.
    pub index: usize,
    /// It has the focus when the list gets it.
    pub active: bool,
    /// It is lifted.
    pub lifted: bool,
    /// How it makes room.
    pub shift: Shift,
}

/// An entry.
#[component]
pub fn EntryRow(props: &EntryRowProps) -> Html {
    let app = use_app();
    let renaming = use_state_eq(|| false);
    let node = use_node_ref();
    dom::use_style(&node, "top", format!("{}px", props.index * 56));

    let program = &props.detail.program;
    let entry = &program.workouts[props.index];
    let workout = props.detail.entries[props.index].workout.clone();
    let name = entry_name(&props.detail, props.index);

    let update = {
        let (app, id, entry) = (app.clone(), program.id.clone(), entry.clone());
        move |custom_name: Option<String>, custom_date: Option<String>| {
            let update = EntryUpdate {
                id: id.clone(),
                entry_id: entry.entry_id.clone(),
                custom_name: custom_name.filter(|name| !name.is_empty()),
                custom_date: custom_date.filter(|date| !date.is_empty()),
            };
            actions::spawn(actions::entries::update(app.clone(), update));
        }
    };
    let onname = {
        let (update, date) = (update.clone(), entry.custom_date.clone());
        let own = workout.as_ref().map(|workout| workout.name.clone());
        // The workout's own name is no other name.
        Callback::from(move |name: String| {
            update(Some(name).filter(|name| own.as_ref() != Some(name)), date.clone());
        })
    };
    let ondate = {
        let name = entry.custom_name.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                update(name.clone(), Some(input.value()));
            }
        })
    };
    let remove = {
        let (app, id, entry, name) = (app.clone(), program.id.clone(), entry.entry_id.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            actions::spawn(actions::entries::remove(app.clone(), id.clone(), entry.clone(), name.clone()));
        })
    };
    let edit = {
        let (app, id) = (app.clone(), entry.workout_id.clone());
        Callback::from(move |_: MouseEvent| {
            app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(id.clone()) })));
        })
    };
    let rename = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let onleave = {
        let renaming = renaming.clone();
        Callback::from(move |()| renaming.set(false))
    };
    let onpointerdown = {
        let source = DragSource::Entry { id: entry.entry_id.clone(), name: name.clone(), from: props.index };
        Callback::from(move |event: PointerEvent| drag::press(&app, &event, source.clone()))
    };
    let (shift, place) = match props.shift {
        Shift::None => (None, props.index),
        Shift::Up => (Some("shift-up"), props.index - 1),
        Shift::Down => (Some("shift-down"), props.index + 1),
    };
    let class = classes!(
        "entry",
        shift,
        props.lifted.then_some("is-lifted"),
        workout.is_none().then_some("is-missing"),
    );
    html! {
        <div
            {class}
            ref={node}
            role="row"
            tabindex={if props.active { "0" } else { "-1" }}
            data-testid={testid::ENTRY_ROW}
            data-id={entry.entry_id.to_string()}
            data-index={props.index.to_string()}
            {onpointerdown}
        >
            <span class="entry-grip" aria-hidden="true">{ sized(Icon::Grip, 14) }</span>
            <span class="entry-number numbers" role="gridcell">{ place + 1 }</span>
            <div class="row-words" role="gridcell">
                if *renaming {
                    <Editable
                        class="entry-name"
                        label={t!("entry-name")}
                        value={name}
                        onsave={onname}
                        {onleave}
                        limit={limits::NAME}
                        testid={testid::ENTRY_NAME}
                        autofocus=true
                    />
                } else {
                    <span class="row-name" ondblclick={rename.clone()}>{ name }</span>
                }
                { second_line(workout.as_ref(), entry.custom_name.is_some()) }
            </div>
            <label class={classes!("entry-date", entry.custom_date.is_some().then_some("is-set"))}>
                { sized(Icon::Calendar, 14) }
                <input
                    type="date"
                    class="numbers"
                    aria-label={t!("entry-date")}
                    data-testid={testid::ENTRY_DATE}
                    value={entry.custom_date.clone().unwrap_or_default()}
                    onchange={ondate}
                />
            </label>
            <div class="row-actions" role="gridcell">
                if workout.is_some() {
                    { row_button(t!("entry-edit"), Icon::Dumbbell, testid::ROW_EDIT, props.active, edit) }
                }
                { row_button(t!("entry-rename"), Icon::Pencil, "entry-rename", props.active, rename) }
                { row_button(t!("entry-remove"), Icon::Close, testid::ENTRY_REMOVE, props.active, remove) }
            </div>
        </div>
    }
}

/// The second line: what the workout is, or that it is gone.
fn second_line(workout: Option<&WorkoutRow>, own_name: bool) -> Html {
    let Some(workout) = workout else {
        return html! {
            <span class="row-meta row-flag">
                { sized(Icon::Warning, 12) }
                { t!("entry-missing-text") }
            </span>
        };
    };
    let meta = meta(workout);
    let words = if own_name { format!("{} · {meta}", workout.name) } else { meta };
    html! {
        <span class="row-meta numbers">
            if workout.beyond_limits {
                { beyond_limits() }
            }
            { words }
        </span>
    }
}

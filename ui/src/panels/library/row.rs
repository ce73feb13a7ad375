//! A workout in the library: two lines, and what can be done with it.

use std::rc::Rc;

use model::ipc::{Unsent, WorkoutRow};
use yew::prelude::*;

use crate::actions;
use crate::components::button::row_button;
use crate::components::drag;
use crate::components::icon::{Icon, sized};
use crate::overlays::Overlay;
use crate::state::{Action, App, DragSource};
use crate::testid;
use crate::text::t;

/// A row; `active` says whether Tab stops at its buttons, `program` is the open one.
pub fn workout_row(app: &App, row: &Rc<WorkoutRow>, active: bool, program: Option<&str>) -> Html {
    let act = |action: fn(App, &WorkoutRow)| {
        let (app, row) = (app.clone(), row.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            action(app.clone(), &row);
        })
    };
    let add = act(|app, row| {
        if let Some(id) = app.state().open.id().cloned() {
            actions::spawn(actions::entries::add(app, id, row.id.clone(), row.name.clone(), None));
        }
    });
    let edit =
        act(|app, row| app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(row.id.clone()) }))));
    let duplicate = act(|app, row| actions::spawn(actions::workouts::duplicate(app, row.id.clone())));
    let delete = act(|app, row| {
        actions::spawn(actions::workouts::delete(app, row.id.clone(), row.name.clone(), None));
    });
    let onpointerdown = {
        let (app, row) = (app.clone(), row.clone());
        Callback::from(move |event: PointerEvent| drag::press(&app, &event, DragSource::Workout(row.clone())))
    };
    let name = row.name.as_str();
    html! {
        <div
            class="row row-draggable"
            data-testid={testid::WORKOUT_ROW}
            data-id={row.id.to_string()}
            title={row.exercises.join(", ")}
            onclick={edit.clone()}
            {onpointerdown}
        >
            <div class="row-words" role="gridcell">
                <span class="row-name">{ name }</span>
                <span class="row-meta numbers">
                    if row.beyond_limits {
                        { beyond_limits() }
                    }
                    { meta(row) }
                </span>
            </div>
            { badge(row.unsent) }
            <div class="row-actions" role="gridcell">
                if let Some(program) = program {
                    { row_button(t!("add-to-program", program = program), Icon::Plus, testid::ROW_ADD, active, add) }
                }
                { row_button(t!("edit-what", name = name), Icon::Pencil, testid::ROW_EDIT, active, edit) }
                { row_button(t!("duplicate-what", name = name), Icon::Copy, testid::ROW_DUPLICATE, active, duplicate) }
                { row_button(t!("delete-what", name = name), Icon::Trash, testid::ROW_DELETE, active, delete) }
            </div>
        </div>
    }
}

/// The sign of a record that goes beyond a limit.
pub fn beyond_limits() -> Html {
    html! {
        <span class="row-flag" title={t!("beyond-limits")}>
            { sized(Icon::Warning, 12) }
            <span class="unseen">{ t!("beyond-limits") }</span>
        </span>
    }
}

/// The sign of a record that isn't in the cloud yet.
pub fn badge(unsent: Option<Unsent>) -> Html {
    let (icon, class, words) = match unsent {
        None => return Html::default(),
        Some(Unsent::Waiting) => (Icon::Unsent, "row-badge", t!("unsent-waiting")),
        Some(Unsent::Refused) => (Icon::CloudOff, "row-badge row-refused", t!("unsent-refused")),
    };
    html! {
        <span role="gridcell" {class} title={words.clone()} data-testid={testid::UNSENT_BADGE}>
            { sized(icon, 14) }
            <span class="unseen">{ words }</span>
        </span>
    }
}

/// "4 groups · 2 bonus · push, legs".
pub fn meta(row: &WorkoutRow) -> String {
    let bonus = (row.bonus > 0).then(|| t!("count-bonus", n = row.bonus));
    let tags = (!row.tags.is_empty()).then(|| row.tags.join(", "));
    [Some(t!("count-groups", n = row.groups)), bonus, tags]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// A row that is on its way.
pub fn workout_skeleton() -> Html {
    html! { <div class="row waiting-row" aria-busy="true"><i /><i /></div> }
}

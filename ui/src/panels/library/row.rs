//! A workout in the library: two lines, and what can be done with it.

use std::rc::Rc;

use model::ipc::WorkoutRow;
use yew::prelude::*;

use crate::actions;
use crate::components::button::IconButton;
use crate::components::drag;
use crate::components::icon::{Icon, Sign};
use crate::overlays::Overlay;
use crate::state::{Action, App, DragSource, use_selector};
use crate::testid;
use crate::text::t;

/// A row's properties.
#[derive(Properties, PartialEq)]
pub struct WorkoutRowProps {
    /// The app.
    pub app: App,
    /// The workout.
    pub row: Rc<WorkoutRow>,
    /// Its buttons can be reached by Tab.
    pub active: bool,
}

/// A row.
#[component]
pub fn WorkoutRowView(props: &WorkoutRowProps) -> Html {
    let row = &props.row;
    let open = use_selector(|state| state.open.program().map(|detail| detail.program.name.clone()));
    let act = |action: fn(App, &WorkoutRow)| {
        let (app, row) = (props.app.clone(), row.clone());
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
        let (app, row) = (props.app.clone(), row.clone());
        Callback::from(move |event: PointerEvent| drag::press(&app, &event, DragSource::Workout(row.clone())))
    };
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
                <span class="row-name">{ row.name.clone() }</span>
                <span class="row-meta numbers">
                    if row.beyond_limits {
                        <span class="row-flag" title={t!("beyond-limits")}>
                            <Sign icon={Icon::Warning} size={12} />
                            <span class="unseen">{ t!("beyond-limits") }</span>
                        </span>
                    }
                    { meta(row) }
                </span>
            </div>
            <div class="row-actions" role="gridcell">
                if let Some(program) = open {
                    <IconButton
                        label={t!("add-to-program", program = program)}
                        icon={Icon::Plus}
                        onclick={add}
                        testid={testid::ROW_ADD}
                        tab_stop={props.active}
                    />
                }
                <IconButton
                    label={t!("edit-what", name = row.name.as_str())}
                    icon={Icon::Pencil}
                    onclick={edit}
                    testid={testid::ROW_EDIT}
                    tab_stop={props.active}
                />
                <IconButton
                    label={t!("duplicate-what", name = row.name.as_str())}
                    icon={Icon::Copy}
                    onclick={duplicate}
                    testid={testid::ROW_DUPLICATE}
                    tab_stop={props.active}
                />
                <IconButton
                    label={t!("delete-what", name = row.name.as_str())}
                    icon={Icon::Trash}
                    onclick={delete}
                    testid={testid::ROW_DELETE}
                    tab_stop={props.active}
                />
            </div>
        </div>
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
#[component]
pub fn WorkoutSkeleton() -> Html {
    html! { <div class="row waiting-row" aria-busy="true"><i /><i /></div> }
}

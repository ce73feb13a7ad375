//! The workouts of a program in their order: to drag, to drop into, to go through by keyboard.

use std::rc::Rc;

use model::ipc::ProgramDetail;
use yew::prelude::*;

use super::entry::EntryRow;
use crate::actions;
use crate::components::drag;
use crate::components::icon::{Icon, sized};
use crate::components::virtual_list::next_row;
use crate::dom;
use crate::overlays::Overlay;
use crate::state::drag::{Target, shift};
use crate::state::open::entry_name;
use crate::state::{Action, DragSource, use_app, use_selector};
use crate::testid;
use crate::text::t;

/// The entries' properties.
#[derive(Properties, PartialEq)]
pub struct EntriesProps {
    /// The program.
    pub detail: Rc<ProgramDetail>,
}

/// What is lifted, as far as the list is concerned.
#[derive(Clone, PartialEq)]
struct Lifted {
    from: Option<usize>,
    slot: Option<usize>,
    name: String,
    keyboard: bool,
}

/// The entries.
#[component]
pub fn Entries(props: &EntriesProps) -> Html {
    let app = use_app();
    let active = use_state_eq(|| 0_usize);
    let list = use_node_ref();
    let lifted = use_selector(|state| {
        state.drag.as_ref().map(|drag| Lifted {
            from: drag.source.from(),
            slot: if let Target::Slot(slot) = drag.target { Some(slot) } else { None },
            name: drag.source.name().to_owned(),
            keyboard: drag.keyboard,
        })
    });
    let count = props.detail.entries.len();
    let gap = lifted.as_ref().is_some_and(|lifted| lifted.from.is_none() && lifted.slot.is_some());
    let height =
        drag::ROW.mul_add(f64::from(u32::try_from(count + usize::from(gap)).unwrap_or(u32::MAX)), 0.0);
    dom::use_style(&list, "height", format!("{height}px"));

    let onkeydown = {
        let (app, active, detail) = (app.clone(), active.clone(), props.detail.clone());
        Callback::from(move |event: KeyboardEvent| {
            let on_row = event.target_dyn_into::<web_sys::Element>().is_some_and(|target| {
                target.get_attribute("data-testid").as_deref() == Some(testid::ENTRY_ROW)
            });
            let Some(entry) = detail.program.workouts.get(*active).filter(|_| on_row) else { return };
            let name = entry_name(&detail, *active);
            match event.key().as_str() {
                " " => {
                    let source = DragSource::Entry { id: entry.entry_id.clone(), name, from: *active };
                    drag::lift(&app, source);
                }
                "Enter" if detail.entries[*active].workout.is_some() => {
                    let id = Some(entry.workout_id.clone());
                    app.dispatch(Action::Overlay(Some(Overlay::Workout { id })));
                }
                "Delete" => {
                    let (id, entry) = (detail.program.id.clone(), entry.entry_id.clone());
                    actions::spawn(actions::entries::remove(app.clone(), id, entry, name));
                }
                key => {
                    let Some(next) = next_row(key, *active, count, 10) else { return };
                    active.set(next);
                    let row = testid::ENTRY_ROW;
                    dom::focus_soon(&format!("[data-testid='{row}'][data-index='{next}']"));
                }
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onfocusin = {
        let active = active.clone();
        Callback::from(move |event: FocusEvent| {
            let row = event
                .target_dyn_into::<web_sys::Element>()
                .and_then(|target| target.closest("[data-index]").ok().flatten());
            let index = row.and_then(|row| row.get_attribute("data-index")?.parse().ok());
            if let Some(index) = index {
                active.set(index);
            }
        })
    };
    let rows = (0..count).map(|index| {
        let (from, slot) = lifted.as_ref().map_or((None, None), |lifted| (lifted.from, lifted.slot));
        // While nothing is aimed at, the lifted row's own place stays open.
        let slot = slot.or(from);
        html! {
            <EntryRow
                key={props.detail.entries[index].entry_id.to_string()}
                detail={props.detail.clone()}
                {index}
                active={index == (*active).min(count.saturating_sub(1))}
                lifted={from == Some(index)}
                shift={shift(index, from, slot)}
            />
        }
    });
    let slot = lifted.as_ref().and_then(|lifted| lifted.slot.or(lifted.from));
    let moving = lifted.is_some();
    html! {
        <section class="entries-section" aria-label={t!("entries")}>
            <div class="entries-head">
                <h3>{ t!("entries") }</h3>
                <span class="panel-count numbers">{ count }</span>
                if count > 1 {
                    <span class="entries-hint">{ t!("entries-hint") }</span>
                }
            </div>
            <div
                class={classes!("entries", moving.then_some("is-moving"))}
                ref={list}
                role="grid"
                aria-label={t!("entries")}
                data-testid={testid::ENTRIES}
                {onkeydown}
                {onfocusin}
            >
                { for rows }
                if let (Some(slot), Some(lifted)) = (slot, &lifted) {
                    <Slot {slot} name={lifted.keyboard.then(|| lifted.name.clone())} />
                }
            </div>
            if count == 0 && !gap {
                <div class="entries-empty" data-testid="entries-empty">
                    { sized(Icon::Dumbbell, 24) }
                    <p>{ t!("entries-empty") }</p>
                </div>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SlotProps {
    slot: usize,
    name: Option<String>,
}

/// The gap where the lifted row would land; moved by keyboard, the row stands in it.
#[component]
fn Slot(props: &SlotProps) -> Html {
    let node = use_node_ref();
    dom::use_style(&node, "transform", format!("translateY({}px)", props.slot * 56));
    html! {
        <div class={classes!("entry-slot", props.name.is_some().then_some("entry-slot-named"))} ref={node}>
            <span class="entry-number numbers">{ props.slot + 1 }</span>
            { props.name.clone() }
        </div>
    }
}

//! A group as a card: rows A, B, C, the dose beside them, a grip to move it and a way to remove it.

use model::text;
use yew::prelude::*;

use super::change::Change;
use super::exercise::{DoseFields, ExerciseField, problem_at};
use super::form::{Dose, GroupForm, ROWS, Row};
use super::spot::Spot;
use crate::components::icon::{Icon, Sign};
use crate::text::t;

/// See [`GroupCard`].
#[derive(Properties, PartialEq)]
pub struct GroupProps {
    /// The group.
    pub group: GroupForm,
    /// Its place, from 0.
    pub at: usize,
    /// How many groups there are.
    pub total: usize,
    /// What is wrong in the sheet.
    pub problems: Vec<(Spot, String)>,
    /// What is done.
    pub on: Callback<Change>,
    /// The grip was pressed.
    pub on_grip: Callback<PointerEvent>,
}

/// A group of one to three exercises.
#[component]
pub fn GroupCard(props: &GroupProps) -> Html {
    let GroupProps { group, at, total, on, .. } = props;
    let (at, total, key) = (*at, *total, group.key);
    let superset = group.rows.len() > 1;
    let place = t!("field-exercise-groups-item", n = (at + 1));

    let onkeydown = {
        let on = on.clone();
        Callback::from(move |event: KeyboardEvent| {
            if !event.alt_key() {
                return;
            }
            let to = match event.key().as_str() {
                "ArrowUp" => at.checked_sub(1),
                "ArrowDown" => Some(at + 1).filter(|to| *to < total),
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to {
                on.emit(Change::MoveGroup { from: at, to });
            }
        })
    };
    let on_enter = on.reform(move |()| Change::AdvanceGroup(key));
    let remove = on.reform(move |_: MouseEvent| Change::RemoveGroup(key));
    let add_row = on.reform(move |_: MouseEvent| Change::AddRow { group: key });
    let row = |(index, row): (usize, &Row)| row_field(props, index, row, superset);
    html! {
        <li class={classes!("group", superset.then_some("superset"))} data-testid="group-card"
            data-id={group.id.as_str().to_owned()} role="group" aria-label={place.clone()} {onkeydown}>
            <button type="button" class="grip" tabindex="-1" onpointerdown={&props.on_grip}
                title={t!("sheet-group-move")}
                aria-label={t!("sheet-group-move-label", place = place.clone())}>
                <Sign icon={Icon::Grip} size={14} />
                <span class="group-number">{ at + 1 }</span>
            </button>
            <div class="group-rows">
                { for group.rows.iter().enumerate().map(row) }
                if group.rows.len() < ROWS {
                    <button type="button" class="add-row" data-testid="add-row" onclick={add_row}
                        tabindex="-1">
                        <Sign icon={Icon::Plus} size={12} />
                        { text::get(if superset { "sheet-add-third" } else { "sheet-add-superset" }) }
                    </button>
                } else {
                    <p class="hint group-full">{ t!("sheet-group-full") }</p>
                }
            </div>
            <DoseFields owner={key} dose={group.dose.clone()} default={Dose::of_group()} place={place.clone()}
                problems={props.problems.clone()} {on_enter} on={on} />
            <button type="button" class="icon-button remove" data-testid="remove-group" onclick={remove}
                aria-label={t!("sheet-remove-label", place = place)}
                title={t!("sheet-remove")}>
                <Sign icon={Icon::Close} size={14} />
            </button>
        </li>
    }
}

fn row_field(props: &GroupProps, index: usize, row: &Row, superset: bool) -> Html {
    let (group, row_key) = (props.group.key, row.key);
    let on_input = props.on.reform(move |text| Change::Row { group, row: row_key, text });
    let on = props.on.clone();
    let (blank, alone) = (row.name.is_empty(), props.group.rows.len() == 1);
    let on_key = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            on.emit(Change::Advance { group, row: row_key });
        }
        "Backspace" if blank && !alone => {
            event.prevent_default();
            on.emit(Change::RemoveRow { group, row: row_key });
        }
        _ => {}
    });
    let remove = props.on.reform(move |_: MouseEvent| Change::RemoveRow { group, row: row_key });
    let letter = super::form::letter(index).to_uppercase();
    let place = t!("field-exercise-groups-item", n = (props.at + 1));
    let label = t!("sheet-exercise-label", letter = letter.clone(), place = place);
    html! {
        <div key={row_key} class="group-row" data-testid="exercise-row">
            <span class={classes!("letter", (!superset).then_some("alone"))} aria-hidden="true">
                if superset { { letter } }
            </span>
            <div class="group-row-field">
                <ExerciseField row={row_key} value={row.name.clone()} label={label.clone()}
                    error={problem_at(&props.problems, Spot::Row(row_key))} {on_input} {on_key} />
            </div>
            if superset {
                <button type="button" class="icon-button row-remove" tabindex="-1" onclick={remove}
                    aria-label={t!("sheet-remove-label", place = label)}
                    title={t!("sheet-remove")}>
                    <Sign icon={Icon::Close} size={12} />
                </button>
            }
        </div>
    }
}

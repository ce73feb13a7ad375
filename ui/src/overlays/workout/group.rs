//! A group as a card: rows A, B, C, the dose beside them, a grip to move it and a way to remove it.

use model::text;
use yew::prelude::*;

use super::change::Change;
use super::exercise::{DoseFields, ExerciseField, problem_at};
use super::form::{Dose, GroupForm, ROWS, Row};
use super::spot::Spot;
use crate::components::icon::{Icon, sized};
use crate::text::t;

/// A group of one to three exercises.
pub struct GroupCard<'a> {
    /// The group.
    pub group: &'a GroupForm,
    /// Its place, from 0.
    pub at: usize,
    /// How many groups there are.
    pub total: usize,
    /// What is wrong in the sheet.
    pub problems: &'a [(Spot, String)],
    /// What is done.
    pub on: &'a Callback<Change>,
    /// The grip was pressed.
    pub on_grip: Callback<PointerEvent>,
}

impl GroupCard<'_> {
    /// The card.
    pub fn view(&self) -> Html {
        let Self { group, at, total, on, problems, .. } = *self;
        let key = group.key;
        let superset = group.rows.len() > 1;
        let place = t!("field-exercise-groups-item", n = at + 1);

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
        let row = |(index, row): (usize, &Row)| self.row(index, row, superset);
        let default = Dose::of_group();
        let fields = DoseFields {
            owner: key,
            dose: &group.dose,
            default: &default,
            place: &place,
            problems,
            on_enter,
            on,
        };
        html! {
            <li key={key} class={classes!("group", superset.then_some("superset"))} data-testid="group-card"
                data-id={group.id.as_str().to_owned()} role="group" aria-label={place.clone()} {onkeydown}>
                <button type="button" class="grip" tabindex="-1" onpointerdown={&self.on_grip}
                    title={t!("sheet-group-move")}
                    aria-label={t!("sheet-group-move-label", place = place.clone())}>
                    { sized(Icon::Grip, 14) }
                    <span class="group-number">{ at + 1 }</span>
                </button>
                <div class="group-rows">
                    { for group.rows.iter().enumerate().map(row) }
                    if group.rows.len() < ROWS {
                        <button type="button" class="add-row" data-testid="add-row" onclick={add_row}
                            tabindex="-1">
                            { sized(Icon::Plus, 12) }
                            { text::get(if superset { "sheet-add-third" } else { "sheet-add-superset" }) }
                        </button>
                    } else {
                        <p class="hint group-full">{ t!("sheet-group-full") }</p>
                    }
                </div>
                { fields.view() }
                <button type="button" class="icon-button remove" data-testid="remove-group" onclick={remove}
                    aria-label={t!("sheet-remove-label", place = place)}
                    title={t!("sheet-remove")}>
                    { sized(Icon::Close, 14) }
                </button>
            </li>
        }
    }

    fn row(&self, index: usize, row: &Row, superset: bool) -> Html {
        let (group, row_key) = (self.group.key, row.key);
        let on_input = self.on.reform(move |text| Change::Row { group, row: row_key, text });
        let on = self.on.clone();
        let (blank, alone) = (row.name.is_empty(), self.group.rows.len() == 1);
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
        let remove = self.on.reform(move |_: MouseEvent| Change::RemoveRow { group, row: row_key });
        let letter = super::form::letter(index).to_uppercase();
        let place = t!("field-exercise-groups-item", n = (self.at + 1));
        let label = t!("sheet-exercise-label", letter = letter.clone(), place = place);
        html! {
            <div key={row_key} class="group-row" data-testid="exercise-row">
                <span class={classes!("letter", (!superset).then_some("alone"))} aria-hidden="true">
                    if superset { { letter } }
                </span>
                <div class="group-row-field">
                    <ExerciseField row={row_key} value={row.name.clone()} label={label.clone()}
                        error={problem_at(self.problems, Spot::Row(row_key))} {on_input} {on_key} />
                </div>
                if superset {
                    <button type="button" class="icon-button row-remove" tabindex="-1" onclick={remove}
                        aria-label={t!("sheet-remove-label", place = label)}
                        title={t!("sheet-remove")}>
                        { sized(Icon::Close, 12) }
                    </button>
                }
            </div>
        }
    }
}

//! Bonus exercises: a row each, done after the groups.

use yew::prelude::*;

use super::change::Change;
use super::exercise::{DoseFields, ExerciseField, focus_field, problem_at};
use super::form::{BonusForm, Dose, DoseField};
use super::spot::Spot;
use crate::components::icon::{Icon, sized};
use crate::text::t;

/// A bonus exercise, `at` its place from 0.
pub fn bonus_row(bonus: &BonusForm, at: usize, problems: &[(Spot, String)], on: &Callback<Change>) -> Html {
    let key = bonus.key;
    let place = t!("field-bonus-exercises-item", n = (at + 1));
    let on_input = on.reform(move |text| Change::BonusName { key, text });
    let blank = bonus.name.is_empty();
    let keys = on.clone();
    let on_key = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            focus_field(key, DoseField::Sets);
        }
        "Backspace" if blank => {
            event.prevent_default();
            keys.emit(Change::RemoveBonus(key));
        }
        _ => {}
    });
    let on_enter = on.reform(|()| Change::AddBonus);
    let remove = on.reform(move |_: MouseEvent| Change::RemoveBonus(key));
    let default = Dose::of_bonus();
    let fields = DoseFields {
        owner: key,
        dose: &bonus.dose,
        default: &default,
        place: &place,
        problems,
        on_enter,
        on,
    };
    html! {
        <li key={key} class="group bonus" data-testid="bonus-row" data-id={bonus.id.as_str().to_owned()}
            role="group" aria-label={place.clone()}>
            <span class="grip still" aria-hidden="true">{ sized(Icon::Plus, 12) }</span>
            <div class="group-rows">
                <div class="group-row"><span class="letter alone"></span><div class="group-row-field">
                    <ExerciseField row={key} value={bonus.name.clone()} label={place.clone()}
                        error={problem_at(problems, Spot::Row(key))} {on_input} {on_key} />
                </div></div>
            </div>
            { fields.view() }
            <button type="button" class="icon-button remove" data-testid="remove-bonus" onclick={remove}
                aria-label={t!("sheet-remove-label", place = place)}
                title={t!("sheet-remove")}>
                { sized(Icon::Close, 14) }
            </button>
        </li>
    }
}

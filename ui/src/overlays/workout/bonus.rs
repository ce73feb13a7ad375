//! Bonus exercises: a row each, done after the groups.

use yew::prelude::*;

use super::change::Change;
use super::exercise::{DoseFields, ExerciseField, focus_field, problem_at};
use super::form::{BonusForm, Dose, DoseField};
use super::spot::Spot;
use crate::components::icon::{Icon, Sign};
use crate::text::t;

/// See [`BonusRow`].
#[derive(Properties, PartialEq)]
pub struct BonusProps {
    /// The bonus exercise.
    pub bonus: BonusForm,
    /// Its place, from 0.
    pub at: usize,
    /// What is wrong in the sheet.
    pub problems: Vec<(Spot, String)>,
    /// What is done.
    pub on: Callback<Change>,
}

/// A bonus exercise.
#[component]
pub fn BonusRow(props: &BonusProps) -> Html {
    let BonusProps { bonus, at, problems, on } = props;
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
    html! {
        <li class="group bonus" data-testid="bonus-row" data-id={bonus.id.as_str().to_owned()}
            role="group" aria-label={place.clone()}>
            <span class="grip still" aria-hidden="true"><Sign icon={Icon::Plus} size={12} /></span>
            <div class="group-rows">
                <div class="group-row"><span class="letter alone"></span><div class="group-row-field">
                    <ExerciseField row={key} value={bonus.name.clone()} label={place.clone()}
                        error={problem_at(problems, Spot::Row(key))} {on_input} {on_key} />
                </div></div>
            </div>
            <DoseFields owner={key} dose={bonus.dose.clone()} default={Dose::of_bonus()} place={place.clone()}
                problems={problems.clone()} {on_enter} on={on} />
            <button type="button" class="icon-button remove" data-testid="remove-bonus" onclick={remove}
                aria-label={t!("sheet-remove-label", place = place)}
                title={t!("sheet-remove")}>
                <Sign icon={Icon::Close} size={14} />
            </button>
        </li>
    }
}

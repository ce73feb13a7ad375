//! The fields of an exercise: its name, completed from those used so far, and its dose, "3 x 8-12 · 60s".

use model::ipc::{ExerciseNames, Prefix};
use model::text;
use yew::prelude::*;

use super::change::Change;
use super::form::{Dose, DoseField, Key};
use super::spot::Spot;
use crate::overlays::parts::combo::Combo;
use crate::overlays::parts::dom;
use crate::text::t;
use crate::{actions, backend};

/// As many names as fit under the field.
const OFFERED: usize = 6;

/// What is usually done, most usual first; anything else can be typed.
const fn usual(field: DoseField) -> &'static [&'static str] {
    match field {
        DoseField::Sets => &["3", "4", "5", "2", "1"],
        DoseField::Reps => &["8-12", "5", "6-8", "10", "12-15", "AMRAP"],
        DoseField::Rest => &["60s", "90s", "2min", "3min", "30s"],
    }
}

/// The id of the field that a row is typed in.
pub fn row_id(key: Key) -> String {
    format!("sheet-row-{key}")
}

/// The id of a dose field.
pub fn dose_id(key: Key, field: DoseField) -> String {
    format!("sheet-{}-{key}", field.word())
}

/// What is wrong at a place, if anything is.
pub fn problem_at(problems: &[(Spot, String)], spot: Spot) -> Option<AttrValue> {
    problems.iter().find(|(at, _)| *at == spot).map(|(_, message)| message.clone().into())
}

/// See [`ExerciseField`].
#[derive(Properties, PartialEq)]
pub struct ExerciseProps {
    /// The row.
    pub row: Key,
    /// What is typed.
    pub value: AttrValue,
    /// What a screen reader calls it.
    pub label: AttrValue,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Every change of the text.
    pub on_input: Callback<String>,
    /// Keys that the list of suggestions doesn't use.
    pub on_key: Callback<KeyboardEvent>,
}

/// The name of an exercise.
#[component]
pub fn ExerciseField(props: &ExerciseProps) -> Html {
    let names = use_state_eq(Vec::<AttrValue>::new);
    // Answers to an earlier text than the last are dropped.
    let asked = use_mut_ref(String::new);
    let on_input = {
        let (names, on_input) = (names.clone(), props.on_input.clone());
        Callback::from(move |text: String| {
            on_input.emit(text.clone());
            let prefix = text.trim().to_owned();
            asked.borrow_mut().clone_from(&prefix);
            if prefix.is_empty() {
                names.set(Vec::new());
                return;
            }
            let (names, asked) = (names.clone(), asked.clone());
            actions::spawn(async move {
                // Completion is a convenience: without an answer, people type on.
                let Ok(found) = backend::call::<ExerciseNames>(Prefix { prefix: prefix.clone() }).await
                else {
                    return;
                };
                if *asked.borrow() == prefix {
                    names.set(found.into_iter().take(OFFERED).map(Into::into).collect());
                }
            });
        })
    };
    let error_id = props.error.as_ref().map(|_| AttrValue::from(format!("{}-error", row_id(props.row))));
    html! {
        <>
            <Combo id={row_id(props.row)} class="exercise" value={&props.value} label={&props.label}
                placeholder={t!("sheet-exercise-placeholder")} testid="exercise-input"
                suggestions={(*names).clone()} error={error_id.clone()} {on_input} on_key={&props.on_key} />
            if let Some(error) = &props.error {
                <p id={error_id} class="field-error" role="alert">{ error }</p>
            }
        </>
    }
}

/// See [`DoseFields`].
#[derive(Properties, PartialEq)]
pub struct DoseProps {
    /// The card or bonus row.
    pub owner: Key,
    /// What is typed.
    pub dose: Dose,
    /// What blank fields mean.
    pub default: Dose,
    /// "group 2": what the fields belong to.
    pub place: AttrValue,
    /// What is wrong in the sheet.
    pub problems: Vec<(Spot, String)>,
    /// Enter in the last field.
    pub on_enter: Callback<()>,
    /// What is done.
    pub on: Callback<Change>,
}

/// Sets x reps x rest, in one line.
#[component]
pub fn DoseFields(props: &DoseProps) -> Html {
    let field = |field: DoseField| {
        let owner = props.owner;
        let value = props.dose.get(field).to_owned();
        let suggestions: Vec<AttrValue> = usual(field).iter().map(|usual| (*usual).into()).collect();
        let on_input = props.on.reform(move |text| Change::Dose { key: owner, field, text });
        let on_blur = props.on.reform(move |()| Change::SettleDose(owner));
        let on_enter = props.on_enter.clone();
        let on_key = Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                match field {
                    DoseField::Sets => focus_field(owner, DoseField::Reps),
                    DoseField::Reps => focus_field(owner, DoseField::Rest),
                    DoseField::Rest => on_enter.emit(()),
                }
            }
        });
        let name = text::get(&format!("field-{}", field.word()));
        let label = t!("field-of", inner = name, place = props.place.to_string());
        let error = problem_at(&props.problems, Spot::Dose(owner, field));
        let error_id = error.as_ref().map(|_| AttrValue::from(format!("{}-error", dose_id(owner, field))));
        html! {
            <Combo id={dose_id(owner, field)} class={classes!("dose-input", field.word())} {value} {label}
                placeholder={props.default.get(field).to_owned()} testid={field.word()} {suggestions} narrows=true
                error={error_id} {on_input} {on_key} {on_blur} />
        }
    };
    let errors = DoseField::ALL.into_iter().filter_map(|field| {
        let error = problem_at(&props.problems, Spot::Dose(props.owner, field))?;
        let id = format!("{}-error", dose_id(props.owner, field));
        Some(html! { <p {id} class="field-error" role="alert">{ error }</p> })
    });
    html! {
        <div class="dose">
            <div class="dose-line">
                { field(DoseField::Sets) }
                <span class="dose-sign" aria-hidden="true">{ "\u{d7}" }</span>
                { field(DoseField::Reps) }
                <span class="dose-sign" aria-hidden="true">{ "\u{b7}" }</span>
                { field(DoseField::Rest) }
            </div>
            { for errors }
        </div>
    }
}

pub fn focus_field(owner: Key, field: DoseField) {
    dom::select_id(&dose_id(owner, field));
}

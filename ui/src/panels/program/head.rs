//! What a program is: its name, description, weeks, difficulty and tags, each edited where it stands.

use std::rc::Rc;

use model::draft::ProgramDraft;
use model::ipc::ProgramDetail;
use model::{FieldError, Kind, Problem, limits};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::actions;
use crate::components::button::icon_button;
use crate::components::editable::Editable;
use crate::components::icon::{Icon, sized};
use crate::overlays::{Overlay, TagsField};
use crate::panels::programs::difficulty_word;
use crate::state::{Action, App, use_app, use_selector};
use crate::testid;
use crate::text::t;

/// The head's properties.
#[derive(Properties, PartialEq)]
pub struct HeadProps {
    /// The program.
    pub detail: Rc<ProgramDetail>,
}

/// The head.
#[component]
pub fn Head(props: &HeadProps) -> Html {
    let app = use_app();
    let program = &props.detail.program;
    let used = use_selector(|state| state.tags.clone());
    let weeks_problem = use_state_eq(|| None::<String>);

    let save = {
        let (app, id) = (app.clone(), program.id.clone());
        Callback::from(move |draft: ProgramDraft| {
            let (app, id) = (app.clone(), id.clone());
            actions::spawn(actions::programs::update(app, id, draft));
        })
    };
    let onname = save.reform(|name| ProgramDraft { name: Some(name), ..ProgramDraft::default() });
    let ondescription =
        save.reform(|description| ProgramDraft { description: Some(description), ..ProgramDraft::default() });
    let ontags = save.reform(|tags| ProgramDraft { tags: Some(tags), ..ProgramDraft::default() });
    let ondifficulty = {
        let save = save.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                save.emit(ProgramDraft { difficulty_level: Some(select.value()), ..ProgramDraft::default() });
            }
        })
    };
    let onweeks = {
        let problem = weeks_problem.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match weeks(&input.value()) {
                Ok(weeks) => {
                    problem.set(None);
                    save.emit(ProgramDraft { duration_weeks: Some(weeks), ..ProgramDraft::default() });
                }
                Err(error) => problem.set(Some(error.message())),
            }
        })
    };
    html! {
        <header class="program-head">
            <div class="program-title">
                <Editable
                    class="program-name"
                    label={t!("program-name")}
                    value={program.name.clone()}
                    onsave={onname}
                    limit={limits::NAME}
                    required=true
                    testid={testid::PROGRAM_NAME}
                />
                { tools(&app, &props.detail) }
            </div>
            <Editable
                class="program-description"
                label={t!("program-description")}
                placeholder={t!("program-description-placeholder")}
                value={program.description.clone()}
                onsave={ondescription}
                limit={limits::PROGRAM_DESCRIPTION}
                multiline=true
                testid={testid::PROGRAM_DESCRIPTION}
            />
            <div class="program-facts">
                <label class="fact">
                    <input
                        class="fact-number numbers"
                        type="number"
                        min="1"
                        max={limits::WEEKS.to_string()}
                        placeholder="–"
                        aria-label={t!("weeks")}
                        aria-invalid={weeks_problem.is_some().then_some("true")}
                        data-testid={testid::PROGRAM_WEEKS}
                        value={program.duration_weeks.map(|weeks| weeks.to_string()).unwrap_or_default()}
                        onchange={onweeks}
                    />
                    <span>{ t!("weeks-word", n = program.duration_weeks.unwrap_or(0)) }</span>
                </label>
                { difficulty(&program.difficulty_level, ondifficulty) }
                <TagsField tags={program.tags.clone()} {used} on_change={ontags} id="program-tag" />
            </div>
            if let Some(problem) = &*weeks_problem {
                <p class="field-problem" role="alert">{ problem.clone() }</p>
            }
        </header>
    }
}

/// The choice of difficulty; a word that another client wrote stays among the choices.
fn difficulty(level: &str, onchange: Callback<Event>) -> Html {
    let foreign = (!limits::DIFFICULTIES.contains(&level)).then_some(level);
    let choices = limits::DIFFICULTIES.into_iter().chain(foreign).map(|choice| {
        html! {
            <option value={choice.to_owned()} selected={choice == level}>{ difficulty_word(choice) }</option>
        }
    });
    html! {
        <span class="fact">
            <select aria-label={t!("difficulty")} data-testid={testid::PROGRAM_DIFFICULTY} {onchange}>
                { for choices }
            </select>
            { sized(Icon::ChevronDown, 12) }
        </span>
    }
}

/// What can be done with the program as a whole.
fn tools(app: &App, detail: &Rc<ProgramDetail>) -> Html {
    let act = |action: fn(App, &ProgramDetail)| {
        let (app, detail) = (app.clone(), detail.clone());
        Callback::from(move |_: MouseEvent| action(app.clone(), &detail))
    };
    let history = act(|app, detail| {
        let (id, name) = (detail.program.id.to_string(), detail.program.name.clone());
        app.dispatch(Action::Overlay(Some(Overlay::History { kind: Kind::Program, id, name })));
    });
    let duplicate =
        act(|app, detail| actions::spawn(actions::programs::duplicate(app, detail.program.id.clone())));
    let delete = act(|app, detail| {
        let (id, name) = (detail.program.id.clone(), detail.program.name.clone());
        actions::spawn(actions::programs::delete(app, id, name));
    });
    html! {
        <div class="program-tools">
            { icon_button(t!("program-history"), Icon::Clock, "program-history", history) }
            { icon_button(t!("program-duplicate"), Icon::Copy, "program-duplicate", duplicate) }
            { icon_button(t!("program-delete"), Icon::Trash, "program-delete", delete) }
        </div>
    }
}

/// The weeks that were typed: none, a number, or what is wrong.
fn weeks(typed: &str) -> Result<Option<u64>, FieldError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |problem| FieldError::new("duration_weeks", problem);
    let weeks = typed.trim().parse().map_err(|_| wrong(Problem::WrongType { expected: "whole" }))?;
    if (1..=limits::WEEKS).contains(&weeks) {
        Ok(Some(weeks))
    } else {
        Err(wrong(Problem::OutOfRange { min: 1, max: limits::WEEKS, actual: weeks }))
    }
}

#[cfg(test)]
mod tests {
    use super::weeks;

    #[test]
    fn weeks_are_none_or_within_a_year() {
        assert_eq!(weeks(" "), Ok(None));
        assert_eq!(weeks("12"), Ok(Some(12)));
        for wrong in ["0", "53", "-1", "1.5", "x"] {
            assert!(weeks(wrong).is_err(), "{wrong}");
        }
    }
}

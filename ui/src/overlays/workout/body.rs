//! The sheet's contents: name, description, tags, groups, bonus exercises, and where the workout is used.

use std::rc::Rc;

use model::ipc::{Count, ProgramUse};
use model::{ProgramId, limits};
use yew::prelude::*;

use super::bonus::bonus_row;
use super::change::Change;
use super::exercise::problem_at;
use super::form::Form;
use super::group::GroupCard;
use super::reorder::{Grips, use_grips};
use super::spot::Spot;
use super::tags::TagsField;
use crate::components::icon::{Icon, sized};
use crate::overlays::parts::dom;
use crate::text::t;

/// See [`Body`].
#[derive(Properties, PartialEq)]
pub struct BodyProps {
    /// What is typed.
    pub form: Form,
    /// The workout is new: the name has the focus.
    pub new: bool,
    /// What is wrong with it.
    pub problems: Vec<(Spot, String)>,
    /// The tags that workouts have.
    pub used_tags: Rc<Vec<Count>>,
    /// The programs that the workout stands in.
    pub used_by: Vec<ProgramUse>,
    /// What is done.
    pub on: Callback<Change>,
    /// A program is to be opened.
    pub on_program: Callback<ProgramId>,
}

/// The form of the workout sheet. Its parts are functions: what is typed shows in all of them anyway.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    let BodyProps { form, problems, on, .. } = props;
    let list = use_node_ref();
    let grips = use_grips(&list, on.reform(|(from, to)| Change::MoveGroup { from, to }));
    html! {
        <>
            { head(props) }
            <TagsField tags={form.tags.clone()} used={props.used_tags.clone()}
                error={problem_at(problems, Spot::Tags)} on_change={on.reform(Change::Tags)} />
            { groups(props, list, grips) }
            { bonus(props) }
            if !props.used_by.is_empty() { { used_by(props) } }
        </>
    }
}

/// Name and description, in place.
fn head(props: &BodyProps) -> Html {
    let name_error = problem_at(&props.problems, Spot::Name);
    let description_error = problem_at(&props.problems, Spot::Description);
    let on_name = props.on.reform(|event: InputEvent| Change::Name(dom::typed(&event)));
    let on_description = props.on.reform(|event: InputEvent| Change::Description(dom::typed(&event)));
    let on_name_key = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            crate::dom::focus_soon("#sheet-description");
        }
    });
    html! {
        <div class="sheet-title">
            <input id="sheet-name" class="sheet-name" type="text" data-testid="sheet-name" autocomplete="off"
                value={props.form.name.clone()} placeholder={t!("sheet-name-placeholder")}
                aria-label={t!("field-name")} aria-invalid={name_error.as_ref().map(|_| "true")}
                aria-describedby="sheet-name-error" autofocus={props.new} oninput={on_name} onkeydown={on_name_key} />
            if name_error.is_none() { { counted(&props.form.name, limits::NAME) } }
            { field_error("sheet-name-error", name_error) }
            // The twin behind has the same text and so the same height: the field grows with it.
            <div class="grow">
                <div class="sheet-description twin" aria-hidden="true">{ format!("{} ", props.form.description) }</div>
                <textarea id="sheet-description" class="sheet-description" rows="1"
                    data-testid="sheet-description" value={props.form.description.clone()}
                    placeholder={t!("sheet-description-placeholder")} aria-label={t!("field-description")}
                    aria-invalid={description_error.as_ref().map(|_| "true")}
                    aria-describedby="sheet-description-error" oninput={on_description} />
            </div>
            if description_error.is_none() {
                { counted(&props.form.description, limits::WORKOUT_DESCRIPTION) }
            }
            { field_error("sheet-description-error", description_error) }
        </div>
    }
}

/// How much room is left, once it is getting narrow.
fn counted(text: &str, max: usize) -> Html {
    let count = text.trim().chars().count();
    if count * 10 < max * 9 {
        return Html::default();
    }
    html! {
        <p class="counted">
            { t!("sheet-counted", count = count, max = max) }
        </p>
    }
}

/// What is wrong with a field, below it.
fn field_error(id: &'static str, error: Option<AttrValue>) -> Html {
    html! {
        if let Some(error) = error {
            <p {id} class="field-error" role="alert" data-testid="field-error">{ error }</p>
        }
    }
}

/// The groups, and the way to add one.
fn groups(props: &BodyProps, list: NodeRef, grips: Grips) -> Html {
    let total = props.form.groups.len();
    let cards = props.form.groups.iter().enumerate().map(|(at, group)| {
        let on_grip = grips.press.reform(move |event| (at, event));
        GroupCard { group, at, total, problems: &props.problems, on: &props.on, on_grip }.view()
    });
    let add = props.on.reform(|_: MouseEvent| Change::AddGroup);
    let room = props.form.has_room_for_group();
    html! {
        <section class="sheet-section" aria-label={t!("field-exercise-groups")}>
            <header class="columns">
                <h3>{ t!("sheet-exercises") }</h3>
                <span class="columns-dose" aria-hidden="true">
                    <span>{ t!("field-sets") }</span>
                    <span>{ t!("field-reps") }</span>
                    <span>{ t!("field-rest") }</span>
                </span>
            </header>
            <ol ref={list} class="groups" onpointermove={grips.onpointermove} onpointerup={grips.onpointerup}
                onpointercancel={grips.onpointercancel} onkeydown={grips.onkeydown}>
                { for cards }
            </ol>
            { field_error("sheet-groups-error", problem_at(&props.problems, Spot::Groups)) }
            { add_button("add-group", &t!("sheet-add-group"), room, &t!("sheet-groups-full", max = limits::GROUPS), add) }
        </section>
    }
}

/// Bonus exercises, and the way to add one.
fn bonus(props: &BodyProps) -> Html {
    let rows = props.form.bonus.iter().enumerate();
    let rows = rows.map(|(at, bonus)| bonus_row(bonus, at, &props.problems, &props.on));
    let add = props.on.reform(|_: MouseEvent| Change::AddBonus);
    let room = props.form.has_room_for_bonus();
    html! {
        <section class="sheet-section" aria-label={t!("field-bonus-exercises")}>
            <header class="columns">
                <h3>{ t!("sheet-bonus") }</h3>
                <span class="hint">{ t!("sheet-bonus-hint") }</span>
            </header>
            <ol class="groups">{ for rows }</ol>
            { field_error("sheet-bonus-error", problem_at(&props.problems, Spot::Bonus)) }
            { add_button("add-bonus", &t!("sheet-add-bonus"), room, &t!("sheet-bonus-full", max = limits::BONUS), add) }
        </section>
    }
}

/// The way to add something; where there is no room for it, that says why instead.
fn add_button(testid: &str, label: &str, room: bool, why: &str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        if room {
            <button type="button" class="add" data-testid={testid.to_owned()} {onclick}>
                { sized(Icon::Plus, 14) }{ label }
            </button>
        } else {
            <p class="hint full" data-testid={format!("{testid}-full")}>{ sized(Icon::Info, 14) }{ why }</p>
        }
    }
}

/// The programs that the workout stands in.
fn used_by(props: &BodyProps) -> Html {
    let program = |program: &ProgramUse| {
        let id = program.id.clone();
        let onclick = props.on_program.reform(move |_: MouseEvent| id.clone());
        html! {
            <li key={program.id.as_str()}>
                <button type="button" class="link-chip" data-testid="used-by" {onclick}>
                    { sized(Icon::Calendar, 14) }
                    { &program.name }
                    if program.entries > 1 {
                        <span class="times">{ t!("sheet-times", n = program.entries) }</span>
                    }
                </button>
            </li>
        }
    };
    html! {
        <section class="sheet-section used-by" aria-label={t!("sheet-used-by")}>
            <header class="columns">
                <h3>{ t!("sheet-used-by") }</h3>
                <span class="hint">{ t!("sheet-used-by-hint") }</span>
            </header>
            <ul class="link-chips">{ for props.used_by.iter().map(program) }</ul>
        </section>
    }
}

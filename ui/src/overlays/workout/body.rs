//! The sheet's contents: name, description, tags, groups, bonus exercises, and where the workout is used.

use std::rc::Rc;

use model::ipc::{Count, ProgramUse};
use model::{ProgramId, limits};
use yew::prelude::*;

use super::bonus::BonusRow;
use super::change::Change;
use super::exercise::problem_at;
use super::form::Form;
use super::group::GroupCard;
use super::reorder::use_grips;
use super::spot::Spot;
use super::tags::TagsField;
use crate::components::icon::{Icon, Sign};
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

/// The form of the workout sheet.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    let BodyProps { form, problems, on, .. } = props;
    html! {
        <>
            <Head form={form.clone()} new={props.new} problems={problems.clone()} on={on} />
            <TagsField tags={form.tags.clone()} used={props.used_tags.clone()}
                error={problem_at(problems, Spot::Tags)} on_change={on.reform(Change::Tags)} />
            <Groups form={form.clone()} problems={problems.clone()} on={on} />
            <Bonus form={form.clone()} problems={problems.clone()} on={on} />
            if !props.used_by.is_empty() {
                <UsedBy programs={props.used_by.clone()} on_program={&props.on_program} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    form: Form,
    #[prop_or_default]
    new: bool,
    problems: Vec<(Spot, String)>,
    on: Callback<Change>,
}

/// Name and description, in place.
#[component]
fn Head(props: &PartProps) -> Html {
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
            if name_error.is_none() { <Counted text={props.form.name.clone()} max={limits::NAME} /> }
            <FieldError id="sheet-name-error" error={name_error} />
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
                <Counted text={props.form.description.clone()} max={limits::WORKOUT_DESCRIPTION} />
            }
            <FieldError id="sheet-description-error" error={description_error} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CountedProps {
    text: String,
    max: usize,
}

/// How much room is left, once it is getting narrow.
#[component]
fn Counted(props: &CountedProps) -> Html {
    let count = props.text.trim().chars().count();
    if count * 10 < props.max * 9 {
        return Html::default();
    }
    html! {
        <p class="counted">
            { t!("sheet-counted", count = count, max = props.max) }
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct FieldErrorProps {
    id: AttrValue,
    error: Option<AttrValue>,
}

/// What is wrong with a field, below it.
#[component]
fn FieldError(props: &FieldErrorProps) -> Html {
    html! {
        if let Some(error) = &props.error {
            <p id={&props.id} class="field-error" role="alert" data-testid="field-error">{ error }</p>
        }
    }
}

/// The groups, and the way to add one.
#[component]
fn Groups(props: &PartProps) -> Html {
    let list = use_node_ref();
    let grips = use_grips(&list, props.on.reform(|(from, to)| Change::MoveGroup { from, to }));
    let total = props.form.groups.len();
    let cards = props.form.groups.iter().enumerate().map(|(at, group)| {
        let on_grip = grips.press.reform(move |event| (at, event));
        html! {
            <GroupCard key={group.key} group={group.clone()} {at} {total} problems={props.problems.clone()}
                on={&props.on} {on_grip} />
        }
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
            <FieldError id="sheet-groups-error" error={problem_at(&props.problems, Spot::Groups)} />
            <AddButton testid="add-group" label={t!("sheet-add-group")} {room}
                why={t!("sheet-groups-full", max = limits::GROUPS)} onclick={add} />
        </section>
    }
}

/// Bonus exercises, and the way to add one.
#[component]
fn Bonus(props: &PartProps) -> Html {
    let rows = props.form.bonus.iter().enumerate().map(|(at, bonus)| {
        html! {
            <BonusRow key={bonus.key} bonus={bonus.clone()} {at} problems={props.problems.clone()} on={&props.on} />
        }
    });
    let add = props.on.reform(|_: MouseEvent| Change::AddBonus);
    let room = props.form.has_room_for_bonus();
    html! {
        <section class="sheet-section" aria-label={t!("field-bonus-exercises")}>
            <header class="columns">
                <h3>{ t!("sheet-bonus") }</h3>
                <span class="hint">{ t!("sheet-bonus-hint") }</span>
            </header>
            <ol class="groups">{ for rows }</ol>
            <FieldError id="sheet-bonus-error" error={problem_at(&props.problems, Spot::Bonus)} />
            <AddButton testid="add-bonus" label={t!("sheet-add-bonus")} {room}
                why={t!("sheet-bonus-full", max = limits::BONUS)} onclick={add} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AddProps {
    testid: AttrValue,
    label: AttrValue,
    /// Whether another one fits.
    room: bool,
    /// Why not.
    why: AttrValue,
    onclick: Callback<MouseEvent>,
}

/// The way to add something; where the limit is reached, it says so instead.
#[component]
fn AddButton(props: &AddProps) -> Html {
    let AddProps { testid, label, room, why, onclick } = props;
    html! {
        if *room {
            <button type="button" class="add" data-testid={testid} {onclick}>
                <Sign icon={Icon::Plus} size={14} />{ label }
            </button>
        } else {
            <p class="hint full" data-testid={format!("{testid}-full")}><Sign icon={Icon::Info} size={14} />{ why }</p>
        }
    }
}

#[derive(Properties, PartialEq)]
struct UsedByProps {
    programs: Vec<ProgramUse>,
    on_program: Callback<ProgramId>,
}

/// The programs that the workout stands in.
#[component]
fn UsedBy(props: &UsedByProps) -> Html {
    let program = |program: &ProgramUse| {
        let id = program.id.clone();
        let onclick = props.on_program.reform(move |_: MouseEvent| id.clone());
        html! {
            <li key={program.id.as_str()}>
                <button type="button" class="link-chip" data-testid="used-by" {onclick}>
                    <Sign icon={Icon::Calendar} size={14} />
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
            <ul class="link-chips">{ for props.programs.iter().map(program) }</ul>
        </section>
    }
}

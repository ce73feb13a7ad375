//! The command palette: type a few letters, press Enter. Commands, programs and workouts, by keyboard alone.

mod found;
mod fuzzy;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use model::ipc::{ListPrograms, ListWorkouts};
use model::text;
use yew::prelude::*;

use self::found::{Item, Records, Section, Target, found, query, remember};
use super::Overlay;
use super::parts::dialog::Dialog;
use super::parts::dom;
use crate::components::icon::{Icon, sign};
use crate::state::{Action, App, use_app};
use crate::text::t;
use crate::{actions, backend, keys};

/// How long a person pauses before the core is asked, in milliseconds.
const PAUSE: u32 = 80;

/// See [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The command palette.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let app = use_app();
    let typed = use_state_eq(String::new);
    let marked = use_state_eq(|| 0_usize);
    let records = use_records(&typed);
    let sections = use_memo(((*typed).clone(), records.clone()), {
        let app = app.clone();
        move |(typed, records)| found(typed, &app.state(), records)
    });
    let items: Vec<Item> = sections.iter().flat_map(|section| section.items.clone()).collect();
    let at = (*marked).min(items.len().saturating_sub(1));

    let run = {
        let (app, on_close) = (app.clone(), props.on_close.clone());
        Callback::from(move |target: Target| {
            on_close.emit(());
            run(&app, target);
        })
    };
    let oninput = {
        let (typed, marked) = (typed.clone(), marked.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(dom::typed(&event));
            marked.set(0);
        })
    };
    let on_key = {
        let (marked, run, items) = (marked.clone(), run.clone(), items.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = items.len();
            let to = match event.key().as_str() {
                "Enter" => {
                    event.prevent_default();
                    return items.get(at).into_iter().for_each(|item| run.emit(item.target.clone()));
                }
                // Tab would leave the field, and there is nowhere to go.
                "ArrowDown" | "Tab" if count > 0 && !event.shift_key() => (at + 1) % count,
                "ArrowUp" | "Tab" if count > 0 => (at + count - 1) % count,
                "PageDown" => (at + 7).min(count.saturating_sub(1)),
                "PageUp" => at.saturating_sub(7),
                _ => return,
            };
            event.prevent_default();
            marked.set(to);
        })
    };
    use_effect_with((at, sections.clone()), |(at, _)| {
        if let Some(row) = dom::by_id(&row_id(*at)) {
            dom::reveal(&row);
        }
    });
    html! {
        <Dialog class="palette" label={t!("palette-title")} testid="palette" on_close={&props.on_close} {on_key}>
            <div class="palette-field">
                { sign(Icon::Search) }
                <input class="palette-input" type="text" autofocus=true autocomplete="off" spellcheck="false"
                    data-testid="palette-input" role="combobox" aria-expanded="true" aria-autocomplete="list"
                    aria-controls="palette-list" aria-activedescendant={(!items.is_empty()).then(|| row_id(at))}
                    aria-label={t!("palette-title")} placeholder={t!("palette-placeholder")}
                    value={(*typed).clone()} {oninput} />
            </div>
            if items.is_empty() {
                <p class="palette-none" role="status">{ t!("palette-none", typed = typed.trim()) }</p>
            }
            <div id="palette-list" class="palette-list scroll" role="listbox" aria-label={t!("palette-title")}>
                { rows(&sections, at, &run, &marked) }
            </div>
            <footer class="palette-foot" aria-hidden="true">
                <span><kbd>{ t!("key-up") }</kbd><kbd>{ t!("key-down") }</kbd>{ t!("palette-choose") }</span>
                <span><kbd>{ t!("key-enter") }</kbd>{ t!("palette-run") }</span>
                <span><kbd>{ t!("key-escape") }</kbd>{ t!("close") }</span>
            </footer>
        </Dialog>
    }
}

fn row_id(at: usize) -> String {
    format!("palette-row-{at}")
}

fn rows(
    sections: &Rc<Vec<Section>>,
    at: usize,
    run: &Callback<Target>,
    marked: &UseStateHandle<usize>,
) -> Html {
    let mut index = 0;
    let section = |section: &Section| {
        let rows: Vec<Html> = section
            .items
            .iter()
            .map(|item| {
                index += 1;
                row(item, index - 1, at, run, marked)
            })
            .collect();
        html! {
            <div key={section.title} role="group" aria-label={text::get(section.title)} class="palette-section">
                <h3 aria-hidden="true">{ text::get(section.title) }</h3>
                { for rows }
            </div>
        }
    };
    sections.iter().map(section).collect()
}

fn row(item: &Item, index: usize, at: usize, run: &Callback<Target>, marked: &UseStateHandle<usize>) -> Html {
    let (icon, hint, word) = match &item.target {
        Target::Intent(intent) => (intent.icon(), keys::hint(*intent), "intent"),
        Target::Program(_) => (Icon::Calendar, None, "program"),
        Target::Workout(_) => (Icon::Dumbbell, None, "workout"),
    };
    let onclick = {
        let target = item.target.clone();
        run.reform(move |_: MouseEvent| target.clone())
    };
    // The pointer marks only when it moves: a list that scrolls under it must not.
    let onpointermove = {
        let marked = marked.clone();
        Callback::from(move |_: PointerEvent| marked.set(index))
    };
    let onpointerdown = Callback::from(|event: PointerEvent| event.prevent_default());
    html! {
        <div key={item.target.key()} id={row_id(index)} role="option" aria-selected={(index == at).to_string()}
            class={classes!("palette-row", (index == at).then_some("marked"))} data-testid="palette-row"
            data-kind={word} data-key={item.target.key()} {onclick} {onpointermove} {onpointerdown}>
            { sign(icon) }
            <span class="palette-name">{ marked_name(&item.name, &item.fit.at) }</span>
            <span class="palette-meta">{ &item.meta }</span>
            if let Some(caps) = hint {
                <span class="chord">{ for caps.into_iter().map(|cap| html! { <kbd>{ cap }</kbd> }) }</span>
            }
        </div>
    }
}

/// The name with what was typed of it set off.
fn marked_name(name: &str, at: &[usize]) -> Html {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for (index, letter) in name.chars().enumerate() {
        let hit = at.contains(&index);
        match parts.last_mut() {
            Some((same, part)) if *same == hit => part.push(letter),
            _ => parts.push((hit, letter.to_string())),
        }
    }
    parts
        .into_iter()
        .map(|(hit, part)| {
            if hit {
                html! { <mark>{ part }</mark> }
            } else {
                html! { { part } }
            }
        })
        .collect()
}

/// What the core finds for what is typed, a moment after the last letter.
#[hook]
fn use_records(typed: &str) -> Records {
    let records = use_state_eq(Records::default);
    let last = use_mut_ref(String::new);
    {
        let records = records.clone();
        use_effect_with(typed.to_owned(), move |typed| {
            last.borrow_mut().clone_from(typed);
            let (typed, last) = (typed.clone(), last.clone());
            let timer = Timeout::new(if typed.is_empty() { 0 } else { PAUSE }, move || {
                actions::spawn(async move {
                    // The palette works without the core's answer: commands and what is on the page stay.
                    let programs = backend::call::<ListPrograms>(query(&typed)).await;
                    let workouts = backend::call::<ListWorkouts>(query(&typed)).await;
                    if *last.borrow() == typed {
                        records.set(Records {
                            programs: programs.map(|page| page.items).unwrap_or_default(),
                            workouts: workouts.map(|page| page.items).unwrap_or_default(),
                        });
                    }
                });
            });
            move || drop(timer)
        });
    }
    (*records).clone()
}

/// Does what was chosen, and remembers it.
fn run(app: &App, target: Target) {
    actions::preferences::choose(app, |preferences| remember(preferences, &target));
    match target {
        Target::Intent(intent) => intent.run(app),
        Target::Program(id) => actions::spawn(actions::programs::open(app.clone(), id)),
        Target::Workout(id) => app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(id) }))),
    }
}

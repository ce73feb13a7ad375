//! What narrows and orders a list: search, tags, order.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use model::ipc::{Count, Order};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::icon::{Icon, Sign};
use crate::components::menu::{Item, Line, Menu};
use crate::testid;
use crate::text::t;

/// The pause in typing after which a search begins, in milliseconds: short enough to feel live.
const PAUSE: u32 = 90;

/// A search field's properties.
#[derive(Properties, PartialEq)]
pub struct SearchFieldProps {
    /// What it searches.
    pub label: AttrValue,
    /// The search under way.
    pub value: AttrValue,
    /// Another search.
    pub onchange: Callback<String>,
    /// For tests.
    pub testid: &'static str,
}

/// A search field: it searches while one types; Esc empties it.
#[component]
pub fn SearchField(props: &SearchFieldProps) -> Html {
    let typed = use_state_eq(|| None::<String>);
    let timer = use_mut_ref(|| None::<Timeout>);
    // A search that was cleared from elsewhere clears the field.
    {
        let typed = typed.clone();
        use_effect_with(props.value.clone(), move |value| {
            if value.is_empty() {
                typed.set(None);
            }
        });
    }
    let change = {
        let (typed, onchange, timer) = (typed.clone(), props.onchange.clone(), timer.clone());
        Callback::from(move |(text, pause): (String, u32)| {
            typed.set(Some(text.clone()));
            let onchange = onchange.clone();
            timer.replace(Some(Timeout::new(pause, move || onchange.emit(text))));
        })
    };
    let oninput = {
        let change = change.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                change.emit((input.value(), PAUSE));
            }
        })
    };
    let text = (*typed).clone().unwrap_or_else(|| props.value.to_string());
    let onkeydown = {
        let (change, filled) = (change.clone(), !text.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && filled {
                event.prevent_default();
                event.stop_propagation();
                change.emit((String::new(), 0));
            }
        })
    };
    let filled = !text.is_empty();
    let clear = Callback::from(move |_: MouseEvent| change.emit((String::new(), 0)));
    html! {
        <div class="search" role="search">
            <Sign icon={Icon::Search} />
            <input
                type="text"
                aria-label={props.label.clone()}
                placeholder={props.label.clone()}
                data-testid={props.testid}
                autocomplete="off"
                spellcheck="false"
                value={text}
                {oninput}
                {onkeydown}
            />
            if filled {
                <button type="button" class="search-clear" aria-label={t!("search-clear")} onclick={clear}>
                    <Sign icon={Icon::Close} size={14} />
                </button>
            }
        </div>
    }
}

/// An order menu's properties.
#[derive(Properties, PartialEq)]
pub struct SortMenuProps {
    /// The order now.
    pub order: Order,
    /// Another order.
    pub onchange: Callback<Order>,
    /// For tests.
    pub testid: &'static str,
}

/// Chooses the order of a list.
#[component]
pub fn SortMenu(props: &SortMenuProps) -> Html {
    let orders = [
        (Order::Modified, "sort-modified", t!("sort-modified")),
        (Order::Name, "sort-name", t!("sort-name")),
        (Order::Created, "sort-created", t!("sort-created")),
    ];
    let item = |(order, testid, label): (Order, &str, String)| {
        let onchange = props.onchange.clone();
        let choose = Callback::from(move |()| onchange.emit(order));
        Line::Item(Item { checked: Some(order == props.order), ..Item::new(label, testid.into(), choose) })
    };
    let lines = std::iter::once(Line::Heading(t!("sort-by"))).chain(orders.into_iter().map(item));
    html! {
        <Menu label={t!("sort")} testid={props.testid} class="icon-button" lines={lines.collect::<Vec<_>>()}>
            <Sign icon={Icon::Sort} />
        </Menu>
    }
}

/// A tag filter's properties.
#[derive(Properties, PartialEq)]
pub struct TagFilterProps {
    /// Every tag, the most used first.
    pub tags: Rc<Vec<Count>>,
    /// Tags that are chosen.
    pub chosen: Vec<String>,
    /// Others are chosen.
    pub onchange: Callback<Vec<String>>,
}

/// Chooses tags of which a workout must have one.
#[component]
pub fn TagFilter(props: &TagFilterProps) -> Html {
    if props.tags.is_empty() && props.chosen.is_empty() {
        return Html::default();
    }
    let item = |count: &Count| {
        let chosen = props.chosen.contains(&count.word);
        let choose = toggle(props, &count.word);
        Line::Item(Item {
            checked: Some(chosen),
            stays: true,
            hint: Some(count.count.to_string()),
            value: Some(count.word.clone()),
            ..Item::new(count.word.clone(), testid::TAG_CHOICE.into(), choose)
        })
    };
    let lines: Vec<_> =
        std::iter::once(Line::Heading(t!("filter-by-tag"))).chain(props.tags.iter().map(item)).collect();
    let class = classes!("icon-button", (!props.chosen.is_empty()).then_some("is-on"));
    html! {
        <Menu label={t!("filter")} testid={testid::TAG_FILTER} {class} {lines}>
            <Sign icon={Icon::Filter} />
        </Menu>
    }
}

fn toggle(props: &TagFilterProps, tag: &str) -> Callback<()> {
    let (mut tags, onchange) = (props.chosen.clone(), props.onchange.clone());
    match tags.iter().position(|chosen| chosen == tag) {
        Some(place) => drop(tags.remove(place)),
        None => tags.push(tag.to_owned()),
    }
    Callback::from(move |()| onchange.emit(tags.clone()))
}

/// Chosen tags' properties.
#[derive(Properties, PartialEq)]
pub struct ChosenTagsProps {
    /// Tags that are chosen.
    pub chosen: Vec<String>,
    /// Others are chosen.
    pub onchange: Callback<Vec<String>>,
}

/// The chosen tags below the search, each with the way to take it off.
#[component]
pub fn ChosenTags(props: &ChosenTagsProps) -> Html {
    if props.chosen.is_empty() {
        return Html::default();
    }
    let chip = |tag: &String| {
        let (onchange, rest) = (props.onchange.clone(), props.chosen.clone());
        let rest: Vec<_> = rest.into_iter().filter(|other| other != tag).collect();
        let remove = Callback::from(move |_: MouseEvent| onchange.emit(rest.clone()));
        html! {
            <li key={tag.clone()}>
                <button
                    type="button"
                    class="tag tag-on"
                    aria-label={t!("filter-remove", tag = tag.as_str())}
                    onclick={remove}
                >
                    { tag.clone() }
                    <Sign icon={Icon::Close} size={12} />
                </button>
            </li>
        }
    };
    html! { <ul class="tags chosen-tags" aria-label={t!("filter")}>{ for props.chosen.iter().map(chip) }</ul> }
}

//! What narrows and orders a list: search, tags, order.

use gloo_timers::callback::Timeout;
use model::ipc::{Count, Order};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::icon::{Icon, sign, sized};
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
            { sign(Icon::Search) }
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
                    { sized(Icon::Close, 14) }
                </button>
            }
        </div>
    }
}

/// Chooses the order of a list.
pub fn sort_menu(order: Order, onchange: &Callback<Order>, testid: &'static str) -> Html {
    let orders = [
        (Order::Modified, "sort-modified", t!("sort-modified")),
        (Order::Name, "sort-name", t!("sort-name")),
        (Order::Created, "sort-created", t!("sort-created")),
    ];
    let item = |(choice, testid, label): (Order, &str, String)| {
        let choose = onchange.reform(move |()| choice);
        Line::Item(Item { checked: Some(choice == order), ..Item::new(label, testid.into(), choose) })
    };
    let lines = std::iter::once(Line::Heading(t!("sort-by"))).chain(orders.into_iter().map(item));
    html! {
        <Menu label={t!("sort")} {testid} class="icon-button" lines={lines.collect::<Vec<_>>()}>
            { sign(Icon::Sort) }
        </Menu>
    }
}

/// Chooses tags of which a workout must have one, among all `tags`, the most used first.
pub fn tag_filter(tags: &[Count], chosen: &[String], onchange: &Callback<Vec<String>>) -> Html {
    if tags.is_empty() && chosen.is_empty() {
        return Html::default();
    }
    let item = |count: &Count| {
        let others = toggled(chosen, &count.word);
        let choose = onchange.reform(move |()| others.clone());
        Line::Item(Item {
            checked: Some(chosen.contains(&count.word)),
            stays: true,
            hint: Some(count.count.to_string()),
            value: Some(count.word.clone()),
            ..Item::new(count.word.clone(), testid::TAG_CHOICE.into(), choose)
        })
    };
    let lines: Vec<_> =
        std::iter::once(Line::Heading(t!("filter-by-tag"))).chain(tags.iter().map(item)).collect();
    let class = classes!("icon-button", (!chosen.is_empty()).then_some("is-on"));
    html! {
        <Menu label={t!("filter")} testid={testid::TAG_FILTER} {class} {lines}>
            { sign(Icon::Filter) }
        </Menu>
    }
}

/// The chosen tags below the search, each with the way to take it off.
pub fn chosen_tags(chosen: &[String], onchange: &Callback<Vec<String>>) -> Html {
    if chosen.is_empty() {
        return Html::default();
    }
    let chip = |tag: &String| {
        let rest = toggled(chosen, tag);
        let onclick = onchange.reform(move |_: MouseEvent| rest.clone());
        let label = t!("filter-remove", tag = tag.as_str());
        html! {
            <li key={tag.clone()}>
                <button type="button" class="tag" aria-label={label} {onclick}>
                    { tag.clone() }
                    { sized(Icon::Close, 12) }
                </button>
            </li>
        }
    };
    html! { <ul class="tags chosen-tags" aria-label={t!("filter")}>{ for chosen.iter().map(chip) }</ul> }
}

/// `chosen` with `tag` taken off, or put on.
fn toggled(chosen: &[String], tag: &str) -> Vec<String> {
    if chosen.iter().any(|other| other == tag) {
        chosen.iter().filter(|other| *other != tag).cloned().collect()
    } else {
        chosen.iter().cloned().chain([tag.to_owned()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::toggled;

    #[test]
    fn a_tag_is_put_on_and_taken_off() {
        let on = toggled(&["push".to_owned()], "legs");
        assert_eq!(on, ["push", "legs"]);
        assert_eq!(toggled(&on, "push"), ["legs"]);
    }
}

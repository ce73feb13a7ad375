//! A button that opens a list of choices, as the WAI-ARIA menu button does: arrows move, Esc closes, Tab leaves.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use super::icon::{Icon, sign};
use crate::dom;

/// A line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Something to choose.
    Item(Item),
    /// A line between groups.
    Rule,
    /// A word above a group.
    Heading(String),
    /// What is told, not chosen.
    Words(Html),
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub label: String,
    /// A sign before it.
    pub icon: Option<Icon>,
    /// The keys that do the same, or a count.
    pub hint: Option<String>,
    /// Whether it is chosen, if it is one of several to choose from.
    pub checked: Option<bool>,
    /// It can't be chosen now.
    pub disabled: bool,
    /// For tests.
    pub testid: String,
    /// What it stands for, for tests.
    pub value: Option<String>,
    /// The menu stays open: several may be chosen.
    pub stays: bool,
    /// What choosing it does.
    pub choose: Callback<()>,
}

impl Item {
    /// An item with the rest as it mostly is.
    pub fn new(label: String, testid: String, choose: Callback<()>) -> Self {
        Self {
            label,
            icon: None,
            hint: None,
            checked: None,
            disabled: false,
            testid,
            value: None,
            stays: false,
            choose,
        }
    }
}

/// A menu's properties.
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// What the button is called.
    pub label: AttrValue,
    /// What stands on the button.
    pub children: Children,
    /// The lines.
    pub lines: Vec<Line>,
    /// For tests.
    pub testid: &'static str,
    /// More classes for the button.
    #[prop_or_default]
    pub class: Classes,
    /// It was opened.
    #[prop_or_default]
    pub onopen: Callback<()>,
}

/// A menu and its button.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let list = use_node_ref();

    let onopen = props.onopen.clone();
    use_effect_with((*open, list.clone()), move |(open, list)| {
        if *open {
            move_focus(list, |_, _| 0);
            onopen.emit(());
        }
    });

    {
        // An item that had the focus may be gone since: then keys would reach nobody, and nothing would close the menu.
        let (open, root, list) = (*open, root.clone(), list.clone());
        use_effect(move || {
            let focused = dom::document().and_then(|document| document.active_element());
            let inside = root.cast::<Node>().is_some_and(|root| root.contains(focused.as_deref()));
            if open && !inside {
                move_focus(&list, |_, _| 0);
            }
        });
    }

    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onfocusout = {
        let (open, root) = (open.clone(), root.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            let stays = root.cast::<Node>().is_some_and(|root| root.contains(to.as_ref()));
            if !stays {
                open.set(false);
            }
        })
    };
    let close = {
        let (open, root) = (open.clone(), root.clone());
        Callback::from(move |()| {
            open.set(false);
            focus_button(&root);
        })
    };
    let onkeydown = {
        let (open, list, close) = (open.clone(), list.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Escape" if *open => close.emit(()),
                "ArrowDown" if !*open => open.set(true),
                "ArrowDown" => move_focus(&list, |at, count| (at + 1) % count),
                "ArrowUp" if *open => move_focus(&list, |at, count| (at + count - 1) % count),
                "Home" if *open => move_focus(&list, |_, _| 0),
                "End" if *open => move_focus(&list, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    html! {
        <div class="menu" ref={root} {onfocusout} {onkeydown}>
            <button
                type="button"
                class={classes!("menu-button", props.class.clone(), open.then_some("is-open"))}
                data-testid={props.testid}
                aria-label={props.label.clone()}
                title={props.label.clone()}
                aria-haspopup="menu"
                aria-expanded={open.to_string()}
                onclick={toggle}
            >
                { props.children.clone() }
            </button>
            if *open {
                // What is told can be selected: a press there doesn't leave the menu.
                <div class="menu-list scroll" role="menu" aria-label={props.label.clone()} tabindex="-1" ref={list}>
                    { for props.lines.iter().map(|line| show(line, &close)) }
                </div>
            }
        </div>
    }
}

fn show(line: &Line, close: &Callback<()>) -> Html {
    let item = match line {
        Line::Rule => return html! { <div class="menu-rule" role="separator" /> },
        Line::Heading(words) => {
            return html! { <div class="menu-heading" role="presentation">{ words }</div> };
        }
        Line::Words(words) => return words.clone(),
        Line::Item(item) => item,
    };
    let onclick = {
        let (choose, close, stays) = (item.choose.clone(), close.clone(), item.stays);
        Callback::from(move |_: MouseEvent| {
            if !stays {
                close.emit(());
            }
            choose.emit(());
        })
    };
    let role = match (item.checked, item.stays) {
        (None, _) => "menuitem",
        (Some(_), true) => "menuitemcheckbox",
        (Some(_), false) => "menuitemradio",
    };
    html! {
        <button
            type="button"
            class="menu-item"
            {role}
            tabindex="-1"
            data-testid={item.testid.clone()}
            data-value={item.value.clone()}
            aria-checked={item.checked.map(|checked| checked.to_string())}
            disabled={item.disabled}
            {onclick}
        >
            if let Some(checked) = item.checked {
                <span class="menu-check">
                    if checked {
                        { sign(Icon::Check) }
                    }
                </span>
            }
            if let Some(icon) = item.icon {
                { sign(icon) }
            }
            <span class="menu-label">{ item.label.clone() }</span>
            if let Some(hint) = &item.hint {
                <span class="menu-hint numbers">{ hint }</span>
            }
        </button>
    }
}

/// Moves the focus among the items that can be chosen: `to` tells from where it is, and how many there are.
fn move_focus(list: &NodeRef, to: impl Fn(usize, usize) -> usize) {
    let Some(list) = list.cast::<Element>() else { return };
    let Ok(items) = list.query_selector_all("button:not([disabled])") else { return };
    let items: Vec<HtmlElement> =
        (0..items.length()).filter_map(|index| items.get(index)?.dyn_into().ok()).collect();
    let focused = dom::document().and_then(|document| document.active_element());
    let at = items.iter().position(|item| focused.as_ref() == Some(item.as_ref()));
    let next = at.map_or(0, |at| to(at, items.len()));
    if let Some(item) = items.get(next) {
        dom::focus_element(item);
    }
}

fn focus_button(root: &NodeRef) {
    let button = root.cast::<Element>().and_then(|root| root.query_selector(".menu-button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        dom::focus_element(&button);
    }
}

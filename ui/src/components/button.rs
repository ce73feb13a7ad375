//! Buttons: with words, or with a sign alone.

use yew::prelude::*;

use super::icon::{Icon, sign};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do first.
    Primary,
    /// One of several.
    Secondary,
    /// Only when it is looked for.
    Quiet,
}

/// A button that says `label`; `testid` names it for tests.
pub fn button(
    label: String,
    weight: Weight,
    icon: Option<Icon>,
    testid: &'static str,
    onclick: &Callback<()>,
) -> Html {
    let weight = match weight {
        Weight::Primary => "button-primary",
        Weight::Secondary => "button-secondary",
        Weight::Quiet => "button-quiet",
    };
    let onclick = onclick.reform(|_| ());
    html! {
        <button type="button" class={classes!("button", weight)} data-testid={testid} {onclick}>
            if let Some(icon) = icon {
                { sign(icon) }
            }
            { label }
        </button>
    }
}

/// A button with a sign alone: `label`, what it does in words, is its name and its tooltip.
pub fn icon_button(label: String, icon: Icon, testid: &'static str, onclick: Callback<MouseEvent>) -> Html {
    row_button(label, icon, testid, true, onclick)
}

/// A sign button in a row of a list: Tab stops at it only when the row is the `active` one.
pub fn row_button(
    label: String,
    icon: Icon,
    testid: &'static str,
    active: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let label = AttrValue::from(label);
    html! {
        <button
            type="button"
            class="icon-button"
            data-testid={testid}
            aria-label={label.clone()}
            title={label}
            tabindex={if active { "0" } else { "-1" }}
            {onclick}
        >
            { sign(icon) }
        </button>
    }
}

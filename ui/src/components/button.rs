//! Buttons: with words, or with a sign alone.

use yew::prelude::*;

use super::icon::{Icon, Sign};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do first.
    Primary,
    /// One of several.
    #[default]
    Secondary,
    /// Only when it is looked for.
    Quiet,
}

/// A button's properties.
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// What it says.
    pub label: AttrValue,
    /// How much it asks to be pressed.
    #[prop_or_default]
    pub weight: Weight,
    /// A sign before the words.
    #[prop_or_default]
    pub icon: Option<Icon>,
    /// What it does.
    pub onclick: Callback<()>,
    /// For tests.
    #[prop_or_default]
    pub testid: Option<&'static str>,
    /// It can't be pressed now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A button with words.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let weight = match props.weight {
        Weight::Primary => "button-primary",
        Weight::Secondary => "button-secondary",
        Weight::Quiet => "button-quiet",
    };
    let onclick = props.onclick.reform(|_| ());
    html! {
        <button
            type="button"
            class={classes!("button", weight)}
            data-testid={props.testid}
            disabled={props.disabled}
            {onclick}
        >
            if let Some(icon) = props.icon {
                <Sign {icon} />
            }
            { props.label.clone() }
        </button>
    }
}

/// A sign button's properties.
#[derive(Properties, PartialEq)]
pub struct IconButtonProps {
    /// What it does, in words: its name and its tooltip.
    pub label: AttrValue,
    /// The sign.
    pub icon: Icon,
    /// What it does.
    pub onclick: Callback<MouseEvent>,
    /// For tests.
    #[prop_or_default]
    pub testid: Option<&'static str>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// It can't be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether Tab stops at it.
    #[prop_or(true)]
    pub tab_stop: bool,
}

/// A button with a sign alone.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    html! {
        <button
            type="button"
            class={classes!("icon-button", props.class.clone())}
            data-testid={props.testid}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            disabled={props.disabled}
            tabindex={if props.tab_stop { "0" } else { "-1" }}
            onclick={props.onclick.clone()}
        >
            <Sign icon={props.icon} />
        </button>
    }
}

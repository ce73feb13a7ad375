//! What stands where a list or a program can't: that it is empty, or why it could not be read.

use yew::prelude::*;

use crate::components::button::{Button, Weight};
use crate::components::icon::{Icon, Sign};
use crate::text::t;

/// A notice's properties.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// Its sign.
    pub icon: Icon,
    /// What is the case.
    pub title: AttrValue,
    /// What it means, or what to do.
    #[prop_or_default]
    pub text: AttrValue,
    /// For tests.
    pub testid: &'static str,
    /// What can be done.
    #[prop_or_default]
    pub children: Children,
}

/// A quiet notice in the middle of its panel.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <div class="notice" data-testid={props.testid}>
            <Sign icon={props.icon} size={24} />
            <p class="notice-title">{ props.title.clone() }</p>
            if !props.text.is_empty() {
                <p class="notice-text">{ props.text.clone() }</p>
            }
            { props.children.clone() }
        </div>
    }
}

/// A trouble's properties.
#[derive(Properties, PartialEq)]
pub struct TroubleProps {
    /// What could not be done.
    pub title: AttrValue,
    /// What happened, what it means for the data, what to do.
    pub text: AttrValue,
    /// Tries again.
    pub retry: Callback<()>,
}

/// Something could not be read.
#[component]
pub fn Trouble(props: &TroubleProps) -> Html {
    html! {
        <div role="alert">
            <Notice icon={Icon::Warning} title={props.title.clone()} text={props.text.clone()} testid="trouble">
                <Button label={t!("retry")} weight={Weight::Secondary} onclick={props.retry.clone()} />
            </Notice>
        </div>
    }
}

/// Rows that are still on their way; they appear only when it takes long enough to be noticed.
#[component]
pub fn Waiting() -> Html {
    html! {
        <div class="waiting" aria-busy="true" aria-label={t!("loading")} data-testid="waiting">
            { for (0..6).map(|_| html! { <div class="waiting-row"><i /><i /></div> }) }
        </div>
    }
}

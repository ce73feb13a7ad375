//! Sentences between the contents of an overlay: a notice, a wait, a failure, an empty list.

use yew::prelude::*;

use crate::components::icon::{Icon, Sign};
use crate::text::t;

/// See [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// The state it has the colour of: `busy`, `waiting`, `attention`, `synced`.
    pub kind: &'static str,
    /// The sign beside it.
    pub icon: Icon,
    /// What is said.
    pub text: AttrValue,
    /// More of it, a line each.
    #[prop_or_default]
    pub lines: Vec<String>,
    /// For tests.
    pub testid: AttrValue,
    /// It can be closed.
    #[prop_or_default]
    pub on_close: Option<Callback<()>>,
}

/// Something worth knowing that isn't an error.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <div class={classes!("note", props.kind)} role="status" data-testid={&props.testid}>
            <Sign icon={props.icon} />
            <div>
                <p>{ &props.text }</p>
                if !props.lines.is_empty() {
                    <ul class="note-lines">{ for props.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                }
            </div>
            if let Some(on_close) = &props.on_close {
                <button type="button" class="icon-button" onclick={on_close.reform(|_: MouseEvent| ())}
                    aria-label={t!("close")} title={t!("close")}>
                    <Sign icon={Icon::Close} size={14} />
                </button>
            }
        </div>
    }
}

/// See [`Loading`].
#[derive(Properties, PartialEq)]
pub struct LoadingProps {
    /// What is awaited.
    pub label: AttrValue,
}

/// Contents that are on their way; the sign fades in late, so that a quick answer doesn't flash.
#[component]
pub fn Loading(props: &LoadingProps) -> Html {
    html! { <p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>{ &props.label }</p> }
}

/// See [`LoadingFailed`].
#[derive(Properties, PartialEq)]
pub struct FailedProps {
    /// What happened.
    pub message: AttrValue,
    /// Tries it again.
    pub on_retry: Callback<()>,
}

/// Contents that could not be read.
#[component]
pub fn LoadingFailed(props: &FailedProps) -> Html {
    html! {
        <div class="empty" role="alert" data-testid="loading-failed">
            <Sign icon={Icon::Warning} size={24} />
            <p>{ &props.message }</p>
            <button type="button" class="button button-secondary" onclick={props.on_retry.reform(|_: MouseEvent| ())}>
                { t!("try-again") }
            </button>
        </div>
    }
}

/// See [`Empty`].
#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    /// The sign above it.
    pub icon: Icon,
    /// What is empty.
    pub title: AttrValue,
    /// What would stand here.
    pub text: AttrValue,
}

/// A list with nothing in it yet.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty" data-testid="empty">
            <Sign icon={props.icon} size={24} />
            <p class="empty-title">{ &props.title }</p>
            <p>{ &props.text }</p>
        </div>
    }
}

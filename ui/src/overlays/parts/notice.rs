//! Sentences between the contents of an overlay: a notice, a wait, a failure, an empty list.
//!
//! They are functions, not components: a component costs the page its own machinery, and these need none.

use yew::prelude::*;

use crate::components::icon::{Icon, sign, sized};
use crate::text::t;

/// Something worth knowing. `kind` is the state it has the colour of: `busy`, `waiting`, `attention`, `synced`.
pub fn notice(kind: &'static str, icon: Icon, text: &str, lines: &[String], testid: &'static str) -> Html {
    closable_notice(kind, icon, text, lines, testid, None)
}

/// A notice that can be closed.
pub fn closable_notice(
    kind: &'static str,
    icon: Icon,
    text: &str,
    lines: &[String],
    testid: &'static str,
    on_close: Option<Callback<()>>,
) -> Html {
    html! {
        <div class={classes!("note", kind)} role="status" data-testid={testid}>
            { sign(icon) }
            <div>
                <p>{ text }</p>
                if !lines.is_empty() {
                    <ul class="note-lines">{ for lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                }
            </div>
            if let Some(on_close) = on_close { { close_button(&on_close) } }
        </div>
    }
}

/// The sign that closes something.
pub fn close_button(on_close: &Callback<()>) -> Html {
    html! {
        <button type="button" class="icon-button" data-testid="close" onclick={on_close.reform(|_: MouseEvent| ())}
            aria-label={t!("close")} title={t!("close")}>
            { sign(Icon::Close) }
        </button>
    }
}

/// Contents that are on their way; it fades in late, so that a quick answer doesn't flash.
pub fn loading(label: &str) -> Html {
    html! { <p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>{ label }</p> }
}

/// Contents that could not be read, and the way to try again.
pub fn loading_failed(message: &str, on_retry: &Callback<()>) -> Html {
    html! {
        <div class="empty" role="alert" data-testid="loading-failed">
            { sized(Icon::Warning, 24) }
            <p>{ message }</p>
            <button type="button" class="button button-secondary"
                onclick={on_retry.reform(|_: MouseEvent| ())}>{ t!("try-again") }</button>
        </div>
    }
}

/// A list with nothing in it yet, and what would stand there.
pub fn empty(icon: Icon, title: &str, text: &str) -> Html {
    html! {
        <div class="empty" data-testid="empty">
            { sized(icon, 24) }
            <p class="empty-title">{ title }</p>
            <p>{ text }</p>
        </div>
    }
}

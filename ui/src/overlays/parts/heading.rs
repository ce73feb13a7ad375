//! The head of a dialog: what it is, what it is about, and the way out.

use yew::prelude::*;

use crate::components::icon::{Icon, Sign};
use crate::text::t;

/// See [`Heading`].
#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    /// What the dialog is.
    pub title: AttrValue,
    /// What it is about.
    #[prop_or_default]
    pub about: AttrValue,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The head of a dialog.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    html! {
        <header class="box-head">
            <div>
                <h2>{ &props.title }</h2>
                if !props.about.is_empty() { <p class="about">{ &props.about }</p> }
            </div>
            <button type="button" class="icon-button" data-testid="close"
                onclick={props.on_close.reform(|_: MouseEvent| ())}
                aria-label={t!("close")} title={t!("close")}>
                <Sign icon={Icon::Close} />
            </button>
        </header>
    }
}

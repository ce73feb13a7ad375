//! The head of a dialog: what it is, what it is about, and the way out.

use yew::prelude::*;

use super::notice::close_button;

/// The head of a dialog.
pub fn heading(title: &str, about: &str, on_close: &Callback<()>) -> Html {
    html! {
        <header class="box-head">
            <div>
                <h2>{ title }</h2>
                if !about.is_empty() { <p class="about">{ about }</p> }
            </div>
            { close_button(on_close) }
        </header>
    }
}

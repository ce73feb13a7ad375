//! The mark: a friendly ghost with a dumbbell overhead.

use yew::prelude::*;

/// The mark's properties.
#[derive(Properties, PartialEq)]
pub struct MarkProps {
    /// Its size in pixels.
    pub size: u16,
}

/// The mark; the app's name stands beside it, so it says nothing itself.
#[component]
pub fn Mark(props: &MarkProps) -> Html {
    let size = props.size.to_string();
    html! {
        <svg class="mark" width={size.clone()} height={size} viewBox="0 0 64 64" aria-hidden="true">
            <path
                class="mark-bar"
                d="M6 10a3 3 0 0 1 6 0v3h40v-3a3 3 0 0 1 6 0v12a3 3 0 0 1-6 0v-3H12v3a3 3 0 0 1-6 0z"
            />
            <path
                class="mark-ghost"
                d="M14 15.5a4 4 0 0 1 7.8-1.2L24 21.4a17 17 0 0 1 16 0l2.2-7.1a4 4 0 0 1 7.8 1.2c0 5-1.6 9.5-3.4
                   13.3.9 2.6 1.4 5.4 1.4 8.4V57c0 2.4-2.8 3.7-4.6 2.1L39.5 55.7 34 60.3a3.2 3.2 0 0 1-4 0l-5.5-4.6-3.9
                   3.4C18.8 60.7 16 59.4 16 57V37.2c0-3 .5-5.8 1.4-8.4-1.8-3.8-3.4-8.3-3.4-13.3z"
            />
            <path
                class="mark-face"
                d="M26.5 32a2.6 3.2 0 1 0 0 6.4 2.6 3.2 0 0 0 0-6.4zM37.5 32a2.6 3.2 0 1 0 0 6.4 2.6 3.2 0 0 0
                   0-6.4z"
            />
        </svg>
    }
}

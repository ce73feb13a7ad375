//! A field for a password: it can be shown, and says when Caps Lock is on.

use yew::prelude::*;

use super::form::{error, error_id, field_id};
use crate::text::t;

/// See [`Password`].
#[derive(Properties, PartialEq)]
pub struct PasswordProps {
    /// The name that the core calls it by.
    pub name: &'static str,
    /// What it is called.
    pub label: AttrValue,
    /// `current-password` or `new-password`.
    pub autocomplete: &'static str,
    /// For tests.
    pub testid: &'static str,
    /// What is wrong with it.
    pub wrong: Option<AttrValue>,
    /// What stands beside its name.
    #[prop_or_default]
    pub children: Html,
}

/// See the module.
#[component]
pub fn Password(props: &PasswordProps) -> Html {
    let shown = use_state_eq(|| false);
    let caps = use_state_eq(|| false);
    let onkey = {
        let caps = caps.clone();
        Callback::from(move |event: KeyboardEvent| caps.set(event.get_modifier_state("CapsLock")))
    };
    let onclick = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let PasswordProps { name, autocomplete, testid, .. } = *props;
    html! {
        <div class="field">
            <label for={field_id(name)}>{ &props.label }</label>
            <div class="field-with">
                <input id={field_id(name)} {name} class="field-input" type={if *shown { "text" } else { "password" }}
                    {autocomplete} spellcheck="false" autocapitalize="none" data-testid={testid}
                    aria-invalid={props.wrong.as_ref().map(|_| "true")} aria-describedby={error_id(name)}
                    onkeydown={onkey.clone()} onkeyup={onkey} />
                <button type="button" class="field-show" data-testid="sign-in-show" aria-pressed={shown.to_string()} {onclick}>
                    { if *shown { t!("password-hide") } else { t!("password-show") } }
                </button>
            </div>
            // Seen beside the name, reached by Tab after the field.
            <div class="field-aside">{ props.children.clone() }</div>
            if *caps {
                <p class="field-hint" role="status" data-testid="sign-in-caps">{ t!("password-caps") }</p>
            }
            { error(name, props.wrong.as_deref()) }
        </div>
    }
}

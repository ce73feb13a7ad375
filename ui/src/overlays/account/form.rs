//! A form of a dialog: its fields keep what is typed, so that no secret is in the state of the page; what is wrong
//! stands at its field, which gets the focus.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use model::{CommandError, ErrorCode};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;
use yew::virtual_dom::VNode;

use crate::actions;
use crate::components::icon::Icon;
use crate::overlays::parts::dom;
use crate::overlays::parts::notice::notice;

/// What a form does when it is sent: it answers what is to be said afterwards, if anything.
pub type Work = Pin<Box<dyn Future<Output = Result<Option<String>, CommandError>>>>;

/// How a form stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stand {
    /// It can be filled in.
    #[default]
    Open,
    /// It is being done; which of the form's buttons it was.
    Busy(&'static str),
    /// It could not be done.
    Failed(CommandError),
    /// It was done, and this is to be said.
    Said(String),
}

impl Stand {
    /// What is wrong with the field called `name`.
    pub fn wrong(&self, name: &str) -> Option<&str> {
        match self {
            Self::Failed(error) if error.field.as_deref() == Some(name) => Some(&error.message),
            _ => None,
        }
    }

    /// Whether something is being done.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// What went wrong as a whole, or what is to be said; `fields` are those that say it themselves.
    pub fn note(&self, fields: &[&str], failed: &'static str, said: &'static str) -> Html {
        match self {
            Self::Failed(error) if !error.field.as_deref().is_some_and(|field| fields.contains(&field)) => {
                html! { <div role="alert">{ notice("attention", Icon::Warning, &error.message, &[], failed) }</div> }
            }
            Self::Said(text) => notice("synced", Icon::Check, text, &[], said),
            _ => Html::default(),
        }
    }
}

/// See the module.
#[derive(Clone, PartialEq)]
pub struct Form {
    /// The element that its fields are in.
    pub node: NodeRef,
    stand: UseStateHandle<Stand>,
}

/// A form of the component.
#[hook]
pub fn use_form() -> Form {
    Form { node: use_node_ref(), stand: use_state_eq(Stand::default) }
}

impl Form {
    /// How it stands.
    pub fn stand(&self) -> &Stand {
        &self.stand
    }

    /// What is typed in the field called `name`.
    pub fn value(&self, name: &str) -> String {
        self.field(name).map(|field| dom::text_of(&field)).unwrap_or_default()
    }

    /// Puts a text into the field called `name`.
    pub fn fill(&self, name: &str, text: &str) {
        if let Some(field) = self.field(name) {
            dom::set_text(&field, text);
        }
    }

    /// Begins anew, without what was said.
    pub fn open(&self) {
        self.stand.set(Stand::Open);
    }

    /// Does it, unless something is being done; `what` names it.
    pub fn run(&self, what: &'static str, work: Work) {
        if self.stand.is_busy() {
            return;
        }
        let form = self.clone();
        form.stand.set(Stand::Busy(what));
        actions::spawn(async move {
            form.stand.set(match work.await {
                Ok(Some(said)) => Stand::Said(said),
                Ok(None) => Stand::Open,
                Err(error) if error.code == ErrorCode::Cancelled => Stand::Open,
                Err(error) => {
                    form.point_at(error.field.as_deref());
                    Stand::Failed(error)
                }
            });
        });
    }

    /// Moves the focus to the field at fault, what is in it marked.
    fn point_at(&self, field: Option<&str>) {
        if let Some(id) = field.and_then(|name| self.field(name)).map(|field| field.id()) {
            crate::dom::soon(move || dom::select_id(&id));
        }
    }

    fn field(&self, name: &str) -> Option<HtmlElement> {
        let found = self.node.cast::<Element>()?.query_selector(&format!("[name='{name}']")).ok()??;
        wasm_bindgen::JsCast::dyn_into(found).ok()
    }
}

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The name that the core calls it by.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// `text` or `email`; `textarea` has lines.
    pub kind: &'static str,
    /// What the system may fill in.
    pub autocomplete: &'static str,
    /// For tests.
    pub testid: &'static str,
    /// What is in it at first.
    pub value: String,
    /// What it could look like.
    pub placeholder: String,
    /// It has the focus first.
    pub first: bool,
    /// It can't be changed.
    pub fixed: bool,
}

/// A field, and below it what is wrong with it.
pub fn field(stand: &Stand, field: Field) -> Html {
    let Field { name, label, kind, autocomplete, testid, value, placeholder, first, fixed } = field;
    let wrong = stand.wrong(name);
    let invalid = wrong.map(|_| "true");
    let mut control = if kind == "textarea" {
        html! {
            <textarea id={field_id(name)} {name} class="field-input" rows="4" spellcheck="false" data-testid={testid}
                aria-invalid={invalid} aria-describedby={error_id(name)} {placeholder} />
        }
    } else {
        html! {
            <input id={field_id(name)} {name} class="field-input" type={kind} {autocomplete} spellcheck="false"
                autocapitalize="none" autofocus={first} readonly={fixed} data-testid={testid}
                aria-invalid={invalid} aria-describedby={error_id(name)} {placeholder} />
        }
    };
    // As an attribute it is what the field holds until somebody types; the macro's `value` would put it back.
    if let VNode::VTag(tag) = &mut control {
        Rc::make_mut(tag).add_attribute("value", value);
    }
    html! {
        <div class="field" key={name}>
            <label for={field_id(name)}>{ label }</label>
            { control }
            { error(name, wrong) }
        </div>
    }
}

/// The id of the field called `name`.
pub fn field_id(name: &str) -> String {
    format!("field-{name}")
}

/// The id of what is wrong with it.
pub fn error_id(name: &str) -> String {
    format!("field-error-{name}")
}

/// What is wrong with the field called `name`, told at once.
pub fn error(name: &str, wrong: Option<&str>) -> Html {
    html! {
        <div id={error_id(name)} role="alert">
            if let Some(wrong) = wrong {
                <p class="field-error" data-testid={error_id(name)}>{ wrong }</p>
            }
        </div>
    }
}

/// The button that sends a form; `busy` while it is being done.
pub fn submit(label: String, class: &'static str, testid: &'static str, busy: bool) -> Html {
    html! {
        <button type="submit" class={classes!("button", class)} data-testid={testid} aria-busy={busy.to_string()}>
            if busy { <span class="spinner" aria-hidden="true"></span> }
            { label }
        </button>
    }
}

/// A button with words alone.
pub fn act(label: String, class: &'static str, testid: &'static str, onclick: &Callback<()>) -> Html {
    let onclick = onclick.reform(|_: MouseEvent| ());
    html! { <button type="button" {class} data-testid={testid} {onclick}>{ label }</button> }
}

/// Sends a form by Enter or its button, without leaving the page.
pub fn on_submit(send: impl Fn() + 'static) -> Callback<SubmitEvent> {
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send();
    })
}

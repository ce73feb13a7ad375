//! The few things that must be done to the page itself: focus, and styles set through the object model, because the
//! content security policy forbids style attributes.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The page.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Does something once what is being rendered stands.
pub fn soon(what: impl FnOnce() + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        TimeoutFuture::new(0).await;
        what();
    });
}

/// Moves the focus to the first element that `selector` finds, once what is being rendered stands.
pub fn focus_soon(selector: &str) {
    let selector = selector.to_owned();
    soon(move || {
        let found = document().and_then(|document| document.query_selector(&selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            focus_element(&element);
        }
    });
}

/// Moves the focus to the first text field that `selector` finds, its text selected, once what is being rendered
/// stands.
pub fn select_soon(selector: &str) {
    let selector = selector.to_owned();
    soon(move || {
        let found = document().and_then(|document| document.query_selector(&selector).ok().flatten());
        if let Some(input) = found.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
            focus_element(&input);
            input.select();
        }
    });
}

/// Moves the focus to an element.
pub fn focus_element(element: &HtmlElement) {
    // Focus fails only on what can't have it; then it stays where it was.
    drop(element.focus());
}

/// Whether the focus is where a person types.
pub fn is_typing(target: Option<&Element>) -> bool {
    const NO_TEXT: [&str; 5] = ["button", "checkbox", "radio", "range", "submit"];
    target.is_some_and(|target| match target.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => !NO_TEXT.contains(&target.get_attribute("type").unwrap_or_default().as_str()),
        _ => target.get_attribute("contenteditable").is_some_and(|value| value != "false"),
    })
}

/// Sets one style property of an element.
pub fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // It fails only for a property that is read-only, which none of ours is.
        drop(element.style().set_property(property, value));
    }
}

/// Keeps a style property of the element behind `node` at `value`.
#[hook]
pub fn use_style(node: &NodeRef, property: &'static str, value: String) {
    use_effect_with((node.clone(), value), move |(node, value)| {
        if let Some(element) = node.cast::<Element>() {
            set_style(&element, property, value);
        }
    });
}

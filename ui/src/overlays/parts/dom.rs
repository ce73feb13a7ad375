//! What the overlays ask of the page beside [`crate::dom`].

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, ScrollIntoViewOptions};
use web_sys::{InputEvent, ScrollLogicalPosition};
use yew::TargetCast;

use crate::dom::document;
pub use crate::dom::focus_element;

/// What has the focus.
pub fn active_element() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Gives the field with this id the focus and marks what is in it, as Tab does.
pub fn select_id(id: &str) {
    if let Some(field) = by_id(id) {
        focus_element(&field);
        if let Ok(input) = field.dyn_into::<HtmlInputElement>() {
            input.select();
        }
    }
}

/// What is typed in the field that an event comes from.
pub fn typed(event: &InputEvent) -> String {
    event.target_dyn_into::<HtmlElement>().map(|field| text_of(&field)).unwrap_or_default()
}

/// What is typed in a field.
pub fn text_of(field: &HtmlElement) -> String {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default()
}

/// Puts a text into a field.
pub fn set_text(field: &HtmlElement, text: &str) {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    }
}

/// Scrolls just so far that the element can be seen.
pub fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Milliseconds since 1970, and how many minutes the person's clock is ahead of UTC.
pub fn clock() -> (model::Millis, i32) {
    #[cfg(target_arch = "wasm32")]
    {
        let now = js_sys::Date::new_0();
        #[expect(clippy::cast_possible_truncation, reason = "both are whole numbers far below the bounds")]
        (now.get_time() as i64, -(now.get_timezone_offset() as i32))
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        // Components rendered in tests stand at a fixed moment: 2026-11-22 17:00 UTC.
        (1_795_366_800_000, 0)
    }
}

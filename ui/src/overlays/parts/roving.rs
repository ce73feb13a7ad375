//! Arrow keys in a list of buttons: up and down, Home and End move the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::dom;

/// Where `key` leads from the item `at` of `count`.
fn target(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowDown" => Some((at + 1).min(count.saturating_sub(1))),
        "ArrowUp" => Some(at.saturating_sub(1)),
        "Home" => Some(0),
        "End" => count.checked_sub(1),
        _ => None,
    }
}

/// Moves the focus among the list's items; for the list's `onkeydown`. An item is the first button of an `li`.
pub fn on_key(event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let Some(from) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(item) = from.closest("li").ok().flatten() else { return };
    let Some(list) = item.parent_element() else { return };
    let items = list.children();
    let Some(at) = (0..items.length()).find(|&at| items.item(at).as_ref() == Some(&item)) else { return };
    let Some(to) = target(&event.key(), at as usize, items.length() as usize) else { return };
    let next = u32::try_from(to).ok().and_then(|to| items.item(to));
    let button = next.and_then(|item| item.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        dom::focus_element(&button);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_list_hold() {
        assert_eq!(target("ArrowDown", 2, 3), Some(2));
        assert_eq!(target("ArrowDown", 0, 3), Some(1));
        assert_eq!(target("ArrowUp", 0, 3), Some(0));
        assert_eq!(target("End", 0, 3), Some(2));
        assert_eq!(target("a", 0, 3), None);
    }
}

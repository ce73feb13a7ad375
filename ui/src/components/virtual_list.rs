//! A list of rows of one height, of which only those in view are on the page: ten thousand scroll like ten.
//!
//! The keyboard way is that of a grid: one row has the focus, the arrow keys move it, left and right go through the
//! row's own buttons. The focused row stays on the page even when it is scrolled out of view.

use std::ops::Range;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use crate::dom;

/// Rows kept above and below the view, so that a quick turn of the wheel shows no blank.
const SPARE: usize = 8;
/// Rows shown before the view has been measured.
const AT_FIRST: usize = 24;

/// The rows to have on the page when a view of `view` pixels is scrolled to `top`.
pub fn in_view(top: f64, view: f64, height: f64, count: usize) -> Range<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row number, floored at 0")]
    let row = |y: f64| (y / height).max(0.0) as usize;
    let start = row(top).saturating_sub(SPARE).min(count);
    let end = (row(top + view) + 1 + SPARE).min(count);
    start..end.max(start)
}

/// Where to scroll so that row `index` is wholly in view; `None` if it is.
pub fn scroll_to(index: usize, top: f64, view: f64, height: f64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a library has fewer than 2^52 rows")]
    let y = index as f64 * height;
    if y < top {
        Some(y)
    } else if y + height > top + view {
        Some(y + height - view)
    } else {
        None
    }
}

/// The row that `key` leads to from `active`; `page` rows are in view.
pub fn next_row(key: &str, active: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowDown" => (active + 1).min(last),
        "ArrowUp" => active.saturating_sub(1),
        "PageDown" => (active + page).min(last),
        "PageUp" => active.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// A list's properties.
#[derive(Properties, PartialEq)]
pub struct VirtualListProps {
    /// What the list is called.
    pub label: AttrValue,
    /// For tests.
    pub testid: &'static str,
    /// How many rows.
    pub count: usize,
    /// The height of a row in pixels.
    pub height: u32,
    /// A row's content, and whether its buttons can be reached by Tab.
    pub row: Callback<(usize, bool), Html>,
    /// A row's key: equal content keeps its place on the page.
    pub row_key: Callback<usize, String>,
    /// The class of a row.
    pub row_class: Callback<usize, Classes>,
    /// The rows in view are others.
    #[prop_or_default]
    pub onrange: Callback<Range<usize>>,
    /// A key on a row, unless it moved the focus.
    #[prop_or_default]
    pub onrowkey: Callback<(usize, KeyboardEvent)>,
    /// A changed value scrolls to the top.
    #[prop_or_default]
    pub epoch: u64,
}

/// A list.
#[component]
pub fn VirtualList(props: &VirtualListProps) -> Html {
    let scroller = use_node_ref();
    let sizer = use_node_ref();
    let count = props.count;
    let height = f64::from(props.height);
    let range = use_state_eq(|| 0..AT_FIRST);
    let active = use_state_eq(|| 0_usize);
    let active_row = (*active).min(count.saturating_sub(1));

    let measure = {
        let (scroller, range, onrange) = (scroller.clone(), range.clone(), props.onrange.clone());
        Callback::from(move |()| {
            let Some(element) = scroller.cast::<Element>() else { return };
            let view =
                in_view(f64::from(element.scroll_top()), f64::from(element.client_height()), height, count);
            onrange.emit(view.clone());
            range.set(view);
        })
    };
    {
        let measure = measure.clone();
        use_effect_with((count, scroller.clone()), move |(_, scroller)| {
            measure.emit(());
            let observer = observe(scroller, measure);
            move || {
                if let Some((observer, _closure)) = observer {
                    observer.disconnect();
                }
            }
        });
    }
    {
        let (scroller, active) = (scroller.clone(), active.clone());
        use_effect_with(props.epoch, move |_| {
            active.set(0);
            if let Some(element) = scroller.cast::<Element>() {
                element.set_scroll_top(0);
            }
        });
    }
    dom::use_style(&sizer, "height", format!("{}px", count * props.height as usize));

    let onkeydown = {
        let (active, scroller, onrowkey) = (active.clone(), scroller.clone(), props.onrowkey.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(element) = scroller.cast::<Element>() else { return };
            let (top, view) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a page is a few rows"
            )]
            let page = (view / height).max(1.0) as usize;
            if among_buttons(&event) {
                return;
            }
            if let Some(next) = next_row(&event.key(), active_row, count, page) {
                event.prevent_default();
                if let Some(top) = scroll_to(next, top, view, height) {
                    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
                    element.set_scroll_top(top as i32);
                }
                active.set(next);
                focus_row(&element, next);
            } else if count > 0 {
                onrowkey.emit((active_row, event));
            }
        })
    };
    let onfocusin = {
        let active = active.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(index) = row_of(&event) {
                active.set(index);
            }
        })
    };
    let onscroll = measure.reform(|_: Event| ());

    let shown = range.start.min(count)..range.end.min(count);
    let pinned = (count > 0 && !shown.contains(&active_row)).then_some(active_row);
    let rows = shown.chain(pinned).map(|index| {
        html! {
            <Row
                key={props.row_key.emit(index)}
                {index}
                height={props.height}
                class={props.row_class.emit(index)}
                active={index == active_row}
                content={props.row.emit((index, index == active_row))}
            />
        }
    });
    html! {
        <div class="scroll virtual-list" ref={scroller} {onscroll} {onkeydown} {onfocusin}>
            <div
                class="virtual-sizer"
                ref={sizer}
                role="grid"
                aria-label={props.label.clone()}
                aria-rowcount={count.to_string()}
                data-testid={props.testid}
            >
                { for rows }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    index: usize,
    height: u32,
    class: Classes,
    active: bool,
    content: Html,
}

/// A row at its place.
#[component]
fn Row(props: &RowProps) -> Html {
    let node = use_node_ref();
    dom::use_style(&node, "transform", format!("translateY({}px)", props.index * props.height as usize));
    html! {
        <div
            class={classes!("virtual-row", props.class.clone())}
            ref={node}
            role="row"
            aria-rowindex={(props.index + 1).to_string()}
            data-index={props.index.to_string()}
            tabindex={if props.active { "0" } else { "-1" }}
        >
            { props.content.clone() }
        </div>
    }
}

/// Left and right go through a row and its buttons; a button keeps its own keys. Answers whether the key is spent.
fn among_buttons(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target_dyn_into::<Element>() else { return false };
    let on_button = target.tag_name() == "BUTTON";
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        key => return on_button && !key.starts_with("Arrow"),
    };
    let Ok(Some(row)) = target.closest("[role='row']") else { return false };
    let Ok(buttons) = row.query_selector_all("button:not([disabled])") else { return false };
    let stops: Vec<Element> = std::iter::once(row)
        .chain((0..buttons.length()).filter_map(|index| buttons.get(index)?.dyn_into().ok()))
        .collect();
    let at = stops.iter().position(|stop| *stop == target).unwrap_or(0);
    let next = at.saturating_add_signed(step).min(stops.len() - 1);
    if let Some(stop) = stops[next].dyn_ref::<HtmlElement>() {
        dom::focus_element(stop);
    }
    event.prevent_default();
    true
}

fn row_of(event: &FocusEvent) -> Option<usize> {
    let row = event.target_dyn_into::<Element>()?.closest("[data-index]").ok()??;
    row.get_attribute("data-index")?.parse().ok()
}

/// Focuses a row once it is on the page.
fn focus_row(list: &Element, index: usize) {
    let list = list.clone();
    dom::soon(move || {
        let row = list.query_selector(&format!("[data-index='{index}']")).ok().flatten();
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            dom::focus_element(&row);
        }
    });
}

/// Measures again whenever the view's size changes.
fn observe(scroller: &NodeRef, measure: Callback<()>) -> Option<(ResizeObserver, Closure<dyn Fn()>)> {
    let changed = Closure::<dyn Fn()>::new(move || measure.emit(()));
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    observer.observe(&scroller.cast::<Element>()?);
    Some((observer, changed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_view_and_some_spare_are_on_the_page() {
        assert_eq!(in_view(0.0, 560.0, 56.0, 10_000), 0..19);
        assert_eq!(in_view(56_000.0, 560.0, 56.0, 10_000), 992..1_019);
        assert_eq!(in_view(559_440.0, 560.0, 56.0, 10_000), 9_982..10_000);
    }

    #[test]
    fn a_short_list_a_bounce_and_a_shrunk_list_are_within_bounds() {
        assert_eq!(in_view(0.0, 560.0, 56.0, 3), 0..3);
        assert_eq!(in_view(-120.0, 560.0, 56.0, 100), 0..16);
        assert_eq!(in_view(5_000.0, 560.0, 56.0, 0), 0..0);
        assert_eq!(in_view(500_000.0, 560.0, 56.0, 10), 10..10);
    }

    #[test]
    fn a_row_out_of_view_is_scrolled_to_the_nearer_edge() {
        assert_eq!(scroll_to(5, 0.0, 560.0, 56.0), None);
        assert_eq!(scroll_to(2, 280.0, 560.0, 56.0), Some(112.0));
        assert_eq!(scroll_to(10, 0.0, 560.0, 56.0), Some(56.0));
    }

    #[test]
    fn keys_move_within_the_list() {
        assert_eq!(next_row("ArrowDown", 0, 3, 10), Some(1));
        assert_eq!(next_row("ArrowDown", 2, 3, 10), Some(2));
        assert_eq!(next_row("ArrowUp", 0, 3, 10), Some(0));
        assert_eq!(next_row("PageDown", 5, 100, 10), Some(15));
        assert_eq!(next_row("PageUp", 5, 100, 10), Some(0));
        assert_eq!(next_row("End", 5, 100, 10), Some(99));
        assert_eq!(next_row("Home", 5, 100, 10), Some(0));
        assert_eq!(next_row("x", 5, 100, 10), None);
        assert_eq!(next_row("ArrowDown", 0, 0, 10), None);
    }
}

//! The divider between two panels: dragged with the pointer, moved with the arrow keys, reset by a double click.

use web_sys::Element;
use yew::prelude::*;

/// The least and the greatest width of a side panel, and the least of the middle, in pixels.
pub const SIDE: (u32, u32) = (220, 480);
const MIDDLE: u32 = 340;
const STEP: u32 = 16;

/// A panel's width when `wanted` is asked for in a window of `window` pixels whose other side takes `other`.
pub fn clamp(wanted: f64, window: f64, other: u32) -> u32 {
    let (least, most) = (f64::from(SIDE.0), f64::from(SIDE.1));
    let room = window - f64::from(other) - f64::from(MIDDLE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the panel's limits"
    )]
    let width = wanted.min(room).clamp(least, most).round() as u32;
    width
}

/// On which side of the divider the panel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The panel is left of it.
    Left,
    /// The panel is right of it.
    Right,
}

/// A divider's properties.
#[derive(Properties, PartialEq)]
pub struct SplitterProps {
    /// What the divider is called.
    pub label: AttrValue,
    /// Where its panel is.
    pub side: Side,
    /// The panel's width.
    pub width: u32,
    /// The other side panel's width.
    pub other: u32,
    /// The width when nobody chose one.
    pub usual: u32,
    /// Another width; `true` when it is settled.
    pub onresize: Callback<(u32, bool)>,
}

/// A divider.
#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let held = use_state_eq(|| false);
    let width_at = {
        let (side, other) = (props.side, props.other);
        move |x: f64| {
            let window = window_width();
            clamp(if side == Side::Left { x } else { window - x }, window, other)
        }
    };
    let onpointerdown = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(divider) = event.target_dyn_into::<Element>() {
                // Without capture the divider follows only while the pointer is on it.
                drop(divider.set_pointer_capture(event.pointer_id()));
            }
            held.set(true);
        })
    };
    let onpointermove = {
        let (held, onresize, width_at) = (held.clone(), props.onresize.clone(), width_at);
        Callback::from(move |event: PointerEvent| {
            if *held {
                onresize.emit((width_at(f64::from(event.client_x())), false));
            }
        })
    };
    let release = {
        let (held, onresize) = (held.clone(), props.onresize.clone());
        Callback::from(move |event: PointerEvent| {
            if *held {
                held.set(false);
                onresize.emit((width_at(f64::from(event.client_x())), true));
            }
        })
    };
    let ondblclick = {
        let (onresize, usual) = (props.onresize.clone(), props.usual);
        Callback::from(move |_: MouseEvent| onresize.emit((usual, true)))
    };
    let onkeydown = {
        let (onresize, side, width, other) = (props.onresize.clone(), props.side, props.width, props.other);
        Callback::from(move |event: KeyboardEvent| {
            let grows = match event.key().as_str() {
                "ArrowRight" => side == Side::Left,
                "ArrowLeft" => side == Side::Right,
                _ => return,
            };
            event.prevent_default();
            let wanted = if grows { width + STEP } else { width.saturating_sub(STEP) };
            onresize.emit((clamp(f64::from(wanted), window_width(), other), true));
        })
    };
    html! {
        <div
            class={classes!("splitter", held.then_some("is-held"))}
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label={props.label.clone()}
            aria-valuenow={props.width.to_string()}
            aria-valuemin={SIDE.0.to_string()}
            aria-valuemax={SIDE.1.to_string()}
            {onpointerdown}
            {onpointermove}
            onpointerup={release.clone()}
            onpointercancel={release}
            {ondblclick}
            {onkeydown}
        />
    }
}

fn window_width() -> f64 {
    let width = web_sys::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).unwrap_or(1_280.0)
}

#[cfg(test)]
mod tests {
    use super::clamp;

    #[test]
    fn a_panel_keeps_its_limits_and_leaves_room_for_the_middle() {
        assert_eq!(clamp(300.4, 1_280.0, 320), 300);
        assert_eq!(clamp(10.0, 1_280.0, 320), 220);
        assert_eq!(clamp(900.0, 2_000.0, 320), 480);
        assert_eq!(clamp(470.0, 1_100.0, 320), 440, "340 stay for the middle");
        assert_eq!(clamp(300.0, 500.0, 320), 220, "a tiny window keeps the panel usable");
    }
}

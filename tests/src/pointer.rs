//! The mouse: dragging.

use std::time::Duration;

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};

use crate::{App, Failure, Result};

/// How long one move takes: the page sees movement, not a jump.
const MOVE: Duration = Duration::from_millis(60);

impl App<'_> {
    /// Moves the pointer onto the first `css` and leaves it there.
    pub async fn hover(&self, css: &str) -> Result {
        let element = self.see(css).await?;
        let mouse = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        self.client.perform_actions(mouse).await.map_err(Failure::driver(format!("pointing at {css}")))
    }

    /// Drags the first `from` to the middle of the first `to`, or `down` pixels below it, and lets go there. Where that
    /// is is found out before the drag: the page makes room while it goes on.
    pub async fn drag(&self, from: &str, to: &str, down: f64) -> Result {
        let (x, y) = self.middle(from).await?;
        let (end_x, end_y) = self.middle(to).await?;
        let at = |x: f64, y: f64| PointerAction::MoveTo { duration: Some(MOVE), x: x.round(), y: y.round() };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(at(x, y))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            // Past the distance at which a press becomes a drag.
            .then(at(x + 6.0, y + 6.0))
            .then(at(f64::midpoint(x, end_x), f64::midpoint(y, end_y)))
            .then(at(end_x, end_y + down - 1.0))
            .then(at(end_x, end_y + down))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.map_err(Failure::driver(format!("dragging {from} to {to}")))
    }

    /// The middle of the first `css`, in pixels of the page's view.
    async fn middle(&self, css: &str) -> Result<(f64, f64)> {
        self.see(css).await?;
        let script = "const r = document.querySelector(arguments[0]).getBoundingClientRect();
            return [r.x + r.width / 2, r.y + r.height / 2]";
        let place = self.script(script, &[serde_json::json!(css)]).await?;
        serde_json::from_value(place).map_err(Failure::driver(format!("finding the place of {css}")))
    }
}

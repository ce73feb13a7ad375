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

    /// Drags the first `from` onto the middle of the first `to` and lets go there, `down` pixels below its middle.
    pub async fn drag(&self, from: &str, to: &str, down: f64) -> Result {
        let start = self.see(from).await?;
        let end = self.see(to).await?;
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element: start, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            // Past the distance at which a press becomes a drag.
            .then(PointerAction::MoveBy { duration: Some(MOVE), x: 6.0, y: 6.0 })
            .then(PointerAction::MoveBy { duration: Some(MOVE), x: 6.0, y: 6.0 })
            .then(PointerAction::MoveToElement {
                element: end.clone(),
                duration: Some(MOVE),
                x: 0.0,
                y: down / 2.0,
            })
            .then(PointerAction::MoveToElement { element: end, duration: Some(MOVE), x: 0.0, y: down })
            .then(PointerAction::Pause { duration: MOVE })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.map_err(Failure::driver(format!("dragging {from} to {to}")))
    }
}

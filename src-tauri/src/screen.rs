//! A remembered place may be on a screen that is gone: the window must be where it can be seen and grasped.

use tauri::{PhysicalPosition, PhysicalSize, Runtime, WebviewWindow};

/// How much of the window's upper edge must be on a screen for it to be grasped, in physical pixels.
const GRIP: (i64, i64) = (120, 40);

/// A rectangle in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rect {
    left: i64,
    top: i64,
    width: i64,
    height: i64,
}

impl Rect {
    fn new(position: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> Self {
        Self {
            left: position.x.into(),
            top: position.y.into(),
            width: size.width.into(),
            height: size.height.into(),
        }
    }

    /// Width and height of what both share.
    fn overlap(self, other: Self) -> (i64, i64) {
        let width = (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let height = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        (width, height)
    }
}

/// Moves and shrinks the window onto a screen, if it isn't on one.
pub(crate) fn keep_visible<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let screens: Vec<_> = window
        .available_monitors()?
        .iter()
        .map(|monitor| Rect::new(monitor.work_area().position, monitor.work_area().size))
        .collect();
    let is = Rect::new(window.outer_position()?, window.outer_size()?);
    let Some(should_be) = fit(is, &screens) else { return Ok(()) };
    let clamp = |length: i64| u32::try_from(length).unwrap_or_default();
    window.set_size(PhysicalSize::new(clamp(should_be.width), clamp(should_be.height)))?;
    window.center()
}

/// Where the window should be instead; `None` if it can stay, or there is no screen to move it to.
fn fit(window: Rect, screens: &[Rect]) -> Option<Rect> {
    let edge = Rect { height: GRIP.1, ..window };
    let grasped = |screen: &&Rect| {
        let (width, height) = edge.overlap(**screen);
        width >= GRIP.0.min(window.width) && height >= GRIP.1 / 2
    };
    let fits = |screen: &&Rect| window.width <= screen.width && window.height <= screen.height;
    if screens.iter().filter(grasped).any(|screen| fits(&screen)) {
        return None;
    }
    let home = screens.iter().find(grasped).or(screens.first())?;
    Some(Rect { width: window.width.min(home.width), height: window.height.min(home.height), ..*home })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = rect(0, 0, 1920, 1080);
    const SECOND: Rect = rect(1920, 0, 1280, 1024);

    const fn rect(left: i64, top: i64, width: i64, height: i64) -> Rect {
        Rect { left, top, width, height }
    }

    #[test]
    fn a_window_that_can_be_grasped_stays() {
        for window in [rect(100, 100, 1280, 800), rect(-1100, 200, 1280, 800), rect(1800, 1000, 1280, 800)] {
            assert_eq!(fit(window, &[SCREEN]), None, "{window:?}");
        }
        assert_eq!(fit(rect(2000, 100, 1200, 800), &[SCREEN, SECOND]), None);
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_comes_back() {
        let away = rect(2000, 100, 1200, 800);
        assert_eq!(fit(away, &[SCREEN]), Some(rect(0, 0, 1200, 800)));
        assert_eq!(fit(rect(100, -500, 1200, 800), &[SCREEN]), Some(rect(0, 0, 1200, 800)));
    }

    #[test]
    fn a_window_larger_than_the_screen_shrinks_to_it() {
        assert_eq!(fit(rect(100, 100, 2560, 1400), &[SCREEN]), Some(SCREEN));
    }

    #[test]
    fn without_a_screen_nothing_is_moved() {
        assert_eq!(fit(rect(0, 0, 1280, 800), &[]), None);
    }
}

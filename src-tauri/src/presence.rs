//! Whether there is a window: it may be gone while the app stays in the tray, and be wanted again while it goes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager as _, Runtime};

use crate::commands::Shell;
use crate::{tray, window};

/// How it is with the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// There is none, and the app goes on.
    Gone,
    /// There is one, or one is being made.
    There,
    /// It is being destroyed, and the app goes on.
    Going,
    /// It is being destroyed, and another one is wanted.
    Returning,
    /// The app ends.
    Ending,
}

/// What has to be done for a window to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// One has to be made.
    Make,
    /// The one that is there has to be raised.
    Raise,
    /// Nothing now.
    Nothing,
}

/// Whether there is a window.
#[derive(Debug)]
pub(crate) struct Presence(Mutex<State>);

impl Presence {
    /// Before the first window.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(State::Gone))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There is a window: the app begins with it, or it isn't destroyed after all.
    pub(crate) fn begin(&self) {
        *self.state() = State::There;
    }

    fn want(&self) -> Need {
        let mut state = self.state();
        match *state {
            State::Gone => {
                *state = State::There;
                Need::Make
            }
            State::There => Need::Raise,
            State::Going => {
                *state = State::Returning;
                Need::Nothing
            }
            State::Returning | State::Ending => Need::Nothing,
        }
    }

    /// The window is about to be destroyed, and the app stays.
    pub(crate) fn go(&self) {
        let mut state = self.state();
        if *state == State::There {
            *state = State::Going;
        }
    }

    /// The app is about to end.
    pub(crate) fn end(&self) {
        *self.state() = State::Ending;
    }

    /// The window is destroyed, or could not be made. Answers whether another one is wanted.
    fn gone(&self) -> bool {
        let mut state = self.state();
        match *state {
            State::Returning => {
                *state = State::There;
                true
            }
            State::Ending => false,
            _ => {
                *state = State::Gone;
                false
            }
        }
    }

    /// Whether the app goes on though its last window is destroyed.
    pub(crate) fn stays(&self) -> bool {
        *self.state() != State::Ending
    }
}

/// Has a window seen: raises the one there is, or makes one.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    match app.state::<Presence>().want() {
        Need::Raise => window::raise(app),
        Need::Make => make(app.clone()),
        Need::Nothing => {}
    }
}

/// The window was destroyed.
pub(crate) fn destroyed<R: Runtime>(app: &AppHandle<R>) {
    // Without anything to come back by the app would be there unseen.
    if !tray::is_there(app) && app.state::<Presence>().stays() {
        tracing::info!("closed to a tray that is gone; a second start brings the window back");
    }
    if app.state::<Presence>().gone() {
        make(app.clone());
    }
}

/// Not on the main thread, which has to be free while a window is made.
fn make<R: Runtime>(app: AppHandle<R>) {
    tauri::async_runtime::spawn_blocking(move || {
        let shell = app.state::<Shell<R>>();
        if let Err(error) = window::open(&app, shell.data_dir(), shell.theme()) {
            tracing::error!(%error, "no window");
            app.state::<Presence>().gone();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_made_raised_and_made_again() {
        let presence = Presence::new();
        assert_eq!(presence.want(), Need::Make);
        assert_eq!(presence.want(), Need::Raise);
        presence.go();
        assert!(presence.stays());
        assert!(!presence.gone());
        assert_eq!(presence.want(), Need::Make);
    }

    #[test]
    fn who_wants_it_while_it_goes_has_it_back_once() {
        let presence = Presence::new();
        presence.want();
        presence.go();
        assert_eq!([presence.want(), presence.want()], [Need::Nothing; 2]);
        assert!(presence.gone());
        assert_eq!(presence.want(), Need::Raise);
    }

    #[test]
    fn what_ends_stays_ended() {
        let presence = Presence::new();
        presence.want();
        presence.end();
        assert_eq!(presence.want(), Need::Nothing);
        presence.go();
        assert!(!presence.gone());
        assert!(!presence.stays());
    }
}

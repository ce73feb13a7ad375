//! The app's one state, shared by every component, and the hooks to read and change it.
//!
//! A component re-renders only when what it selected has changed: with ten thousand workouts in a list, a toast must
//! not cost a list.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use crate::state::{Action, AppState};

/// A handle on the state; cloning it costs nothing, and it always sees the latest state.
#[derive(Clone, Default)]
pub struct App(Rc<Inner>);

#[derive(Default)]
struct Inner {
    state: RefCell<Rc<AppState>>,
    listeners: RefCell<BTreeMap<u64, Rc<dyn Fn()>>>,
    next: Cell<u64>,
}

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl App {
    /// The state as it is now.
    pub fn state(&self) -> Rc<AppState> {
        self.0.state.borrow().clone()
    }

    /// Changes the state and tells every component that selected something of it.
    pub fn dispatch(&self, action: Action) {
        let next = Rc::new(self.state().reduce(action));
        self.0.state.replace(next);
        // A listener may subscribe or unsubscribe others: go over a copy.
        let listeners: Vec<_> = self.0.listeners.borrow().values().cloned().collect();
        for listener in listeners {
            listener();
        }
    }

    /// A number that was not given before: for toasts and requests.
    pub fn number(&self) -> u64 {
        self.0.next.replace(self.0.next.get() + 1)
    }

    /// Calls `listener` with every change from now on, until what is returned is called.
    pub fn subscribe(&self, listener: Rc<dyn Fn()>) -> impl FnOnce() + use<> {
        let id = self.number();
        self.0.listeners.borrow_mut().insert(id, listener);
        let inner = self.0.clone();
        move || {
            inner.listeners.borrow_mut().remove(&id);
        }
    }
}

/// The app that the component stands in.
///
/// # Panics
/// Outside of [`crate::app::Dashboard`]: nothing can be shown without a state.
#[hook]
pub fn use_app() -> App {
    let app = use_context::<App>();
    #[expect(clippy::expect_used, reason = "every component stands in the dashboard, which provides it")]
    app.expect("the dashboard provides the app")
}

/// A part of the state; the component renders again when it changes.
#[hook]
pub fn use_selector<T, S>(select: S) -> T
where
    T: PartialEq + Clone + 'static,
    S: Fn(&AppState) -> T + 'static,
{
    let app = use_app();
    let update = use_force_update();
    let shown = select(&app.state());
    // The listener lives as long as the component, what it compares is of the last render.
    let last = use_mut_ref(|| None::<(Box<dyn Fn(&AppState) -> T>, T)>);
    *last.borrow_mut() = Some((Box::new(select), shown.clone()));
    use_effect_with(app, move |app| {
        let listener: Rc<dyn Fn()> = {
            let app = app.clone();
            Rc::new(move || {
                let state = app.state();
                let changed = last.borrow().as_ref().is_some_and(|(select, shown)| select(&state) != *shown);
                if changed {
                    update.force_update();
                }
            })
        };
        // Something may have changed between the render and this effect.
        listener();
        app.subscribe(listener)
    });
    shown
}

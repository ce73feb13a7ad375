//! Parts of the page that are made of the state alone.
//!
//! A component costs the page its own machinery. These have it in common, and are functions.

use std::ptr;
use std::rc::Rc;

use yew::prelude::*;

use crate::state::{App, AppState, use_app};

/// What a part shows in a state.
pub type View = fn(&App, &AppState) -> Html;

/// See [`Part`].
#[derive(Properties, Clone, Copy)]
pub struct PartProps {
    /// What it shows. It is made anew with every change of the state, so it is quick.
    pub view: View,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        ptr::fn_addr_eq(self.view, other.view)
    }
}

/// A part of the page.
#[component]
pub fn Part(props: &PartProps) -> Html {
    let app = use_app();
    let update = use_force_update();
    let shown = app.state();
    {
        let shown = Rc::clone(&shown);
        use_effect_with(app.clone(), move |app| {
            // Something may have changed between the render and this effect.
            if !Rc::ptr_eq(&shown, &app.state()) {
                update.force_update();
            }
            app.subscribe(Rc::new(move || update.force_update()))
        });
    }
    (props.view)(&app, &shown)
}

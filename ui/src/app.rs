//! The dashboard as a whole: its state, its keys, its three panels.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use model::ipc::Preferences;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::components::drag::{self, drag_ghost};
use crate::components::live::live_region;
use crate::components::part::{Part, View};
use crate::components::splitter::{Side, Splitter};
use crate::components::toasts::Toasts;
use crate::keys::{self, Held, Press};
use crate::overlays::Overlays;
use crate::panels::footer::footer;
use crate::panels::header::header;
use crate::panels::library::Library;
use crate::panels::program::middle;
use crate::panels::programs::Programs;
use crate::state::{Action, App, use_app, use_selector};
use crate::text::t;
use crate::{actions, dom};

/// The dashboard's properties.
#[derive(Properties, PartialEq, Default)]
pub struct DashboardProps {
    /// The state to begin with: tests bring their own.
    #[prop_or_default]
    pub app: App,
}

/// The page.
#[component]
pub fn Dashboard(props: &DashboardProps) -> Html {
    // The app outlives every render.
    let app = use_state(|| props.app.clone());
    use_effect_with((*app).clone(), |app| {
        actions::spawn(actions::start::start(app.clone()));
        let heard = (hear_keys(app), hear_return(app));
        move || drop(heard)
    });
    html! {
        <ContextProvider<App> context={(*app).clone()}>
            <Rooms />
            <Part view={drag_ghost as View} />
            <Toasts />
            <Part view={live_region as View} />
        </ContextProvider<App>>
    }
}

/// What shows the library. For another owner all of it is made anew: what was typed, found or opened in it goes.
#[component]
fn Rooms() -> Html {
    let owner = use_selector(|state| state.owner);
    html! {
        <>
            <Shell key={owner} />
            <Overlays key={format!("over {owner}")} />
        </>
    }
}

/// The frame around the panels.
#[component]
fn Shell() -> Html {
    let app = use_app();
    let shell = use_node_ref();
    let looks = use_selector(|state| LOOKS.map(|(_, key)| state.setting(key).clone()));
    let widths = use_selector(|state| (state.preferences.programs_width, state.preferences.library_width));
    let drawer = use_selector(|state| state.drawer);
    // Widths while a divider is held; they become preferences when it is let go.
    let held = use_state_eq(|| None::<(u32, u32)>);
    let (programs, library) = held.unwrap_or(widths);

    use_effect_with(looks, show_looks);
    dom::use_style(&shell, "--programs-width", format!("{programs}px"));
    dom::use_style(&shell, "--library-width", format!("{library}px"));

    let resize = |apply: fn(u32, (u32, u32)) -> (u32, u32)| {
        let (app, held) = (app.clone(), held.clone());
        Callback::from(move |(width, settled): (u32, bool)| {
            let widths = apply(width, (programs, library));
            if settled {
                held.set(None);
                actions::preferences::choose(&app, |preferences| {
                    (preferences.programs_width, preferences.library_width) = widths;
                });
            } else {
                held.set(Some(widths));
            }
        })
    };
    let close_drawer = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| app.dispatch(Action::Drawer(false)))
    };
    let usual = Preferences::default();
    html! {
        <div class={classes!("shell", drawer.then_some("has-drawer"))} ref={shell}>
            <Part view={header as View} />
            <div class="panels">
                <Programs />
                <Splitter
                    label={t!("resize-programs")}
                    side={Side::Left}
                    width={programs}
                    other={library}
                    usual={usual.programs_width}
                    onresize={resize(|width, (_, library)| (width, library))}
                />
                <Part view={middle as View} />
                <Splitter
                    label={t!("resize-library")}
                    side={Side::Right}
                    width={library}
                    other={programs}
                    usual={usual.library_width}
                    onresize={resize(|width, (programs, _)| (programs, width))}
                />
                <div class="drawer-scrim" onclick={close_drawer} />
                <Library />
            </div>
            <Part view={footer as View} />
        </div>
    }
}

/// What of the settings the style sheets look for on the root, and under which name.
const LOOKS: [(&str, &str); 3] = [
    ("data-theme", "appearance.theme"),
    ("data-text", "appearance.text_size"),
    ("data-motion", "appearance.motion"),
];

/// Puts it there. Without a theme the colours follow the desktop, and so does motion.
fn show_looks(looks: &[Value; 3]) {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else { return };
    for ((name, _), value) in LOOKS.iter().zip(looks) {
        // Both fail only for a name with a blank in it.
        match value.as_str().filter(|value| *value != "system") {
            Some(value) => drop(root.set_attribute(name, value)),
            None => drop(root.remove_attribute(name)),
        }
    }
}

/// A person who comes back from the mail, the browser or another machine sees how the account stands now.
fn hear_return(app: &App) -> Option<EventListener> {
    let app = app.clone();
    let back = move |_: &Event| actions::spawn(actions::account::check(app.clone()));
    web_sys::window().map(|window| EventListener::new(&window, "focus", back))
}

fn hear_keys(app: &App) -> Option<[EventListener; 2]> {
    let window = web_sys::window()?;
    let on = |phase, hear: fn(&App, &KeyboardEvent)| {
        let app = app.clone();
        let options = EventListenerOptions { phase, passive: false };
        EventListener::new_with_options(&window, "keydown", options, move |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                hear(&app, event);
            }
        })
    };
    // A lifted row has every key; the rest comes after whatever has the focus.
    let lifted = on(EventListenerPhase::Capture, |app, event| {
        if drag::key(app, &event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let anywhere = on(EventListenerPhase::Bubble, hear_anywhere);
    Some([lifted, anywhere])
}

fn hear_anywhere(app: &App, event: &KeyboardEvent) {
    if event.default_prevented() || event.is_composing() {
        return;
    }
    let press = Press {
        key: &event.key(),
        held: Held {
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        },
        typing: dom::is_typing(event.target().and_then(|target| target.dyn_into::<Element>().ok()).as_ref()),
    };
    if let Some(intent) = keys::intent(press) {
        event.prevent_default();
        intent.run(app);
    } else if event.key() == "Escape" && app.state().drawer && app.state().overlay.is_none() {
        app.dispatch(Action::Drawer(false));
    }
}

#[cfg(test)]
mod account_tests;
#[cfg(test)]
mod sync_tests;
#[cfg(test)]
mod tests;

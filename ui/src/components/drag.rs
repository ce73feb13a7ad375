//! Dragging rows with the pointer, and the keyboard twin of it.
//!
//! A row is lifted once the pointer has moved a little with the button down, or by Space. What is lifted and where it
//! would land is in the app's state; where the pointer is is nobody's business but the floating row's. The arithmetic
//! is in [`crate::state::drag`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::{Interval, Timeout};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};
use yew::prelude::*;

use super::icon::{Icon, sign};
use crate::actions::{self, announce};
use crate::dom;
use crate::state::drag::{Target, auto_scroll, moved, slot_at};
use crate::state::{Action, App, AppState, Drag, DragSource};
use crate::testid;

/// The height of a row of entries in pixels; the styles have the same.
pub const ROW: f64 = 56.0;
/// How far the pointer moves before a press becomes a drag, in pixels.
const SLACK: f64 = 5.0;
/// Between two steps of scrolling at the edge, in milliseconds.
const FRAME: u32 = 16;

/// A press that may become a drag, until the button is let go.
struct Session {
    app: App,
    source: DragSource,
    start: (f64, f64),
    at: Cell<(f64, f64)>,
    lifted: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
    scrolling: RefCell<Option<Interval>>,
}

/// The pointer went down on a row.
pub fn press(app: &App, event: &PointerEvent, source: DragSource) {
    let on_control = event
        .target_dyn_into::<Element>()
        .and_then(|target| target.closest("button, input, select, textarea, a").ok().flatten())
        .is_some();
    if event.button() != 0 || event.pointer_type() == "touch" || on_control || app.state().drag.is_some() {
        return;
    }
    let at = (f64::from(event.client_x()), f64::from(event.client_y()));
    let session = Rc::new(Session {
        app: app.clone(),
        source,
        start: at,
        at: Cell::new(at),
        lifted: Cell::new(false),
        listeners: RefCell::default(),
        scrolling: RefCell::default(),
    });
    session.listen();
}

impl Session {
    fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let on = |name: &'static str, act: fn(&Rc<Self>, &web_sys::Event)| {
            let session = self.clone();
            let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
            EventListener::new_with_options(&window, name, options, move |event| act(&session, event))
        };
        let listeners = vec![
            on("pointermove", |session, event| {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    session.follow((f64::from(event.client_x()), f64::from(event.client_y())));
                }
            }),
            on("pointerup", |session, _| session.finish(true)),
            on("pointercancel", |session, _| session.finish(false)),
            on("blur", |session, event| {
                // The press may take the focus from a field, which says so here, too.
                if event.target().is_some_and(|target| target.is_instance_of::<web_sys::Window>()) {
                    session.finish(false);
                }
            }),
            on("keydown", |session, event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                    event.prevent_default();
                    event.stop_propagation();
                    session.finish(false);
                }
            }),
        ];
        self.listeners.replace(listeners);
    }

    fn follow(self: &Rc<Self>, at: (f64, f64)) {
        self.at.set(at);
        if !self.lifted.get() {
            let (dx, dy) = (at.0 - self.start.0, at.1 - self.start.1);
            if dx.hypot(dy) < SLACK {
                return;
            }
            self.lift();
        }
        place_ghost(at);
        self.aim();
    }

    fn lift(self: &Rc<Self>) {
        self.lifted.set(true);
        set_dragging(true);
        let session = self.clone();
        self.scrolling.replace(Some(Interval::new(FRAME, move || session.scroll())));
        let drag = Drag { source: self.source.clone(), target: Target::Nowhere, keyboard: false };
        self.app.dispatch(Action::Drag(Some(drag)));
        // The floating row is on the page only after the next render.
        let session = self.clone();
        dom::soon(move || place_ghost(session.at.get()));
    }

    /// Finds where the row would land.
    fn aim(&self) {
        let target = target_at(&self.app, &self.source, self.at.get());
        let state = self.app.state();
        let Some(drag) = state.drag.as_ref().filter(|drag| drag.target != target) else { return };
        self.app.dispatch(Action::Drag(Some(Drag { target, ..drag.clone() })));
    }

    fn scroll(&self) {
        let Some(view) = find("[data-drag-scroll]") else { return };
        let rect = view.get_bounding_client_rect();
        let (x, y) = self.at.get();
        let step = auto_scroll(y, rect.top(), rect.bottom());
        if x >= rect.left() && x <= rect.right() && step != 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "at most a few pixels")]
            let step = step.round() as i32;
            view.set_scroll_top(view.scroll_top() + step);
            self.aim();
        }
    }

    fn finish(&self, drop_it: bool) {
        self.listeners.take();
        self.scrolling.take();
        if !self.lifted.get() {
            return;
        }
        set_dragging(false);
        swallow_click();
        if drop_it {
            land(&self.app);
        } else {
            put_back(&self.app);
        }
    }
}

/// A key while a row is lifted by keyboard; whether it was spent.
pub fn key(app: &App, key: &str) -> bool {
    let state = app.state();
    let Some(drag) = state.drag.as_ref().filter(|drag| drag.keyboard) else { return false };
    let Target::Slot(slot) = drag.target else { return false };
    let last = slots(app, &drag.source);
    let to = match key {
        " " | "Enter" => {
            land(app);
            return true;
        }
        "Escape" | "Tab" => {
            put_back(app);
            return key == "Escape";
        }
        "ArrowUp" => slot.saturating_sub(1),
        "ArrowDown" => (slot + 1).min(last),
        "Home" => 0,
        "End" => last,
        _ => return true,
    };
    app.dispatch(Action::Drag(Some(Drag { target: Target::Slot(to), ..drag.clone() })));
    announce(app, "drag-place", &[("place", (to + 1).into()), ("total", (last + 1).into())]);
    reveal_slot();
    true
}

/// Space on a row: lifts it, to be moved with the arrow keys.
pub fn lift(app: &App, source: DragSource) {
    if app.state().open.program().is_none() {
        announce(app, "drag-no-program", &[]);
        actions::done(app, model::text::get("drag-no-program"), false);
        return;
    }
    let last = slots(app, &source);
    let slot = source.from().unwrap_or(last);
    let args = [
        ("name", source.name().to_owned().into()),
        ("place", (slot + 1).into()),
        ("total", (last + 1).into()),
    ];
    announce(app, "drag-lifted", &args);
    app.dispatch(Action::Drag(Some(Drag { source, target: Target::Slot(slot), keyboard: true })));
    reveal_slot();
}

/// The last slot of the open program: a row of the program leaves one place to the others.
fn slots(app: &App, source: &DragSource) -> usize {
    let entries = app.state().open.program().map_or(0, |detail| detail.entries.len());
    entries - usize::from(source.from().is_some()).min(entries)
}

fn land(app: &App) {
    let state = app.state();
    let Some(Drag { source, target, .. }) = state.drag.clone() else { return };
    match (target, source, state.open.program()) {
        (Target::Program(id), DragSource::Workout(row), _) => {
            app.dispatch(Action::Drag(None));
            actions::spawn(actions::entries::add(app.clone(), id, row.id.clone(), row.name.clone(), None));
        }
        (Target::Slot(slot), DragSource::Workout(row), Some(open)) => {
            let id = open.program.id.clone();
            app.dispatch(Action::EntryInserted(row.clone(), slot));
            app.dispatch(Action::Drag(None));
            actions::spawn(actions::entries::add(
                app.clone(),
                id,
                row.id.clone(),
                row.name.clone(),
                Some(slot),
            ));
        }
        (Target::Slot(slot), DragSource::Entry { id: entry, name, from }, Some(open)) => {
            let ids: Vec<_> = open.entries.iter().map(|entry| entry.entry_id.clone()).collect();
            let id = open.program.id.clone();
            app.dispatch(Action::EntryMoved(from, slot));
            app.dispatch(Action::Drag(None));
            dom::focus_soon(&format!("[data-testid='{}'][data-id='{entry}']", testid::ENTRY_ROW));
            if from != slot {
                let ids = moved(&ids, from, slot);
                actions::spawn(actions::entries::reorder(app.clone(), id, ids, name, slot));
            }
        }
        _ => put_back(app),
    }
}

fn put_back(app: &App) {
    let name = app.state().drag.as_ref().map(|drag| drag.source.name().to_owned()).unwrap_or_default();
    announce(app, "drag-cancelled", &[("name", name.into())]);
    app.dispatch(Action::Drag(None));
}

fn target_at(app: &App, source: &DragSource, (x, y): (f64, f64)) -> Target {
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a window")]
    let under = dom::document().and_then(|document| document.element_from_point(x as f32, y as f32));
    let Some(under) = under else { return Target::Nowhere };
    let within = |selector: &str| under.closest(selector).ok().flatten();
    if let (DragSource::Workout(_), Some(row)) = (source, within("[data-program]")) {
        let id = row.get_attribute("data-program").and_then(|id| model::ProgramId::parse(id).ok());
        return id.map_or(Target::Nowhere, Target::Program);
    }
    let entries = app.state().open.program().map(|detail| detail.entries.len());
    let list = find(&format!("[data-testid='{}']", testid::ENTRIES));
    match (within("[data-drop]"), list, entries) {
        (Some(_), Some(list), Some(entries)) => {
            Target::Slot(slot_at(y - list.get_bounding_client_rect().top(), ROW, entries, source.from()))
        }
        _ => Target::Nowhere,
    }
}

/// The row that follows the pointer.
pub fn drag_ghost(_: &App, state: &AppState) -> Html {
    let Some(drag) = state.drag.as_ref().filter(|drag| !drag.keyboard) else { return Html::default() };
    html! {
        <div class="drag-ghost" data-testid={testid::DRAG_GHOST}>
            { sign(Icon::Grip) }
            <span>{ drag.source.name().to_owned() }</span>
        </div>
    }
}

fn place_ghost((x, y): (f64, f64)) {
    if let Some(ghost) = find(".drag-ghost") {
        dom::set_style(&ghost, "transform", &format!("translate({}px, {}px)", x.round(), y.round()));
    }
}

fn find(selector: &str) -> Option<Element> {
    dom::document()?.query_selector(selector).ok().flatten()
}

/// Lets styles know for the whole page: no text is selected, the pointer is a closed hand.
fn set_dragging(on: bool) {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else { return };
    // Both fail only for a name with a blank in it.
    if on {
        drop(root.set_attribute("data-dragging", ""));
    } else {
        drop(root.remove_attribute("data-dragging"));
    }
}

/// The button went up over the row it went down on: that is a drop, not a click.
fn swallow_click() {
    let Some(window) = web_sys::window() else { return };
    let target: &EventTarget = &window;
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let listener =
        EventListener::once_with_options(target, "click", options, web_sys::Event::stop_propagation);
    Timeout::new(0, move || drop(listener)).forget();
}

/// Scrolls the gap into view.
fn reveal_slot() {
    dom::soon(|| {
        if let Some(slot) = find(".entry-slot") {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            slot.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

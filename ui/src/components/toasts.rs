//! Toasts: what has just happened, with the way back. They wait while the pointer or the focus is on them.

use gloo_timers::callback::Timeout;
use model::ipc::Conflict;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, Node};
use yew::prelude::*;

use super::button::icon_button;
use super::icon::{Icon, sign};
use crate::intent::Intent;
use crate::overlays::{Overlay, all_seen, ways};
use crate::state::{Action, App, Toast, ToastKind, use_app, use_selector};
use crate::testid;
use crate::text::t;
use crate::{actions, dom};

/// How long a toast stays, in milliseconds; a problem stays until it is closed.
const STAY: u32 = 7_000;

/// Every toast, above whatever else floats.
#[component]
pub fn Toasts() -> Html {
    let app = use_app();
    let toasts = use_selector(|state| state.toasts.clone());
    let conflicts = use_selector(|state| state.conflicts.clone());
    let listed = use_selector(|state| state.overlay == Some(Overlay::Conflicts));
    let layer = use_node_ref();
    let newest =
        (toasts.last().map(|toast| toast.id), conflicts.first().map(|conflict| conflict.conflict_id));
    use_effect_with((newest, layer.clone()), |(newest, layer)| {
        if let Some(layer) = layer.cast::<HtmlElement>().filter(|_| *newest != (None, None)) {
            // What was shown last lies on top, dialogs included: so it is hidden, which fails the first time, and
            // shown again.
            drop(layer.hide_popover());
            drop(layer.show_popover());
        }
    });
    let toasts = toasts.into_iter().map(|toast| {
        let key = toast.id;
        html! { <ToastCard {key} {toast} /> }
    });
    html! {
        // The layer may be elsewhere: see `follow_dialogs`.
        <div class="toasts-home">
            <section class="toasts" ref={layer} popover="manual" aria-label={t!("toasts")} aria-live="polite">
                if !conflicts.is_empty() && !listed { { conflict_notice(&app, &conflicts) } }
                { for toasts }
            </section>
        </div>
    }
}

/// Has the toasts lie in the dialog on top, or else where they belong: outside of a modal dialog they would be seen above
/// it, but could not be pressed. Called when `dialog` has opened or was closed.
pub fn follow_dialogs(dialog: &HtmlDialogElement) {
    let Some(document) = dom::document() else { return };
    // One that was closed may have left the page by now, with the toasts inside.
    let layer = document.query_selector(".toasts").ok().flatten();
    let Some(layer) = layer.or_else(|| dialog.query_selector(".toasts").ok().flatten()) else { return };
    let dialogs = document.query_selector_all("dialog[open]").ok();
    let on_top = dialogs.and_then(|dialogs| dialogs.get(dialogs.length().checked_sub(1)?));
    let home = || document.query_selector(".toasts-home").ok().flatten().map(Node::from);
    let Some(host) = on_top.or_else(home) else { return };
    if layer.parent_node().as_ref() == Some(&host) || host.append_child(&layer).is_err() {
        return;
    }
    // What is moved is hidden by that.
    if layer.child_element_count() > 0
        && let Some(layer) = layer.dyn_ref::<HtmlElement>()
    {
        drop(layer.show_popover());
    }
}

/// What merges decided, once: it stays until somebody has looked, or says that they don't want to.
fn conflict_notice(app: &App, conflicts: &[Conflict]) -> Html {
    let (words, ways) = match conflicts {
        [only] if only.sides.is_empty() => {
            (t!("conflicts-one-deleted", name = only.name.as_str()), ways(app, only))
        }
        [only] => (t!("conflicts-one", name = only.name.as_str()), ways(app, only)),
        _ => (t!("conflicts-many", n = conflicts.len()), Vec::new()),
    };
    let act = |label: &str, testid: &'static str, onclick: &Callback<()>| {
        let onclick = onclick.reform(|_: MouseEvent| ());
        html! { <button type="button" class="toast-undo" data-testid={testid} {onclick}>{ label }</button> }
    };
    let (see, away) = (app.clone(), app.clone());
    let see = Callback::from(move |()| Intent::Conflicts.run(&see));
    html! {
        <div class="toast toast-conflict" data-testid={testid::CONFLICT_NOTICE}>
            { sign(Icon::Merge) }
            <p>{ words }</p>
            { act(&t!("conflicts-see"), testid::CONFLICT_SEE, &see) }
            { for ways.iter().map(|way| act(&way.label, way.testid, &way.run)) }
            { icon_button(t!("close"), Icon::Close, testid::TOAST_CLOSE, Callback::from(move |_| all_seen(&away))) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ToastProps {
    toast: Toast,
}

#[component]
fn ToastCard(props: &ToastProps) -> Html {
    let app = use_app();
    let held = use_state_eq(|| false);
    let toast = props.toast.clone();
    let close = {
        let app = app.clone();
        let id = toast.id;
        Callback::from(move |()| app.dispatch(Action::DropToast(id)))
    };
    {
        let close = close.clone();
        let goes = toast.kind == ToastKind::Done && !*held;
        use_effect_with((toast.id, goes), move |(_, goes)| {
            let timer = goes.then(|| Timeout::new(STAY, move || close.emit(())));
            move || drop(timer)
        });
    }
    let undo = {
        let close = close.clone();
        Callback::from(move |_| {
            close.emit(());
            actions::spawn(actions::undo::undo(app.clone()));
        })
    };
    let hold = |value: bool| {
        let held = held.clone();
        move || held.set(value)
    };
    let (enter, leave, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    let problem = toast.kind == ToastKind::Problem;
    html! {
        <div
            class={classes!("toast", problem.then_some("toast-problem"))}
            data-testid={testid::TOAST}
            role={problem.then_some("alert")}
            onmouseenter={move |_| enter()}
            onmouseleave={move |_| leave()}
            onfocusin={move |_| focus()}
            onfocusout={move |_| blur()}
        >
            { sign(if problem { Icon::Warning } else { Icon::Check }) }
            <p>{ toast.text }</p>
            if toast.undo {
                <button type="button" class="toast-undo" data-testid={testid::TOAST_UNDO} onclick={undo}>
                    { t!("undo") }
                </button>
            }
            { icon_button(t!("close"), Icon::Close, testid::TOAST_CLOSE, close.reform(|_| ())) }
        </div>
    }
}

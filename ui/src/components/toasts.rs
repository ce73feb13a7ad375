//! Toasts: what has just happened, with the way back. They wait while the pointer or the focus is on them.

use gloo_timers::callback::Timeout;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::button::IconButton;
use super::icon::{Icon, Sign};
use crate::actions;
use crate::state::{Action, Toast, ToastKind, use_app, use_selector};
use crate::testid;
use crate::text::t;

/// How long a toast stays, in milliseconds; a problem stays until it is closed.
const STAY: u32 = 7_000;

/// Every toast, above whatever else floats.
#[component]
pub fn Toasts() -> Html {
    let toasts = use_selector(|state| state.toasts.clone());
    let layer = use_node_ref();
    use_effect_with((toasts.last().map(|toast| toast.id), layer.clone()), |(newest, layer)| {
        if let Some(layer) = layer.cast::<HtmlElement>().filter(|_| newest.is_some()) {
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
        <section class="toasts" ref={layer} popover="manual" aria-label={t!("toasts")} aria-live="polite">{ for toasts }</section>
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
            <Sign icon={if problem { Icon::Warning } else { Icon::Check }} />
            <p>{ toast.text }</p>
            if toast.undo {
                <button type="button" class="toast-undo" data-testid={testid::TOAST_UNDO} onclick={undo}>
                    { t!("undo") }
                </button>
            }
            <IconButton
                label={t!("close")}
                icon={Icon::Close}
                onclick={close.reform(|_| ())}
                testid={testid::TOAST_CLOSE}
            />
        </div>
    }
}

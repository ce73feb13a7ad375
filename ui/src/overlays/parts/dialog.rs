//! The native `<dialog>`, modal: the browser keeps the focus inside and the page behind inert. What is added: the
//! focus goes back to where it was, Esc and a press beside the dialog ask the owner to close it.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use crate::components::toasts::follow_dialogs;
use crate::overlays::parts::dom;

/// See [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// What a screen reader calls it.
    pub label: AttrValue,
    /// Its shape: `sheet`, `panel`, `box` or `palette`.
    pub class: Classes,
    /// For tests.
    pub testid: AttrValue,
    /// The person wants to leave: Esc, or a press beside the dialog.
    pub on_close: Callback<()>,
    /// It asks for a decision: a press beside it doesn't answer.
    #[prop_or_default]
    pub decides: bool,
    /// Keys that nothing inside has used.
    #[prop_or_default]
    pub on_key: Callback<KeyboardEvent>,
    pub children: Html,
}

/// A modal dialog. The element inside with `autofocus` has the focus first.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let before = dom::active_element();
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // It fails only for a dialog that is open or not in the page; this one is neither.
                let shown = dialog.show_modal();
                debug_assert!(shown.is_ok(), "the dialog is in the page and closed");
                follow_dialogs(dialog);
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                    follow_dialogs(&dialog);
                }
                before.iter().for_each(focus_again);
            }
        });
    }
    let close = props.on_close.clone();
    let pass_on = props.on_key.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // The shortcuts of the page behind don't apply here.
        event.stop_propagation();
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            close.emit(());
        } else {
            pass_on.emit(event);
        }
    });
    let close = props.on_close.clone();
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        event.stop_propagation();
        close.emit(());
    });
    let close = props.on_close.clone();
    let (this, decides) = (node.clone(), props.decides);
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        event.stop_propagation();
        let beside = event.target().zip(this.get()).is_some_and(|(target, this)| {
            target.dyn_ref::<web_sys::Node>().is_some_and(|target| this.is_same_node(Some(target)))
        });
        if beside && !decides {
            event.prevent_default();
            close.emit(());
        }
    });
    html! {
        <dialog ref={node} class={classes!("overlay", props.class.clone())} aria-label={&props.label}
            data-testid={&props.testid} {onkeydown} {oncancel} {onpointerdown}>
            <div class="overlay-inner">{ props.children.clone() }</div>
        </dialog>
    }
}

/// What had the focus may have left the page meanwhile: then the page keeps it.
fn focus_again(element: &HtmlElement) {
    if element.is_connected() {
        dom::focus_element(element);
    }
}

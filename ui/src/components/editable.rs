//! Text that is edited where it stands. It saves itself: after a pause in typing, on Enter, and when the focus leaves.

use gloo_timers::callback::Timeout;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The pause in typing after which the text is saved, in milliseconds.
const PAUSE: u32 = 800;

/// An editable text's properties.
#[derive(Properties, PartialEq)]
pub struct EditableProps {
    /// What the text is, for screen readers.
    pub label: AttrValue,
    /// The text as it is saved.
    pub value: AttrValue,
    /// Another text.
    pub onsave: Callback<String>,
    /// For tests.
    pub testid: &'static str,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// What stands where no text is.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Several lines.
    #[prop_or_default]
    pub multiline: bool,
    /// As many characters as may be typed.
    pub limit: usize,
    /// A blank text is not saved: what was there comes back.
    #[prop_or_default]
    pub required: bool,
    /// The focus has left.
    #[prop_or_default]
    pub onleave: Callback<()>,
    /// It takes the focus when it appears, its text selected.
    #[prop_or_default]
    pub autofocus: bool,
}

/// An editable text.
#[component]
pub fn Editable(props: &EditableProps) -> Html {
    // What is typed shows until the focus leaves, whatever answers arrive meanwhile: the caret stays where it is.
    let typed = use_state_eq(|| None::<String>);
    let sent = use_mut_ref(|| None::<String>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let input = use_node_ref();

    {
        let input = input.clone();
        use_effect_with(props.autofocus, move |autofocus| {
            if *autofocus && let Some(input) = input.cast::<HtmlInputElement>() {
                crate::dom::focus_element(&input);
                input.select();
            }
        });
    }

    let save = {
        let (value, onsave, required) = (props.value.clone(), props.onsave.clone(), props.required);
        let sent = sent.clone();
        move |text: &str| {
            let last = sent.borrow().clone().unwrap_or_else(|| value.to_string());
            if text.trim() != last.trim() && !(required && text.trim().is_empty()) {
                sent.replace(Some(text.to_owned()));
                onsave.emit(text.trim().to_owned());
            }
        }
    };
    let oninput = {
        let (typed, timer, save) = (typed.clone(), timer.clone(), save.clone());
        Callback::from(move |event: InputEvent| {
            let Some(text) = text_of(&event) else { return };
            typed.set(Some(text.clone()));
            let save = save.clone();
            timer.replace(Some(Timeout::new(PAUSE, move || save(&text))));
        })
    };
    let onblur = {
        let (typed, onleave) = (typed.clone(), props.onleave.clone());
        Callback::from(move |_: FocusEvent| {
            timer.take();
            if let Some(text) = &*typed {
                save(text);
            }
            sent.take();
            typed.set(None);
            onleave.emit(());
        })
    };
    let onkeydown = {
        let (typed, multiline) = (typed.clone(), props.multiline);
        Callback::from(move |event: KeyboardEvent| {
            let leaves = match event.key().as_str() {
                "Enter" => !multiline || event.ctrl_key() || event.meta_key(),
                "Escape" => {
                    typed.set(None);
                    true
                }
                _ => false,
            };
            if leaves {
                event.prevent_default();
                event.stop_propagation();
                if let Some(field) = event.target_dyn_into::<HtmlElement>() {
                    // Nothing to do about a field that can't lose the focus.
                    crate::dom::soon(move || drop(field.blur()));
                }
            }
        })
    };
    let text = (*typed).clone().unwrap_or_else(|| props.value.to_string());
    let class = classes!("editable", props.class.clone());
    if props.multiline {
        return html! {
            // The twin in front has the same text and so the same height: the field grows with it.
            <div class="editable-grow">
                <div class={classes!(class.clone(), "editable-twin")} aria-hidden="true">{ format!("{text} ") }</div>
                <textarea
                    {class}
                    aria-label={props.label.clone()}
                    data-testid={props.testid}
                    placeholder={props.placeholder.clone()}
                    maxlength={props.limit.to_string()}
                    rows="1"
                    value={text}
                    {oninput}
                    {onblur}
                    {onkeydown}
                />
            </div>
        };
    }
    html! {
        <input
            ref={input}
            {class}
            type="text"
            aria-label={props.label.clone()}
            data-testid={props.testid}
            placeholder={props.placeholder.clone()}
            maxlength={props.limit.to_string()}
            autocomplete="off"
            spellcheck="false"
            value={text}
            {oninput}
            {onblur}
            {onkeydown}
        />
    }
}

fn text_of(event: &InputEvent) -> Option<String> {
    let area = event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value());
    area.or_else(|| event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()))
}

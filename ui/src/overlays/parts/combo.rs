//! A text field with suggestions: a combobox as ARIA describes it. Typing filters nothing here, the owner gives
//! the suggestions that fit. Arrow keys choose, Enter takes, Esc puts the list away.

use yew::prelude::*;

use crate::overlays::parts::dom;

/// See [`Combo`].
#[derive(Properties, PartialEq)]
pub struct ComboProps {
    /// The field's id, unique in the page.
    pub id: AttrValue,
    /// What is in the field.
    pub value: AttrValue,
    /// What a screen reader calls it.
    pub label: AttrValue,
    /// Shown while it is empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    /// For tests.
    pub testid: AttrValue,
    /// What to offer, the best first.
    pub suggestions: Vec<AttrValue>,
    /// While a person types, only suggestions that begin so are offered; all of them otherwise.
    #[prop_or_default]
    pub narrows: bool,
    /// The element that says what is wrong with the field.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Every change of the text.
    pub on_input: Callback<String>,
    /// A suggestion was taken; without it, the suggestion is typed.
    #[prop_or_default]
    pub on_pick: Option<Callback<String>>,
    /// Keys that the list doesn't use.
    #[prop_or_default]
    pub on_key: Callback<KeyboardEvent>,
    #[prop_or_default]
    pub on_blur: Callback<()>,
}

/// What a key does to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    /// Marks this suggestion, or none; the list is open.
    Mark(Option<usize>),
    /// Takes this suggestion.
    Take(usize),
    /// Puts the list away.
    Close,
    /// Nothing: the key is the owner's.
    Pass,
}

/// What `key` does while `marked` of `count` suggestions is marked and the list is `open`.
fn act(key: &str, open: bool, marked: Option<usize>, count: usize) -> Move {
    match key {
        "ArrowDown" if count > 0 => match marked {
            Some(at) if open => Move::Mark(Some((at + 1) % count)),
            _ => Move::Mark(Some(0)),
        },
        "ArrowUp" if count > 0 && open => match marked {
            Some(0) => Move::Mark(None),
            Some(at) => Move::Mark(Some(at - 1)),
            None => Move::Mark(Some(count - 1)),
        },
        "Enter" | "Tab" if open => marked.filter(|at| *at < count).map_or(Move::Pass, Move::Take),
        "Escape" if open && count > 0 => Move::Close,
        _ => Move::Pass,
    }
}

/// The suggestions to offer in a field that holds `value`: those that begin so while it is typed, else the others.
fn fitting(suggestions: &[AttrValue], value: &str, typing: bool) -> Vec<AttrValue> {
    let value = value.trim().to_lowercase();
    let fits = |text: &&AttrValue| {
        let text = text.to_lowercase();
        text != value && (!typing || text.starts_with(&value))
    };
    suggestions.iter().filter(fits).cloned().collect()
}

/// A text field with suggestions.
#[component]
pub fn Combo(props: &ComboProps) -> Html {
    let open = use_state_eq(|| false);
    let marked = use_state_eq(|| None::<usize>);
    let typing = use_state_eq(|| false);
    let suggestions = if props.narrows {
        fitting(&props.suggestions, &props.value, *typing)
    } else {
        props.suggestions.clone()
    };
    let count = suggestions.len();
    // What the field says already is no suggestion.
    let only_echo = count == 1 && suggestions[0] == props.value;
    let shown = *open && count > 0 && !only_echo;
    let list_id = format!("{}-list", props.id);
    let option_id = |at: usize| format!("{list_id}-{at}");

    let take = {
        let (open, marked, suggestions) = (open.clone(), marked.clone(), suggestions.clone());
        let on_pick = props.on_pick.clone().unwrap_or_else(|| props.on_input.clone());
        Callback::from(move |at: usize| {
            open.set(false);
            marked.set(None);
            if let Some(text) = suggestions.get(at) {
                on_pick.emit(text.to_string());
            }
        })
    };
    let onkeydown = {
        let (open, marked, take) = (open.clone(), marked.clone(), take.clone());
        let on_key = props.on_key.clone();
        Callback::from(move |event: KeyboardEvent| {
            let plain = !event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.is_composing();
            let act = if plain { act(&event.key(), shown, *marked, count) } else { Move::Pass };
            match act {
                Move::Mark(at) => {
                    event.prevent_default();
                    open.set(true);
                    marked.set(at);
                }
                Move::Take(at) => {
                    // Tab takes the suggestion and goes on.
                    if event.key() == "Enter" {
                        event.prevent_default();
                    }
                    take.emit(at);
                }
                Move::Close => {
                    event.prevent_default();
                    event.stop_propagation();
                    open.set(false);
                    marked.set(None);
                }
                Move::Pass => on_key.emit(event),
            }
        })
    };
    let oninput = {
        let (open, marked, on_input) = (open.clone(), marked.clone(), props.on_input.clone());
        let typing = typing.clone();
        Callback::from(move |event: InputEvent| {
            typing.set(true);
            open.set(true);
            marked.set(None);
            on_input.emit(dom::typed(&event));
        })
    };
    let onfocus = {
        let (open, typing) = (open.clone(), typing.clone());
        Callback::from(move |_: FocusEvent| {
            typing.set(false);
            open.set(false);
        })
    };
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let onblur = {
        let (open, marked, on_blur) = (open.clone(), marked.clone(), props.on_blur.clone());
        Callback::from(move |_: FocusEvent| {
            open.set(false);
            marked.set(None);
            on_blur.emit(());
        })
    };
    {
        let active = marked.filter(|_| shown).map(option_id);
        use_effect_with(active, |active| {
            if let Some(option) = active.as_deref().and_then(dom::by_id) {
                dom::reveal(&option);
            }
        });
    }
    let option = |(at, text): (usize, &AttrValue)| {
        let take = take.clone();
        // Pressing must not take the focus out of the field; releasing takes the suggestion.
        let onpointerdown = Callback::from(|event: PointerEvent| event.prevent_default());
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        let onclick = Callback::from(move |_: MouseEvent| take.emit(at));
        let selected = *marked == Some(at);
        html! {
            <li key={at} id={option_id(at)} role="option" aria-selected={selected.to_string()}
                class={classes!("combo-option", selected.then_some("marked"))}
                data-testid="combo-option" {onpointerdown} {onmousedown} {onclick}>{ text }</li>
        }
    };
    html! {
        <span class="combo">
            <input id={&props.id} class={classes!("combo-input", props.class.clone())} type="text" role="combobox"
                value={&props.value} placeholder={&props.placeholder} aria-label={&props.label}
                aria-autocomplete="list" aria-expanded={shown.to_string()} aria-controls={list_id.clone()}
                aria-activedescendant={marked.filter(|_| shown).map(option_id)}
                aria-invalid={props.error.as_ref().map(|_| "true")} aria-describedby={props.error.clone()}
                autocomplete="off" spellcheck="false"
                data-testid={&props.testid} {oninput} {onkeydown} {onfocus} {onblur} {onclick} />
            <ul id={list_id.clone()} class="combo-list" role="listbox" aria-label={&props.label} hidden={!shown}>
                { for suggestions.iter().enumerate().filter(|_| shown).map(option) }
            </ul>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_back_into_the_text() {
        assert_eq!(act("ArrowDown", false, None, 3), Move::Mark(Some(0)));
        assert_eq!(act("ArrowDown", true, Some(2), 3), Move::Mark(Some(0)));
        assert_eq!(act("ArrowUp", true, Some(0), 3), Move::Mark(None));
        assert_eq!(act("ArrowUp", true, None, 3), Move::Mark(Some(2)));
        assert_eq!(act("ArrowDown", true, None, 0), Move::Pass);
    }

    #[test]
    fn a_narrowing_field_offers_what_begins_so_while_typing_and_else_the_alternatives() {
        let all: Vec<AttrValue> = ["60s", "90s", "2min"].into_iter().map(Into::into).collect();
        assert_eq!(fitting(&all, "60s", false), ["90s", "2min"]);
        assert_eq!(fitting(&all, "6", true), ["60s"]);
        assert_eq!(fitting(&all, "60s", true), [] as [AttrValue; 0]);
        assert_eq!(fitting(&all, "", true), ["60s", "90s", "2min"]);
    }

    #[test]
    fn enter_is_the_owners_unless_a_suggestion_is_marked() {
        assert_eq!(act("Enter", true, None, 3), Move::Pass);
        assert_eq!(act("Enter", true, Some(1), 3), Move::Take(1));
        assert_eq!(act("Enter", true, Some(3), 3), Move::Pass, "the list has become shorter");
        assert_eq!(act("Escape", true, None, 3), Move::Close);
        assert_eq!(act("Escape", false, None, 3), Move::Pass, "a closed list leaves Esc to the dialog");
    }
}

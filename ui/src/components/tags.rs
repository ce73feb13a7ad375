//! Tags: shown as chips, and edited as chips.

use model::limits;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icon::{Icon, Sign};
use crate::text::t;

/// `tags` with what was typed added; `None` if nothing changes.
pub fn added(tags: &[String], typed: &str) -> Option<Vec<String>> {
    let mut all = tags.to_vec();
    for tag in typed.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if all.len() < limits::TAGS && !all.iter().any(|old| old.to_lowercase() == tag.to_lowercase()) {
            all.push(tag.to_owned());
        }
    }
    (all.len() > tags.len()).then_some(all)
}

/// The chips' properties.
#[derive(Properties, PartialEq)]
pub struct TagsProps {
    /// The tags.
    pub tags: Vec<String>,
    /// Tags to offer.
    #[prop_or_default]
    pub known: Vec<String>,
    /// Other tags.
    pub onchange: Callback<Vec<String>>,
    /// Names the list of tags to offer, once on the page.
    pub id: AttrValue,
    /// For tests.
    pub testid: &'static str,
}

/// Tags that can be taken away and added.
#[component]
pub fn TagsField(props: &TagsProps) -> Html {
    let add = {
        let (tags, onchange) = (props.tags.clone(), props.onchange.clone());
        Callback::from(move |input: HtmlInputElement| {
            if let Some(tags) = added(&tags, &input.value()) {
                onchange.emit(tags);
            }
            input.set_value("");
        })
    };
    let onkeydown = {
        let (add, tags, onchange) = (add.clone(), props.tags.clone(), props.onchange.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match event.key().as_str() {
                "Enter" | "," => {
                    event.prevent_default();
                    add.emit(input);
                }
                "Backspace" if input.value().is_empty() && !tags.is_empty() => {
                    onchange.emit(tags[..tags.len() - 1].to_vec());
                }
                _ => {}
            }
        })
    };
    let onblur = Callback::from(move |event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            add.emit(input);
        }
    });
    let chips = props.tags.iter().enumerate().map(|(index, tag)| {
        let (tags, onchange) = (props.tags.clone(), props.onchange.clone());
        let remove = Callback::from(move |_: MouseEvent| {
            let mut tags = tags.clone();
            tags.remove(index);
            onchange.emit(tags);
        });
        html! {
            <li class="tag" key={tag.clone()}>
                { tag.clone() }
                <button type="button" class="tag-remove" aria-label={t!("tag-remove", tag = tag.as_str())} onclick={remove}>
                    <Sign icon={Icon::Close} size={12} />
                </button>
            </li>
        }
    });
    let full = props.tags.len() >= limits::TAGS;
    let offered = props.known.iter().filter(|tag| !props.tags.contains(tag));
    html! {
        <ul class="tags" aria-label={t!("tags")}>
            { for chips }
            if !full {
                <li>
                    <input
                        class="tag-input"
                        type="text"
                        placeholder={t!("tag-add")}
                        aria-label={t!("tag-add")}
                        data-testid={props.testid}
                        list={props.id.clone()}
                        maxlength={limits::NAME.to_string()}
                        autocomplete="off"
                        {onkeydown}
                        {onblur}
                    />
                    <datalist id={props.id.clone()}>
                        { for offered.map(|tag| html! { <option value={tag.clone()} /> }) }
                    </datalist>
                </li>
            }
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::added;

    fn tags(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn what_was_typed_becomes_tags_once_each() {
        assert_eq!(added(&tags(&["push"]), " Legs, core,,PUSH "), Some(tags(&["push", "Legs", "core"])));
        assert_eq!(added(&tags(&["push"]), "Push"), None);
        assert_eq!(added(&[], "  "), None);
    }

    #[test]
    fn no_more_than_ten() {
        let ten: Vec<_> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(added(&ten, "eleven"), None);
    }
}

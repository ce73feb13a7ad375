//! Tags as chips: typed and separated by comma or Enter, completed from those that are used.

use model::ipc::Count;
use model::limits;
use yew::prelude::*;

use crate::components::icon::{Icon, sized};
use crate::overlays::parts::combo::Combo;
use crate::text::t;

/// As many suggestions as fit under the field.
const OFFERED: usize = 8;

/// What ends a tag; Enter does too.
const SEPARATORS: [char; 3] = [',', ';', '\n'];

/// What of `typed` is done, up to the last separator, and what is still being typed. Letters may follow the
/// separator before the field has been cleared: they are the next tag's.
fn split(typed: &str) -> Option<(&str, &str)> {
    typed.rsplit_once(SEPARATORS).map(|(done, rest)| (done, rest.trim_start()))
}

/// The tags with those in `typed` (separated by commas or lines) added; upper and lower case are the same tag.
/// What goes beyond the limit is left in the text that comes back.
pub fn add(tags: &[String], typed: &str) -> (Vec<String>, String) {
    let mut tags = tags.to_vec();
    let mut left = Vec::new();
    for tag in typed.split(SEPARATORS).map(str::trim).filter(|tag| !tag.is_empty()) {
        let twice = tags.iter().any(|have| have.to_lowercase() == tag.to_lowercase());
        if twice {
            continue;
        }
        if tags.len() < limits::TAGS {
            tags.push(tag.to_owned());
        } else {
            left.push(tag);
        }
    }
    (tags, left.join(", "))
}

/// The used tags that fit what is typed and aren't there yet: those that begin so before those that contain it.
pub fn suggest(used: &[Count], have: &[String], typed: &str) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    let fits = |begins: bool| {
        let typed = typed.clone();
        used.iter().map(|count| &count.word).filter(move |word| {
            let word = word.to_lowercase();
            if begins { word.starts_with(&typed) } else { word.contains(&typed) && !word.starts_with(&typed) }
        })
    };
    fits(true)
        .chain(fits(false))
        .filter(|word| !have.iter().any(|have| have.to_lowercase() == word.to_lowercase()))
        .take(OFFERED)
        .cloned()
        .collect()
}

/// See [`TagsField`].
#[derive(Properties, PartialEq)]
pub struct TagsProps {
    /// The tags that are there.
    pub tags: Vec<String>,
    /// The tags that workouts have, the most used first.
    pub used: std::rc::Rc<Vec<Count>>,
    /// Names the field on the page and for tests.
    #[prop_or("sheet-tag")]
    pub id: &'static str,
    /// What is wrong with them.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Other tags.
    pub on_change: Callback<Vec<String>>,
}

/// The tags of a workout or a program.
#[component]
pub fn TagsField(props: &TagsProps) -> Html {
    let typed = use_state_eq(String::new);
    let id = props.id;
    let full = props.tags.len() >= limits::TAGS;
    // Takes the tags that are `done`, and leaves what goes beyond the limit, and the `rest`, in the field.
    let take = {
        let (typed, tags, on_change) = (typed.clone(), props.tags.clone(), props.on_change.clone());
        move |done: &str, rest: &str| {
            let (now, left) = add(&tags, done);
            let stay = [left.as_str(), rest];
            typed.set(stay.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "));
            if now != tags {
                on_change.emit(now);
            }
        }
    };
    let on_input = {
        let (typed, take) = (typed.clone(), take.clone());
        Callback::from(move |text: String| match split(&text) {
            Some((done, rest)) => take(done, rest),
            None => typed.set(text),
        })
    };
    let on_pick = {
        let take = take.clone();
        Callback::from(move |text: String| take(&text, ""))
    };
    let on_key = {
        let (typed, tags) = (typed.clone(), props.tags.clone());
        let (take, on_change) = (take.clone(), props.on_change.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                take(&typed, "");
            }
            "Backspace" if typed.is_empty() && !tags.is_empty() => {
                event.prevent_default();
                on_change.emit(tags[..tags.len() - 1].to_vec());
            }
            _ => {}
        })
    };
    let on_blur = {
        let (typed, take) = (typed.clone(), take.clone());
        Callback::from(move |()| take(&typed, ""))
    };
    let chip = |(at, tag): (usize, &String)| {
        let (tags, on_change) = (props.tags.clone(), props.on_change.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let mut tags = tags.clone();
            tags.remove(at);
            on_change.emit(tags);
            crate::dom::focus_soon(&format!("#{id}"));
        });
        html! {
            <li key={tag.clone()} class="chip" data-testid={format!("{id}-chip")}>
                { tag }
                <button type="button" class="chip-remove" {onclick}
                    aria-label={t!("sheet-tag-remove", tag = tag.as_str())}>
                    { sized(Icon::Close, 12) }
                </button>
            </li>
        }
    };
    let suggestions: Vec<AttrValue> =
        suggest(&props.used, &props.tags, &typed).into_iter().map(Into::into).collect();
    html! {
        <div class="tags-field">
            <ul class="chips" aria-label={t!("field-tags")}>
                { for props.tags.iter().enumerate().map(chip) }
                <li key="input" class="chip-input">
                    if full {
                        <span class="hint" data-testid="sheet-tags-full">
                            { t!("sheet-tags-full", max = limits::TAGS) }
                        </span>
                    } else {
                        <Combo {id} class="quiet" value={(*typed).clone()} {suggestions}
                            label={t!("sheet-tag-add")} placeholder={t!("sheet-tag-add")}
                            testid={format!("{id}-input")} {on_input} on_pick={Some(on_pick)} {on_key} {on_blur} />
                    }
                </li>
            </ul>
            if let Some(error) = &props.error {
                <p class="field-error" role="alert">{ error }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn a_list_that_is_pasted_becomes_tags_once_each() {
        let (tags, left) = add(&texts(&["Push"]), " legs, push ,,Legs\nback;  ");
        assert_eq!(tags, texts(&["Push", "legs", "back"]));
        assert_eq!(left, "");
    }

    #[test]
    fn a_separator_ends_a_tag_and_what_follows_is_the_next() {
        assert_eq!(split("heavy"), None);
        assert_eq!(split("heavy,"), Some(("heavy", "")));
        assert_eq!(split("heavy, ch"), Some(("heavy", "ch")));
        assert_eq!(split("a;b\nc"), Some(("a;b", "c")));
    }

    #[test]
    fn what_goes_beyond_the_limit_stays_in_the_field() {
        let nine: Vec<_> = (0..9).map(|n| n.to_string()).collect();
        let (tags, left) = add(&nine, "a, b, c");
        assert_eq!(tags.len(), limits::TAGS);
        assert_eq!(left, "b, c");
    }

    #[test]
    fn suggestions_begin_so_before_they_contain_it_and_are_not_there_yet() {
        let used: Vec<_> = ["upper", "push", "pull", "superset"]
            .into_iter()
            .map(|word| Count { word: word.into(), count: 1 })
            .collect();
        assert_eq!(suggest(&used, &[], "pu"), texts(&["push", "pull"]));
        assert_eq!(suggest(&used, &texts(&["PUSH"]), "p"), texts(&["pull", "upper", "superset"]));
        assert_eq!(suggest(&used, &[], ""), texts(&["upper", "push", "pull", "superset"]));
    }
}

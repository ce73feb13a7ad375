//! The shortcut sheet: the table of [`crate::keys`], by the part of the page where each key works.

use model::text;
use yew::prelude::*;

use super::parts::dialog::Dialog;
use super::parts::heading::Heading;
use crate::keys::{SHORTCUTS, Shortcut, caps};
use crate::text::t;

/// See [`Shortcuts`].
#[derive(Properties, PartialEq)]
pub struct ShortcutsProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The groups of the table in order, each with its shortcuts.
fn groups() -> Vec<(&'static str, Vec<&'static Shortcut>)> {
    let mut groups: Vec<(&str, Vec<&Shortcut>)> = Vec::new();
    for shortcut in SHORTCUTS {
        match groups.iter_mut().find(|(group, _)| *group == shortcut.group) {
            Some((_, shortcuts)) => shortcuts.push(shortcut),
            None => groups.push((shortcut.group, vec![shortcut])),
        }
    }
    groups
}

/// The shortcut sheet.
#[component]
pub fn Shortcuts(props: &ShortcutsProps) -> Html {
    let row = |shortcut: &&Shortcut| {
        let chords = shortcut.chords.iter().enumerate().map(|(at, chord)| {
            html! {
                <>
                    if at > 0 { <span class="or">{ t!("keys-or") }</span> }
                    <span class="chord">{ for caps(*chord).into_iter().map(|cap| html! { <kbd>{ cap }</kbd> }) }</span>
                </>
            }
        });
        html! { <div class="key-row"><dt>{ shortcut.label() }</dt><dd>{ for chords }</dd></div> }
    };
    let group = |(name, shortcuts): (&'static str, Vec<&'static Shortcut>)| {
        html! {
            <section class="key-group" data-testid="key-group">
                <h3>{ text::get(name) }</h3>
                <dl>{ for shortcuts.iter().map(row) }</dl>
            </section>
        }
    };
    html! {
        <Dialog class="box wide" label={t!("shortcuts-title")} testid="shortcuts" on_close={&props.on_close}>
            <Heading title={t!("shortcuts-title")} on_close={&props.on_close} />
            <div class="key-groups scroll" tabindex="0">{ for groups().into_iter().map(group) }</div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_stands_in_one_group() {
        let shown: usize = groups().iter().map(|(_, shortcuts)| shortcuts.len()).sum();
        assert_eq!(shown, SHORTCUTS.len());
        let names: Vec<_> = groups().iter().map(|(name, _)| *name).collect();
        assert!(names.iter().all(|name| names.iter().filter(|other| other == &name).count() == 1));
    }
}

//! The table of shortcuts: it feeds the handler, the shortcut sheet and the hints in menus and the palette.

use model::text;

use crate::intent::Intent;

/// A key with the modifiers that must be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Ctrl, or Cmd on a Mac.
    pub ctrl: bool,
    /// Shift; it isn't asked for where the key's character already needs it, as `?` does.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// What `KeyboardEvent.key` says, in lower case.
    pub key: &'static str,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// The part of the sheet it stands in, as a catalogue key.
    pub group: &'static str,
    /// The chords; each does it.
    pub chords: &'static [Chord],
    /// What it does.
    pub does: Does,
}

/// What a shortcut does.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// From anywhere.
    Intent(Intent),
    /// In the part of the page that handles it; the key names its description.
    Local(&'static str),
}

impl Shortcut {
    /// What it does, in words.
    pub fn label(&self) -> String {
        match self.does {
            Does::Intent(intent) => text::get(&format!("intent-{}", intent.key())),
            Does::Local(key) => text::get(key),
        }
    }
}

const fn key(key: &'static str) -> Chord {
    Chord { ctrl: false, shift: false, alt: false, key }
}

const fn ctrl(key: &'static str) -> Chord {
    Chord { ctrl: true, shift: false, alt: false, key }
}

const fn ctrl_shift(key: &'static str) -> Chord {
    Chord { ctrl: true, shift: true, alt: false, key }
}

const fn alt(key: &'static str) -> Chord {
    Chord { ctrl: false, shift: false, alt: true, key }
}

const fn anywhere(chords: &'static [Chord], intent: Intent) -> Shortcut {
    Shortcut { group: "keys-anywhere", chords, does: Does::Intent(intent) }
}

const fn local(group: &'static str, chords: &'static [Chord], does: &'static str) -> Shortcut {
    Shortcut { group, chords, does: Does::Local(does) }
}

/// Every shortcut.
pub const SHORTCUTS: &[Shortcut] = &[
    anywhere(&[ctrl("k")], Intent::Palette),
    anywhere(&[ctrl("n")], Intent::NewProgram),
    anywhere(&[ctrl_shift("n")], Intent::NewWorkout),
    anywhere(&[ctrl("f"), key("/")], Intent::SearchLibrary),
    anywhere(&[ctrl("z")], Intent::Undo),
    anywhere(&[ctrl_shift("z"), ctrl("y")], Intent::Redo),
    anywhere(&[key("?")], Intent::Shortcuts),
    local("keys-anywhere", &[key("escape")], "keys-escape"),
    local("keys-lists", &[key("arrowup"), key("arrowdown")], "keys-arrows"),
    local("keys-lists", &[key("arrowleft"), key("arrowright")], "keys-row-actions"),
    local("keys-lists", &[key("enter")], "keys-enter"),
    local("keys-lists", &[key("delete")], "keys-delete"),
    local("keys-move", &[key(" ")], "keys-lift"),
    local("keys-move", &[key("arrowup"), key("arrowdown")], "keys-move-row"),
    local("keys-move", &[key("escape")], "keys-put-back"),
    local("keys-sheet", &[key("enter")], "keys-next-exercise"),
    local("keys-sheet", &[alt("arrowup"), alt("arrowdown")], "keys-move-group"),
    local("keys-sheet", &[key("backspace")], "keys-remove-row"),
    local("keys-sheet", &[ctrl("z")], "keys-put-back-group"),
];

/// Modifier keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    /// Ctrl, or Cmd on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

/// A key that was pressed.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// `KeyboardEvent.key`.
    pub key: &'a str,
    /// The modifiers held with it.
    pub held: Held,
    /// The focus is in a text field, which has its own undo and takes plain keys as text.
    pub typing: bool,
}

/// What a key asks for, wherever it is pressed.
pub fn intent(press: Press) -> Option<Intent> {
    let pressed = press.key.to_lowercase();
    let Held { ctrl, shift, alt } = press.held;
    SHORTCUTS.iter().find_map(|shortcut| {
        let Does::Intent(intent) = shortcut.does else { return None };
        let hit = shortcut.chords.iter().any(|chord| {
            let shifted = !chord.ctrl || chord.shift == shift;
            chord.key == pressed && chord.ctrl == ctrl && chord.alt == alt && shifted
        });
        let left_to_the_field = press.typing && (!ctrl || matches!(intent, Intent::Undo | Intent::Redo));
        (hit && !left_to_the_field).then_some(intent)
    })
}

/// The first chord that asks for `intent`, as the keys to press.
pub fn hint(intent: Intent) -> Option<Vec<String>> {
    let shortcut =
        SHORTCUTS.iter().find(|shortcut| matches!(shortcut.does, Does::Intent(own) if own == intent))?;
    shortcut.chords.first().map(|chord| caps(*chord))
}

/// The keys of a chord as they are written on the keyboard.
pub fn caps(chord: Chord) -> Vec<String> {
    let named = match chord.key {
        " " => "key-space",
        "escape" => "key-escape",
        "enter" => "key-enter",
        "delete" => "key-delete",
        "backspace" => "key-backspace",
        "arrowup" => "key-up",
        "arrowdown" => "key-down",
        "arrowleft" => "key-left",
        "arrowright" => "key-right",
        _ => "",
    };
    let last = if named.is_empty() { chord.key.to_uppercase() } else { text::get(named) };
    let modifiers = [(chord.ctrl, "key-ctrl"), (chord.shift, "key-shift"), (chord.alt, "key-alt")];
    modifiers.iter().filter(|(held, _)| *held).map(|(_, name)| text::get(name)).chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CTRL: Held = Held { ctrl: true, shift: false, alt: false };

    fn press(key: &str, held: Held, typing: bool) -> Option<Intent> {
        intent(Press { key, held, typing })
    }

    #[test]
    fn a_chord_asks_for_its_intent() {
        let shift = Held { shift: true, ..Held::default() };
        assert_eq!(press("n", CTRL, false), Some(Intent::NewProgram));
        assert_eq!(press("N", Held { shift: true, ..CTRL }, false), Some(Intent::NewWorkout));
        assert_eq!(press("?", shift, false), Some(Intent::Shortcuts));
        assert_eq!(press("n", Held::default(), false), None);
        assert_eq!(press("k", Held { alt: true, ..CTRL }, false), None);
    }

    #[test]
    fn a_text_field_keeps_its_undo_and_its_characters() {
        assert_eq!(press("z", CTRL, true), None);
        assert_eq!(press("y", CTRL, true), None);
        assert_eq!(press("/", Held::default(), true), None);
        assert_eq!(press("k", CTRL, true), Some(Intent::Palette));
    }

    #[test]
    fn no_chord_asks_for_two_things() {
        let global = |shortcut: &&Shortcut| matches!(shortcut.does, Does::Intent(_));
        let chords: Vec<_> = SHORTCUTS.iter().filter(global).flat_map(|shortcut| shortcut.chords).collect();
        for (index, chord) in chords.iter().enumerate() {
            assert!(!chords[..index].contains(chord), "{chord:?}");
        }
    }

    #[test]
    fn keys_are_written_as_on_the_keyboard() {
        assert_eq!(hint(Intent::NewWorkout), Some(vec!["Ctrl".into(), "Shift".into(), "N".into()]));
    }
}

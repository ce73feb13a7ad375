//! Texts of the catalogue, short to write: `t!("key")`, `t!("key", n = 3)`.

/// The text for a key, with values by name.
macro_rules! t {
    ($key:literal) => {
        model::text::get($key)
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        model::text::with($key, &[$((stringify!($name), $value.into())),+])
    };
}

pub(crate) use t;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Every key that a source file names in `t!("…")`.
    fn keys(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                keys(&path, found);
            } else {
                let source = fs::read_to_string(&path).unwrap();
                let file = path.display().to_string();
                // Not `format!("…")`, which ends alike.
                let calls = source.match_indices("t!(\"").filter(|(at, _)| !source[..*at].ends_with("forma"));
                let named = calls.filter_map(|(at, call)| source[at + call.len()..].split('"').next());
                let keys = named.filter(|key| *key != "key" && key.is_ascii());
                found.extend(keys.map(|key| (file.clone(), key.to_owned())));
            }
        }
    }

    #[test]
    fn the_catalogue_has_every_text_that_is_asked_for() {
        let mut found = Vec::new();
        keys(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() > 50);
        let missing: Vec<_> = found.iter().filter(|(_, key)| !model::text::has(key)).collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_catalogue_has_the_texts_of_every_intent_and_shortcut() {
        for intent in crate::intent::Intent::ALL {
            assert!(model::text::has(&format!("intent-{}", intent.key())), "{intent:?}");
        }
        for shortcut in crate::keys::SHORTCUTS {
            assert!(model::text::has(shortcut.group), "{}", shortcut.group);
            assert!(shortcut.label().contains(' ') || shortcut.label().len() > 3, "{}", shortcut.label());
        }
    }
}

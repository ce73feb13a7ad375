//! Looking for many texts in one go: a test has hundreds of them, and megabytes to look through, unoptimised.

use std::collections::{BTreeSet, HashMap};

/// How many bytes of a text decide whether the rest is looked at.
const START: usize = 4;

/// Texts to look for.
pub(super) struct Needles {
    /// By how they begin.
    by_start: HashMap<[u8; START], Vec<String>>,
    /// Whether any begins with these two bytes.
    begins: Vec<bool>,
}

impl Needles {
    /// Of `texts`, all but those that are too short to tell anything.
    pub(super) fn new(texts: BTreeSet<String>) -> Self {
        let mut needles = Self { by_start: HashMap::new(), begins: vec![false; 1 << 16] };
        for text in texts {
            let Some(start) = text.as_bytes().first_chunk().copied() else { continue };
            needles.begins[two(start)] = true;
            needles.by_start.entry(start).or_default().push(text);
        }
        needles
    }

    /// Those that stand in `bytes`, each once.
    pub(super) fn found_in(&self, bytes: &[u8]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (place, window) in bytes.windows(START).enumerate() {
            let Some(start) = window.first_chunk().filter(|start| self.begins[two(**start)]) else {
                continue;
            };
            let texts = self.by_start.get(start).into_iter().flatten();
            found.extend(texts.filter(|text| bytes[place..].starts_with(text.as_bytes())).cloned());
        }
        found
    }
}

fn two(start: [u8; START]) -> usize {
    usize::from(start[0]) << 8 | usize::from(start[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_wherever_it_stands() {
        let needles = Needles::new(["password", "passport", "word1", "abc"].map(str::to_owned).into());
        let found = |text: &str| needles.found_in(text.as_bytes()).into_iter().collect::<Vec<_>>();
        assert_eq!(found("password1 and passport"), ["passport", "password", "word1"]);
        assert_eq!(found("abc passwor"), [""; 0]);
        assert_eq!(found("xxpassport"), ["passport"]);
        assert_eq!(found(""), [""; 0]);
    }
}

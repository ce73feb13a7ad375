//! One form for texts that differ only in case or accents, for search, tags and the order of names.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// `text` in lower case, without accents, ligatures and the strokes of letters such as `ø`.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut folded = String::with_capacity(text.len());
    // Lower case is taken after decomposing, since a letter such as the Kelvin sign decomposes to upper case.
    for letter in text.nfkd().flat_map(char::to_lowercase).nfkd().filter(|letter| !is_accent(*letter)) {
        match base_letters(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    Cow::Owned(folded)
}

/// Marks that decorate a letter. Vowel signs of Indic and South-East Asian scripts are combining too, but they
/// are not decoration, and are kept.
const fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that have no decomposition in Unicode, as people type them on a keyboard without them.
const fn base_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ŋ' => "n",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_fall_away() {
        for (text, folded) in [
            ("Bench PRESS", "bench press"),
            ("bench", "bench"),
            ("Überzug À la Café", "uberzug a la cafe"),
            ("Straße", "strasse"),
            ("Łódź Øre Ærø Đakovo Þór", "lodz ore aero dakovo thor"),
            ("İstanbul ıslak", "istanbul islak"),
            ("ΠΡΌΓΡΑΜΜΑΣ προγραμμας", "προγραμμασ προγραμμασ"),
            ("ﬁt Ｆｕｌｌ", "fit full"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Łódź", "ﬁt", "İ", "K", "ẞ", "한국어", "½ set"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}

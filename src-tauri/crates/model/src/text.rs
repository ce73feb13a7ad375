//! Every text a person reads, from one Fluent catalogue: `locales/<language>/*.ftl`.
//!
//! [`get`] and [`with`] answer with the text in the person's language. A key that the catalogue doesn't have is a
//! defect; it shows as the key itself, so that nobody faces an empty button.

mod catalogue;

use std::borrow::Cow;

/// Every message, as JSON: see `build.rs`.
#[cfg(not(target_arch = "wasm32"))]
const CATALOGUE: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));

/// Those messages that the dashboard shows, as JSON that [`install`] takes.
#[cfg(not(target_arch = "wasm32"))]
pub const OF_DASHBOARD: &str = include_str!(concat!(env!("OUT_DIR"), "/dashboard.json"));

/// A value to put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// It stands there as it is.
    Text(Cow<'a, str>),
    /// It is written as numbers are, and chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($Number:ty)*) => {
        $(impl From<$Number> for Arg<'_> {
            fn from(number: $Number) -> Self {
                // Nothing that is counted comes near the bound.
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })*
    };
}

numbers! { i32 i64 u32 u64 usize }

/// Takes the messages in, before any is asked for; for the dashboard, whose code has none in it.
#[cfg(target_arch = "wasm32")]
pub fn install(texts: &serde_json::Value) {
    catalogue::install(texts);
}

/// The text for `key`.
#[must_use]
pub fn get(key: &str) -> String {
    with(key, &[])
}

/// The text for `key`, with values in it.
#[must_use]
pub fn with(key: &str, args: &[(&str, Arg)]) -> String {
    let Some(parts) = catalogue::message(key) else { return key.to_owned() };
    let mut text = String::new();
    catalogue::write(&mut text, parts, args);
    text
}

/// Whether the catalogue has `key`.
#[must_use]
pub fn has(key: &str) -> bool {
    catalogue::message(key).is_some()
}

/// What a field is called, from its path: `exercise_groups[2].sets` is "Sets of group 3".
#[must_use]
pub fn field_name(path: &str) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    let (list, index) = match first.split_once('[') {
        Some((list, rest)) => (list, rest.trim_end_matches(']').parse::<usize>().ok()),
        None => (first, None),
    };
    let Some(index) = index else {
        let key = format!("field-{}", list.replace('_', "-"));
        return if has(&key) { get(&key) } else { list.to_owned() };
    };
    let place = with(&format!("field-{}-item", list.replace('_', "-")), &[("n", (index + 1).into())]);
    match steps.next() {
        None => place,
        Some(inner) => {
            let inner = format!("field-{}", inner.replace('_', "-"));
            with("field-of", &[("inner", get(&inner).into()), ("place", place.into())])
        }
    }
}

/// A number as it is written in the person's language: 10,000.
#[must_use]
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_by_its_name_and_place() {
        assert_eq!(field_name("name"), "Name");
        assert_eq!(field_name("exercise_groups[2].sets"), "Sets of group 3");
        assert_eq!(field_name("some_new_field"), "some_new_field");
    }

    #[test]
    fn thousands_stand_apart() {
        let written = [0, 999, 1_000, 133_007, 1_000_000].map(number);
        assert_eq!(written, ["0", "999", "1,000", "133,007", "1,000,000"]);
    }

    #[test]
    fn numbers_choose_the_plural() {
        assert_eq!(with("count-workouts", &[("n", 1_u64.into())]), "1 workout");
        assert_eq!(with("count-workouts", &[("n", 2_u64.into())]), "2 workouts");
        assert_eq!(with("count-workouts", &[("n", 10_000_u64.into())]), "10,000 workouts");
    }
}

//! Every text a person reads, from one Fluent catalogue: `locales/<language>/*.ftl`.
//!
//! [`get`] and [`with`] answer with the text in the person's language. A key that the catalogue doesn't have is a
//! defect; it shows as the key itself, so that nobody faces an empty button.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A value to put into a text: a number is formatted and chooses the plural.
pub type Arg<'a> = FluentValue<'a>;

/// The catalogue's files, one per area, for the only language so far. The dashboard, whose size counts, does
/// without those that it never shows.
const ENGLISH: &[&str] = &[
    include_str!("../locales/en/account.ftl"),
    include_str!("../locales/en/core.ftl"),
    include_str!("../locales/en/dashboard.ftl"),
    include_str!("../locales/en/overlays.ftl"),
    #[cfg(not(target_arch = "wasm32"))]
    include_str!("../locales/en/cli.ftl"),
    #[cfg(not(target_arch = "wasm32"))]
    include_str!("../locales/en/cloud.ftl"),
    #[cfg(not(target_arch = "wasm32"))]
    include_str!("../locales/en/shell.ftl"),
    #[cfg(not(target_arch = "wasm32"))]
    include_str!("../locales/en/starters.ftl"),
];

/// The text for `key`.
#[must_use]
pub fn get(key: &str) -> String {
    with(key, &[])
}

/// The text for `key`, with values in it.
#[must_use]
pub fn with(key: &str, args: &[(&str, Arg)]) -> String {
    let args: FluentArgs = args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
    let catalogue = catalogue();
    let Some(pattern) = catalogue.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut errors = Vec::new();
    catalogue.format_pattern(pattern, Some(&args), &mut errors).into_owned()
}

/// Whether the catalogue has `key`.
#[must_use]
pub fn has(key: &str) -> bool {
    catalogue().has_message(key)
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

fn catalogue() -> &'static FluentBundle<FluentResource> {
    static CATALOGUE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        // The isolating marks for mixed directions show as boxes in terminals and window titles.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(format_number));
        for source in ENGLISH {
            // A broken line costs its own message only; the tests see to it that there is none.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(rest, _)| rest);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
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

fn format_number<M: MemoizerKind>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        // Other numbers (negative, with decimals) are written as Fluent does.
        FluentValue::Number(value) => value.as_string().parse().ok().map(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_no_broken_and_no_double_message() {
        let mut bundle = FluentBundle::<FluentResource>::new_concurrent(vec!["en".parse().unwrap()]);
        for source in ENGLISH {
            let resource = FluentResource::try_new((*source).to_owned()).expect("every line parses");
            bundle.add_resource(resource).expect("no key stands twice");
        }
    }

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
        assert_eq!(with("count-workouts", &[("n", 1.into())]), "1 workout");
        assert_eq!(with("count-workouts", &[("n", 2.into())]), "2 workouts");
        assert_eq!(with("count-workouts", &[("n", 10_000.into())]), "10,000 workouts");
    }
}

//! The catalogue as `build.rs` has made it of the Fluent files: messages with values in them, and choices by plural
//! or number.

use super::{Arg, number};

/// A piece of a message.
pub(super) enum Part {
    Text(&'static str),
    /// The value of this name.
    Value(&'static str),
    /// What fits the value of this name.
    Choice(&'static str, &'static [Variant]),
}

/// One of several texts to choose from.
pub(super) struct Variant {
    key: Key,
    /// Chosen if none fits.
    usual: bool,
    parts: &'static [Part],
}

/// What a variant is for.
enum Key {
    Number(i64),
    /// A category of plurals, or a text.
    Word(&'static str),
}

/// Messages by their keys, in order.
static MESSAGES: &[(&str, &[Part])] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The message called `key`.
pub(super) fn message(key: &str) -> Option<&'static [Part]> {
    let at = MESSAGES.binary_search_by(|(other, _)| (*other).cmp(key)).ok()?;
    Some(MESSAGES[at].1)
}

/// Writes `parts` with `args` in it. A value that nobody gave shows as its name.
pub(super) fn write(out: &mut String, parts: &[Part], args: &[(&str, Arg)]) {
    let value = |name: &str| args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value);
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Value(name) => match value(name) {
                Some(Arg::Text(text)) => out.push_str(text),
                Some(Arg::Number(value)) => {
                    if *value < 0 {
                        out.push('-');
                    }
                    out.push_str(&number(value.unsigned_abs()));
                }
                None => out.extend(["{$", *name, "}"]),
            },
            Part::Choice(name, variants) => {
                let fitting =
                    value(name).and_then(|value| variants.iter().find(|variant| variant.fits(value)));
                if let Some(chosen) = fitting.or_else(|| variants.iter().find(|variant| variant.usual)) {
                    write(out, chosen.parts, args);
                }
            }
        }
    }
}

impl Variant {
    /// Whether it is for this value: by the number itself, or by the plural that English has.
    fn fits(&self, value: &Arg) -> bool {
        match (value, &self.key) {
            (Arg::Number(value), Key::Number(number)) => value == number,
            (Arg::Number(value), Key::Word(word)) => *word == "one" && *value == 1,
            (Arg::Text(text), Key::Word(word)) => text == word,
            (Arg::Text(_), Key::Number(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fs;

    use fluent_bundle::concurrent::FluentBundle;
    use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

    use super::*;

    /// All of Fluent, with our way to write numbers.
    fn fluent() -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(value) => value.as_string().parse().ok().map(number),
            _ => None,
        }));
        for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en")).unwrap() {
            let source = fs::read_to_string(file.unwrap().path()).unwrap();
            bundle.add_resource(FluentResource::try_new(source).expect("every line parses")).unwrap();
        }
        bundle
    }

    /// The values that a message names.
    fn names(parts: &[Part]) -> Vec<&'static str> {
        let of = |part: &Part| match part {
            Part::Text(_) => Vec::new(),
            Part::Value(name) => vec![*name],
            Part::Choice(name, variants) => {
                let inner = variants.iter().flat_map(|variant| names(variant.parts));
                inner.chain([*name]).collect()
            }
        };
        parts.iter().flat_map(of).collect()
    }

    #[test]
    fn every_message_reads_as_fluent_reads_it() {
        let fluent = fluent();
        let mut compared = 0;
        for (key, parts) in MESSAGES {
            let pattern = fluent.get_message(key).and_then(|message| message.value()).expect(key);
            let names = names(parts);
            let texts = names.iter().map(|name| (*name, Arg::from("some {text} “here”"))).collect();
            let mut asked: Vec<Vec<(&str, Arg)>> = vec![Vec::new(), texts];
            for value in [0_u64, 1, 2, 5, 21, 10_000] {
                asked.push(names.iter().map(|name| (*name, Arg::from(value))).collect());
            }
            for args in asked {
                let same: FluentArgs = args
                    .iter()
                    .map(|(name, value)| {
                        let value = match value {
                            Arg::Text(text) => FluentValue::from(text.as_ref()),
                            Arg::Number(value) => FluentValue::from(*value),
                        };
                        (Cow::Borrowed(*name), value)
                    })
                    .collect();
                let whole = fluent.format_pattern(pattern, Some(&same), &mut Vec::new());
                let mut ours = String::new();
                write(&mut ours, parts, &args);
                assert_eq!(ours, whole, "{key} {args:?}");
                compared += 1;
            }
        }
        assert!(compared > 2_000, "{compared}");
    }

    #[test]
    fn a_choice_takes_what_fits_before_the_usual() {
        let variant = |key, usual, text| Variant { key, usual, parts: text };
        let variants: &'static [Variant] = Box::leak(Box::new([
            variant(Key::Word("other"), true, &[Part::Value("n"), Part::Text(" left")]),
            variant(Key::Number(0), false, &[Part::Text("none")]),
            variant(Key::Word("one"), false, &[Part::Text("one")]),
        ]));
        let text = |args: &[(&str, Arg)]| {
            let mut text = String::new();
            write(&mut text, &[Part::Choice("n", variants)], args);
            text
        };
        let number = |n: u64| text(&[("n", n.into())]);
        assert_eq!([number(0), number(1), number(1_200)], ["none", "one", "1,200 left"]);
        assert_eq!(text(&[]), "{$n} left");
    }
}

//! The catalogue as `build.rs` has made it of the Fluent files: messages with values in them, and choices by plural
//! or number. The dashboard is handed it when it starts: its code would be a good part larger with the texts in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::{Arg, number};

/// A piece of a message.
#[derive(Debug)]
pub(super) enum Part {
    Text(String),
    /// The value of this name.
    Value(String),
    /// What fits the value of this name.
    Choice(String, Vec<Variant>),
}

/// One of several texts to choose from.
#[derive(Debug)]
pub(super) struct Variant {
    key: Key,
    /// Chosen if none fits.
    usual: bool,
    parts: Vec<Part>,
}

/// What a variant is for.
#[derive(Debug)]
enum Key {
    Number(i64),
    /// A category of plurals, or a text.
    Word(String),
}

/// Messages by their keys.
type Messages = BTreeMap<String, Vec<Part>>;

static MESSAGES: OnceLock<Messages> = OnceLock::new();

/// Takes in the messages, unless there are some already.
#[cfg(target_arch = "wasm32")]
pub(super) fn install(texts: &Value) {
    MESSAGES.get_or_init(|| read(texts));
}

fn messages() -> &'static Messages {
    MESSAGES.get_or_init(|| {
        #[cfg(target_arch = "wasm32")]
        let texts = Value::Null;
        // It was written as JSON when this was built.
        #[cfg(not(target_arch = "wasm32"))]
        let texts = serde_json::from_str(super::CATALOGUE).unwrap_or_default();
        read(&texts)
    })
}

fn read(texts: &Value) -> Messages {
    let all = texts.as_object().into_iter().flatten();
    all.map(|(key, message)| (key.clone(), parts(message))).collect()
}

fn parts(message: &Value) -> Vec<Part> {
    let all = message.as_array().into_iter().flatten();
    all.map(|part| {
        let text = |name: &str| part[name].as_str().unwrap_or_default().to_owned();
        if let Some(text) = part.as_str() {
            Part::Text(text.to_owned())
        } else if part.get("choice").is_some() {
            let variants = part["variants"].as_array().into_iter().flatten();
            Part::Choice(text("choice"), variants.map(variant).collect())
        } else {
            Part::Value(text("value"))
        }
    })
    .collect()
}

fn variant(variant: &Value) -> Variant {
    let key = &variant["key"];
    Variant {
        key: key.as_i64().map_or_else(|| Key::Word(key.as_str().unwrap_or_default().to_owned()), Key::Number),
        usual: variant["usual"] == true,
        parts: parts(&variant["parts"]),
    }
}

/// The message called `key`.
pub(super) fn message(key: &str) -> Option<&'static [Part]> {
    messages().get(key).map(Vec::as_slice)
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
                None => out.extend(["{$", name.as_str(), "}"]),
            },
            Part::Choice(name, variants) => {
                let fitting =
                    value(name).and_then(|value| variants.iter().find(|variant| variant.fits(value)));
                if let Some(chosen) = fitting.or_else(|| variants.iter().find(|variant| variant.usual)) {
                    write(out, &chosen.parts, args);
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
            (Arg::Number(value), Key::Word(word)) => word == "one" && *value == 1,
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
    fn names(parts: &[Part]) -> Vec<&str> {
        let mut found = Vec::new();
        for part in parts {
            match part {
                Part::Text(_) => {}
                Part::Value(name) => found.push(name.as_str()),
                Part::Choice(name, variants) => {
                    found.push(name);
                    found.extend(variants.iter().flat_map(|variant| names(&variant.parts)));
                }
            }
        }
        found
    }

    #[test]
    fn every_message_reads_as_fluent_reads_it() {
        let fluent = fluent();
        let mut compared = 0;
        for (key, parts) in messages() {
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
        let message = serde_json::json!([{"choice": "n", "variants": [
            {"key": "other", "usual": true, "parts": [{"value": "n"}, " left"]},
            {"key": 0, "usual": false, "parts": ["none"]},
            {"key": "one", "usual": false, "parts": ["one"]},
        ]}]);
        let message = super::parts(&message);
        let text = |args: &[(&str, Arg)]| {
            let mut text = String::new();
            write(&mut text, &message, args);
            text
        };
        let number = |n: u64| text(&[("n", n.into())]);
        assert_eq!([number(0), number(1), number(1_200)], ["none", "one", "1,200 left"]);
        assert_eq!(text(&[]), "{$n} left");
    }
}

//! The part of Fluent that the catalogue uses: messages with values in them, and a choice by plural or number.
//!
//! The whole of it is a parser, an interpreter and the plurals of every language: a tenth of the dashboard, which is
//! read anew at every start. The tests hold this part against the whole, message by message.

use super::{Arg, number};

/// Messages by their keys, in order.
#[derive(Debug, Default)]
pub(super) struct Catalogue(Vec<(&'static str, &'static str)>);

impl Catalogue {
    /// The messages of these files.
    pub(super) fn new(sources: &[&'static str]) -> Self {
        let mut catalogue = Self::default();
        for source in sources {
            catalogue.read(source);
        }
        catalogue
    }

    /// A message begins at the left edge; what is further in goes on with it.
    fn read(&mut self, source: &'static str) {
        let mut rest = source;
        while !rest.is_empty() {
            let end = end_of_entry(rest);
            let (entry, after) = rest.split_at(end);
            if let Some((key, pattern)) = entry.split_once('=').filter(|_| !entry.starts_with('#')) {
                let key = key.trim_end();
                match self.place(key) {
                    Ok(at) => self.0[at] = (key, pattern),
                    Err(at) => self.0.insert(at, (key, pattern)),
                }
            }
            rest = after;
        }
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| (*other).cmp(key))
    }

    /// The text for `key` with `args` in it.
    pub(super) fn get(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let (_, pattern) = self.0.get(self.place(key).ok()?)?;
        let mut text = String::new();
        Reader { rest: pattern.trim(), indent: indent(pattern), args }.pattern(Some(&mut text), false);
        Some(text)
    }

    /// Whether there is a text for `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| *key)
    }
}

/// Where the first line of `source` ends, with the lines that go on with it: those further in, and a closing brace.
fn end_of_entry(source: &str) -> usize {
    let mut end = 0;
    for line in source.split_inclusive('\n') {
        if end > 0 && !line.trim().is_empty() && !line.starts_with([' ', '}']) {
            break;
        }
        end += line.len();
    }
    end
}

/// How far the lines of a pattern are further in, as all of its text lines are.
fn indent(pattern: &str) -> usize {
    let lines = pattern.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines.map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default()
}

/// Goes through a pattern and writes what it says.
struct Reader<'a> {
    rest: &'a str,
    indent: usize,
    args: &'a [(&'a str, Arg<'a>)],
}

impl Reader<'_> {
    /// Text and what is put into it, up to the end; within a choice, up to the next variant or the end of the choice.
    fn pattern(&mut self, mut out: Option<&mut String>, variant: bool) {
        while let Some(next) = self.rest.chars().next() {
            let line = self.rest.trim_start();
            if variant && (next == '}' || next == '\n' && line.starts_with(['[', '*', '}'])) {
                return;
            }
            self.rest = &self.rest[next.len_utf8()..];
            if next == '{' {
                self.placeable(out.as_deref_mut());
                continue;
            }
            if let Some(out) = &mut out {
                out.push(next);
            }
            if next == '\n' {
                let blanks = self.rest.len() - self.rest.trim_start_matches(' ').len();
                self.rest = &self.rest[blanks.min(self.indent)..];
            }
        }
    }

    /// What stands between braces: a literal, a value, or a choice by a value.
    fn placeable(&mut self, mut out: Option<&mut String>) {
        self.skip_blanks();
        if let Some(literal) = self.rest.strip_prefix('"') {
            let (text, rest) = literal.split_once('"').unwrap_or((literal, ""));
            self.rest = rest;
            if let Some(out) = &mut out {
                out.push_str(text);
            }
        } else {
            let end = self.rest.find([' ', '}', '\n']).unwrap_or(self.rest.len());
            let (name, rest) = self.rest.split_at(end);
            let value =
                self.args.iter().find(|(arg, _)| name.strip_prefix('$') == Some(arg)).map(|(_, value)| value);
            self.rest = rest;
            self.skip_blanks();
            if let Some(variants) = self.rest.strip_prefix("->") {
                self.rest = variants;
                self.choice(value, out);
            } else if let Some(out) = out {
                match value {
                    Some(Arg::Text(text)) => out.push_str(text),
                    Some(Arg::Number(value)) => {
                        if *value < 0 {
                            out.push('-');
                        }
                        out.push_str(&number(value.unsigned_abs()));
                    }
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                }
            }
        }
        self.skip_blanks();
        self.rest = self.rest.strip_prefix('}').unwrap_or(self.rest);
    }

    /// The first variant that fits the value, or the one with the asterisk.
    fn choice(&mut self, value: Option<&Arg>, out: Option<&mut String>) {
        let mut chosen = None;
        let mut usual = self.rest;
        loop {
            self.skip_blanks();
            let otherwise = self.rest.starts_with('*');
            let Some((key, text)) =
                self.rest.trim_start_matches('*').strip_prefix('[').and_then(|rest| rest.split_once(']'))
            else {
                break;
            };
            self.rest = text.trim_start_matches(' ');
            if chosen.is_none() && value.is_some_and(|value| fits(value, key)) {
                chosen = Some(self.rest);
            }
            if otherwise {
                usual = self.rest;
            }
            self.pattern(None, true);
        }
        let mut variant = Reader { rest: chosen.unwrap_or(usual), ..*self };
        variant.pattern(out, true);
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }
}

/// Whether a variant is for this value: by the number itself, or by the plural that English has.
fn fits(value: &Arg, key: &str) -> bool {
    match value {
        Arg::Number(value) => key.parse() == Ok(*value) || key == "one" && *value == 1,
        Arg::Text(text) => text == key,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use fluent_bundle::concurrent::FluentBundle;
    use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

    use super::super::ENGLISH;
    use super::*;

    /// All of Fluent, with our way to write numbers.
    fn fluent() -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(value) => value.as_string().parse().ok().map(number),
            _ => None,
        }));
        for source in ENGLISH {
            let resource = FluentResource::try_new((*source).to_owned()).expect("every line parses");
            bundle.add_resource(resource).expect("no key stands twice");
        }
        bundle
    }

    /// The values that a message names.
    fn names(message: &str) -> Vec<&str> {
        let ends =
            |rest: &str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        message.split('$').skip(1).map(|rest| &rest[..ends(rest)]).collect()
    }

    #[test]
    fn every_message_reads_as_fluent_reads_it() {
        let (fluent, ours) = (fluent(), Catalogue::new(ENGLISH));
        let mut compared = 0;
        for key in ours.keys() {
            let pattern = fluent.get_message(key).and_then(|message| message.value()).expect(key);
            let names = names(ours.0[ours.place(key).unwrap()].1);
            let texts = names.iter().map(|name| (*name, Arg::from("some {text} “here”"))).collect();
            let mut asked: Vec<Vec<(&str, Arg)>> = vec![Vec::new(), texts];
            for value in [0_u64, 1, 2, 5, 21, 10_000] {
                asked.push(names.iter().map(|name| (*name, Arg::from(value))).collect());
            }
            for args in asked {
                let same: FluentArgs = args
                    .iter()
                    .map(|(name, value)| {
                        (
                            Cow::Borrowed(*name),
                            match value {
                                Arg::Text(text) => FluentValue::from(text.as_ref()),
                                Arg::Number(value) => FluentValue::from(*value),
                            },
                        )
                    })
                    .collect();
                let whole = fluent.format_pattern(pattern, Some(&same), &mut Vec::new()).into_owned();
                assert_eq!(ours.get(key, &args), Some(whole), "{key} {args:?}");
                compared += 1;
            }
        }
        assert!(compared > 2_000, "{compared}");
    }

    #[test]
    fn a_choice_takes_the_number_itself_before_its_plural() {
        let catalogue = Catalogue::new(&[
            "# A comment = no message\nrest = { $n ->\n    [0] none\n   *[other] { $n } left\n} now\n",
        ]);
        let text = |n: u64| catalogue.get("rest", &[("n", n.into())]).unwrap();
        assert_eq!((text(0), text(1_200)), ("none now".into(), "1,200 left now".into()));
        assert!(!catalogue.has("# A comment") && catalogue.get("gone", &[]).is_none());
    }
}

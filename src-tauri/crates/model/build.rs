//! Makes JSON of the catalogue, `locales/<language>/*.ftl`. Fluent's own parser reads it here, once, so that the
//! app carries no parser, and a text that can't be read does not compile.
//!
//! A message is a list of pieces: a text, `{"value": name}`, or `{"choice": name, "variants": [{"key", "usual", "parts"}]}`.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;
use serde_json::{Map, Value, json};

/// The catalogue's files that the dashboard shows, one per area, for the only language so far.
const OF_DASHBOARD: &[&str] = &["account", "core", "dashboard", "live", "overlays", "settings", "update"];
/// All others.
const OTHERS: &[&str] = &["cli", "cloud", "migration", "shell", "starters", "sync"];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let mut messages = Map::new();
    read_all(OF_DASHBOARD, &mut messages)?;
    write("dashboard.json", &messages)?;
    read_all(OTHERS, &mut messages)?;
    write("catalogue.json", &messages)
}

fn read_all(files: &[&str], messages: &mut Map<String, Value>) -> Result<()> {
    for name in files {
        let path = Path::new("locales/en").join(name).with_extension("ftl");
        println!("cargo::rerun-if-changed={}", path.display());
        let source = fs::read_to_string(&path)?;
        read(&source, messages).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn write(name: &str, messages: &Map<String, Value>) -> Result<()> {
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join(name), serde_json::to_string(messages)?)?)
}

/// Adds the messages of one file.
fn read(source: &str, messages: &mut Map<String, Value>) -> Result<()> {
    let resource = parser::parse(source).map_err(|(_, errors)| format!("{errors:?}"))?;
    for entry in resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Term(_) | Entry::Junk { .. } => return Err(format!("{entry:?} is not supported").into()),
        };
        let key = message.id.name.to_owned();
        let value = message.value.ok_or_else(|| format!("{key} has no text"))?;
        let parts = parts(&value).map_err(|error| format!("{key}: {error}"))?;
        if messages.insert(key.clone(), parts).is_some() {
            return Err(format!("{key} stands twice").into());
        }
    }
    Ok(())
}

/// A pattern as a list of pieces.
fn parts(pattern: &Pattern<&str>) -> Result<Value> {
    let mut list = Vec::new();
    let mut text = String::new();
    for element in &pattern.elements {
        let part = match element {
            PatternElement::TextElement { value } => {
                text.push_str(value);
                continue;
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => {
                text.push_str(&unescape_unicode_to_string(value));
                continue;
            }
            PatternElement::Placeable { expression } => placeable(expression)?,
        };
        push_text(&mut list, &mut text);
        list.push(part);
    }
    push_text(&mut list, &mut text);
    Ok(list.into())
}

fn push_text(list: &mut Vec<Value>, text: &mut String) {
    if !text.is_empty() {
        list.push(std::mem::take(text).into());
    }
}

fn placeable(expression: &Expression<&str>) -> Result<Value> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => Ok(json!({ "value": id.name })),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let variants = variants.iter().map(variant).collect::<Result<Vec<Value>>>()?;
            Ok(json!({ "choice": id.name, "variants": variants }))
        }
        _ => Err(format!("{expression:?} is not supported").into()),
    }
}

fn variant(variant: &Variant<&str>) -> Result<Value> {
    let key = match variant.key {
        VariantKey::Identifier { name } => Value::from(name),
        VariantKey::NumberLiteral { value } => Value::from(value.parse::<i64>()?),
    };
    Ok(json!({ "key": key, "usual": variant.default, "parts": parts(&variant.value)? }))
}

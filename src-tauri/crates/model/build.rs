//! Makes a table of the catalogue, `locales/<language>/*.ftl`. Fluent's own parser reads it here, once, so that the
//! app carries no parser, and a text that can't be read does not compile.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

/// The catalogue's files, one per area, for the only language so far.
const FILES: &[&str] = &["account", "core", "dashboard", "live", "overlays"];
/// Those that the dashboard, whose size counts, never shows.
const NOT_FOR_DASHBOARD: &[&str] = &["cli", "cloud", "shell", "starters", "sync"];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let dashboard = env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32";
    let others = if dashboard { &[] } else { NOT_FOR_DASHBOARD };
    let mut messages = BTreeMap::new();
    for name in FILES.iter().chain(others) {
        let path = Path::new("locales/en").join(name).with_extension("ftl");
        println!("cargo::rerun-if-changed={}", path.display());
        let source = fs::read_to_string(&path)?;
        read(&source, &mut messages).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut table = String::from("&[\n");
    for (key, parts) in messages {
        writeln!(table, "({key:?}, {parts}),")?;
    }
    table.push(']');
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), table)?)
}

/// Adds the messages of one file.
fn read(source: &str, messages: &mut BTreeMap<String, String>) -> Result<()> {
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

/// A pattern as source of a list of `Part`s.
fn parts(pattern: &Pattern<&str>) -> Result<String> {
    let mut list = String::from("&[");
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
        push_text(&mut list, &mut text)?;
        write!(list, "{part}, ")?;
    }
    push_text(&mut list, &mut text)?;
    list.push(']');
    Ok(list)
}

fn push_text(list: &mut String, text: &mut String) -> Result<()> {
    if !text.is_empty() {
        write!(list, "Part::Text({text:?}), ")?;
        text.clear();
    }
    Ok(())
}

fn placeable(expression: &Expression<&str>) -> Result<String> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            Ok(format!("Part::Value({:?})", id.name))
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let variants = variants.iter().map(variant).collect::<Result<String>>()?;
            Ok(format!("Part::Choice({:?}, &[{variants}])", id.name))
        }
        _ => Err(format!("{expression:?} is not supported").into()),
    }
}

fn variant(variant: &Variant<&str>) -> Result<String> {
    let key = match variant.key {
        VariantKey::Identifier { name } => format!("Key::Word({name:?})"),
        VariantKey::NumberLiteral { value } => format!("Key::Number({})", value.parse::<i64>()?),
    };
    let parts = parts(&variant.value)?;
    Ok(format!("Variant {{ key: {key}, usual: {}, parts: {parts} }}, ", variant.default))
}

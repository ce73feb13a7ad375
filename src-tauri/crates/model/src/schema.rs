//! The shape of documents, as data: which fields we know, what each may hold, and which lists have keys.
//!
//! One table per type serves three readers: the check of foreign documents (with a path to every wrong value),
//! partial updates ([`crate::body::overlay`]) and, field by field, the merge of two copies.

use serde_json::Value;

use crate::Body;
use crate::error::{FieldError, Problem};

/// What a known field may hold. `null` counts as absent everywhere.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// An integer that is not negative.
    Whole,
    /// A list of strings whose order says nothing: two copies are merged as sets.
    TextSet,
    /// An object from short names to strings.
    TextMap,
    /// A list of objects, each known by its key.
    Items(&'static Schema),
}

/// A known field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The serialized name.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// A document without it can't be shown at all.
    pub required: bool,
}

/// The known fields of an object, and the one that tells its like apart in a list.
#[derive(Debug)]
pub struct Schema {
    /// The field that names an item in a keyed list.
    pub key: &'static str,
    /// The field that numbers an item's place in its list from 0, if one does: it follows from the order of the list.
    pub place: Option<&'static str>,
    /// The fields this version knows.
    pub fields: &'static [Field],
}

/// A field that may be absent.
pub(crate) const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

/// A field without which the document can't be shown.
pub(crate) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

impl Schema {
    /// The known field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Everything that keeps a whole document from being shown: required fields that are missing or blank, and
    /// values of the wrong type, each with its path (`exercise_groups[2].sets`).
    #[must_use]
    pub fn check(&self, body: &Body) -> Vec<FieldError> {
        let mut errors = Vec::new();
        self.check_object(body, "", true, &mut errors);
        errors
    }

    /// As [`Schema::check`], for a part of a document: only what is given is looked at.
    #[must_use]
    pub fn check_partial(&self, changes: &Body) -> Vec<FieldError> {
        let mut errors = Vec::new();
        self.check_object(changes, "", false, &mut errors);
        errors
    }

    fn check_object(&self, body: &Body, path: &str, whole: bool, errors: &mut Vec<FieldError>) {
        for field in self.fields {
            let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            match body.get(field.name) {
                None | Some(Value::Null) => {
                    if field.required && (whole || body.contains_key(field.name)) {
                        errors.push(FieldError::new(path, Problem::Missing));
                    }
                }
                Some(Value::String(text)) if field.required && text.trim().is_empty() => {
                    errors.push(FieldError::new(path, Problem::Missing));
                }
                Some(value) => field.shape.check(value, &path, whole, errors),
            }
        }
    }

    /// `body` with only what the typed views read: known fields, without nulls.
    #[must_use]
    pub(crate) fn known(&self, body: &Body) -> Body {
        let mut known = body.clone();
        known.retain(|_, value| !value.is_null());
        for field in self.fields {
            let Some(value) = known.get_mut(field.name) else { continue };
            match (field.shape, value) {
                (Shape::Items(schema), Value::Array(items)) => {
                    for item in items.iter_mut() {
                        if let Value::Object(object) = item {
                            *object = schema.known(object);
                        }
                    }
                }
                (Shape::TextMap, Value::Object(map)) => map.retain(|_, value| !value.is_null()),
                _ => {}
            }
        }
        known
    }
}

impl Shape {
    fn check(self, value: &Value, path: &str, whole: bool, errors: &mut Vec<FieldError>) {
        let mut wrong =
            |path: String, expected| errors.push(FieldError::new(path, Problem::WrongType { expected }));
        match (self, value) {
            (Self::Text, Value::String(_)) | (Self::Flag, Value::Bool(_)) => {}
            (Self::Whole, Value::Number(number)) if number.as_u64().is_some() => {}
            (Self::TextSet, Value::Array(items)) => {
                for (index, _) in items.iter().enumerate().filter(|(_, item)| !item.is_string()) {
                    wrong(format!("{path}[{index}]"), "text");
                }
            }
            (Self::TextMap, Value::Object(map)) => {
                for (name, _) in map.iter().filter(|(_, item)| !item.is_string() && !item.is_null()) {
                    wrong(format!("{path}.{name}"), "text");
                }
            }
            (Self::Items(schema), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    match item {
                        Value::Object(object) => schema.check_object(object, &path, whole, errors),
                        _ => errors.push(FieldError::new(path, Problem::WrongType { expected: "object" })),
                    }
                }
            }
            _ => wrong(path.to_owned(), self.expected()),
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "flag",
            Self::Whole => "whole",
            Self::TextSet => "text-list",
            Self::TextMap => "text-map",
            Self::Items(_) => "object-list",
        }
    }
}

impl Schema {
    /// A typed view of a document, or everything that keeps it from being shown.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self, body: &Body) -> Result<T, Vec<FieldError>> {
        let errors = self.check(body);
        if !errors.is_empty() {
            return Err(errors);
        }
        serde_json::from_value(Value::Object(self.known(body)))
            .map_err(|_| vec![FieldError::new("", Problem::WrongType { expected: "object" })])
    }
}

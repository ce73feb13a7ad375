//! Firestore's values as JSON and back, exactly: what is read and written again untouched is the same value.
//!
//! | Firestore | JSON |
//! |---|---|
//! | null, boolean, string, array, map | the same |
//! | integer, double | a number without, and with, a fraction or an exponent: `1`, `1.0` |
//! | NaN, ∞, -∞ | `{"__double__": "NaN"}`, `"Infinity"`, `"-Infinity"` |
//! | timestamp | text, see [`super::moment`] |
//! | bytes | `{"__bytes__": "<base64>"}` |
//! | reference | `{"__reference__": "projects/…"}` |
//! | geopoint | `{"__geopoint__": [latitude, longitude]}` |
//! | vector, and what newer SDKs write as maps | the same map, `{"__type__": "__vector__", "value": […]}` |
//! | a value of a kind that this version does not know | `{"__unknown__": null}`, which can't be written |
//!
//! Firestore reserves field names with two underscores on either side, so no document has such a map as its own.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use firestore::gcloud_sdk::google::firestore::v1 as pb;
use firestore::gcloud_sdk::google::r#type::LatLng;
use model::Body;
use pb::value::ValueType;
use serde_json::{Number, Value, json};
use sync::{Code, Failure};

use super::moment::{self, Place};

const BYTES: &str = "__bytes__";
const DOUBLE: &str = "__double__";
const GEOPOINT: &str = "__geopoint__";
const REFERENCE: &str = "__reference__";
const UNKNOWN: &str = "__unknown__";

/// The document that these fields are.
pub(super) fn body(fields: HashMap<String, pb::Value>) -> Body {
    let field = |(name, value): (String, pb::Value)| {
        let place = Place::of_field(&name);
        (name, read(value, place))
    };
    fields.into_iter().map(field).collect()
}

/// The fields that this document is; `InvalidArgument` if Firestore has no value for something in it.
pub(super) fn fields(body: &Body) -> Result<HashMap<String, pb::Value>, Failure> {
    body.iter().map(|(name, value)| Ok((name.clone(), write(value, Place::of_field(name))?))).collect()
}

/// A field's value by itself.
pub(super) fn field(name: &str, value: pb::Value) -> Value {
    read(value, Place::of_field(name))
}

fn read(value: pb::Value, place: Place) -> Value {
    match value.value_type {
        Some(ValueType::NullValue(_)) => Value::Null,
        Some(ValueType::BooleanValue(value)) => value.into(),
        Some(ValueType::IntegerValue(value)) => value.into(),
        Some(ValueType::DoubleValue(value)) => double(value),
        Some(ValueType::TimestampValue(at)) => moment::read(&at, place).map_or_else(unknown, Value::from),
        Some(ValueType::StringValue(text)) => moment::marked(text, place).into(),
        Some(ValueType::BytesValue(bytes)) => json!({ BYTES: BASE64_STANDARD.encode(bytes) }),
        Some(ValueType::ReferenceValue(name)) => json!({ REFERENCE: name }),
        Some(ValueType::GeoPointValue(at)) => json!({ GEOPOINT: [at.latitude, at.longitude] }),
        Some(ValueType::ArrayValue(array)) => {
            array.values.into_iter().map(|value| read(value, Place::Inside)).collect()
        }
        Some(ValueType::MapValue(map)) => {
            let field = |(name, value)| (name, read(value, Place::Inside));
            Value::Object(map.fields.into_iter().map(field).collect())
        }
        // Those of pipelines stand in no document; one that is not set is of a kind that came later.
        Some(
            ValueType::FieldReferenceValue(_)
            | ValueType::VariableReferenceValue(_)
            | ValueType::FunctionValue(_)
            | ValueType::PipelineValue(_),
        )
        | None => unknown(),
    }
}

fn unknown() -> Value {
    json!({ UNKNOWN: null })
}

fn double(value: f64) -> Value {
    Number::from_f64(value).map_or_else(
        || {
            let name = if value.is_nan() {
                "NaN"
            } else if value > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            };
            json!({ DOUBLE: name })
        },
        Value::Number,
    )
}

fn write(value: &Value, place: Place) -> Result<pb::Value, Failure> {
    let value_type = match value {
        Value::Null => ValueType::NullValue(0),
        Value::Bool(value) => ValueType::BooleanValue(*value),
        Value::Number(number) => write_number(number)?,
        Value::String(text) => write_text(text, place),
        Value::Array(items) => {
            let values = items.iter().map(|item| write(item, Place::Inside)).collect::<Result<_, _>>()?;
            ValueType::ArrayValue(pb::ArrayValue { values })
        }
        Value::Object(map) => write_map(map)?,
    };
    Ok(pb::Value { value_type: Some(value_type) })
}

fn write_number(number: &Number) -> Result<ValueType, Failure> {
    if let Some(integer) = number.as_i64() {
        return Ok(ValueType::IntegerValue(integer));
    }
    // As a double it would be another number.
    let double = number.as_f64().filter(|_| !number.is_u64());
    double.map(ValueType::DoubleValue).ok_or_else(|| unwritable(&format!("the integer {number}")))
}

fn write_text(text: &str, place: Place) -> ValueType {
    match moment::write(text, place) {
        Some(at) => ValueType::TimestampValue(at),
        None => ValueType::StringValue(moment::unmarked(text, place).to_owned()),
    }
}

fn write_map(map: &Body) -> Result<ValueType, Failure> {
    if map.len() == 1
        && let Some((name, value)) = map.iter().next()
        && let Some(special) = write_special(name, value)?
    {
        return Ok(special);
    }
    let field = |(name, value): (&String, &Value)| Ok((name.clone(), write(value, Place::Inside)?));
    let fields = map.iter().map(field).collect::<Result<_, _>>()?;
    Ok(ValueType::MapValue(pb::MapValue { fields }))
}

/// The value that has no form in JSON but such a map; `None`: it is a map like any other.
fn write_special(name: &str, value: &Value) -> Result<Option<ValueType>, Failure> {
    Ok(match (name, value) {
        (BYTES, Value::String(text)) => BASE64_STANDARD.decode(text).ok().map(ValueType::BytesValue),
        (REFERENCE, Value::String(name)) => Some(ValueType::ReferenceValue(name.clone())),
        (GEOPOINT, Value::Array(at)) => match at.as_slice() {
            [latitude, longitude] => latitude
                .as_f64()
                .zip(longitude.as_f64())
                .map(|(latitude, longitude)| ValueType::GeoPointValue(LatLng { latitude, longitude })),
            _ => None,
        },
        (DOUBLE, Value::String(double)) => match double.as_str() {
            "NaN" => Some(ValueType::DoubleValue(f64::NAN)),
            "Infinity" => Some(ValueType::DoubleValue(f64::INFINITY)),
            "-Infinity" => Some(ValueType::DoubleValue(f64::NEG_INFINITY)),
            _ => None,
        },
        (UNKNOWN, _) => return Err(unwritable("a value of a kind that a newer client wrote")),
        _ => None,
    })
}

fn unwritable(what: &str) -> Failure {
    let message = format!("{what} can't be written to Firestore");
    Failure { code: Some(Code::InvalidArgument), message, retry_after: None }
}

#[cfg(test)]
mod tests;

//! Documents as Firestore has them; for those of this program only, which hold nothing but what JSON has and times.

use std::collections::HashMap;

use gcloud_sdk::google::firestore::v1 as pb;
use gcloud_sdk::prost_types::Timestamp;
use model::{Body, time};
use pb::value::ValueType;
use serde_json::Value;

/// The field that has the server's time.
pub(crate) const MODIFIED: &str = "modified_date";
/// The field that has a time of the client's.
const CREATED: &str = "created_date";

/// The fields of a document, without the one that the server sets.
pub(crate) fn fields(body: &Body) -> HashMap<String, pb::Value> {
    let sent = body.iter().filter(|(name, _)| *name != MODIFIED);
    sent.map(|(name, value)| (name.clone(), field(name, value))).collect()
}

fn field(name: &str, value: &Value) -> pb::Value {
    let time = value.as_str().filter(|_| name == CREATED).and_then(time::parse);
    match time.and_then(timestamp) {
        Some(at) => pb::Value { value_type: Some(ValueType::TimestampValue(at)) },
        None => written(value),
    }
}

fn timestamp(millis: model::Millis) -> Option<Timestamp> {
    let nanos = i32::try_from(millis.rem_euclid(1_000) * 1_000_000).ok()?;
    Some(Timestamp { seconds: millis.div_euclid(1_000), nanos })
}

fn written(value: &Value) -> pb::Value {
    let value_type = match value {
        Value::Null => ValueType::NullValue(0),
        Value::Bool(value) => ValueType::BooleanValue(*value),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => ValueType::IntegerValue(integer),
            None => ValueType::DoubleValue(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => ValueType::StringValue(text.clone()),
        Value::Array(items) => {
            ValueType::ArrayValue(pb::ArrayValue { values: items.iter().map(written).collect() })
        }
        Value::Object(map) => {
            let fields = map.iter().map(|(name, value)| (name.clone(), written(value))).collect();
            ValueType::MapValue(pb::MapValue { fields })
        }
    };
    pb::Value { value_type: Some(value_type) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents;

    #[test]
    fn a_document_is_what_the_app_sends() {
        let body = documents::parse(&documents::json(7, 1));
        let fields = fields(&body);
        assert_eq!(fields.len(), body.len() - 1);
        assert!(!fields.contains_key(MODIFIED));
        let of = |name: &str| fields[name].value_type.clone();
        assert_eq!(of("version"), Some(ValueType::IntegerValue(1)));
        assert_eq!(of("is_favorite"), Some(ValueType::BooleanValue(false)));
        assert_eq!(of("id"), Some(ValueType::StringValue(documents::id(7))));
        let seconds = 1_700_000_000 + 7 * 7_919;
        assert_eq!(of(CREATED), Some(ValueType::TimestampValue(Timestamp { seconds, nanos: 0 })));
        let Some(ValueType::ArrayValue(groups)) = of("exercise_groups") else { panic!("no list") };
        let Some(ValueType::MapValue(group)) = &groups.values[2].value_type else { panic!("no map") };
        assert_eq!(group.fields["sets"].value_type, Some(ValueType::StringValue("3".to_owned())));
    }
}

//! JSON as Firestore's REST API writes it.

use serde_json::{Map, Value, json};

/// The full name of the document at `path`.
pub(crate) fn document(project: &str, path: &str) -> String {
    format!("projects/{project}/databases/(default)/documents/{path}")
}

/// The fields of the object `body`.
pub(crate) fn fields(body: &Value) -> Value {
    let fields: Map<_, _> =
        body.as_object().unwrap().iter().map(|(name, value)| (name.clone(), encode(value))).collect();
    Value::Object(fields)
}

fn encode(value: &Value) -> Value {
    match value {
        Value::Null => json!({ "nullValue": null }),
        Value::Bool(flag) => json!({ "booleanValue": flag }),
        Value::Number(number) if number.is_f64() => json!({ "doubleValue": number }),
        Value::Number(number) => json!({ "integerValue": number.to_string() }),
        Value::String(text) => json!({ "stringValue": text }),
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(encode).collect();
            json!({ "arrayValue": { "values": items } })
        }
        Value::Object(_) => json!({ "mapValue": { "fields": fields(value) } }),
    }
}

//! Values of the page as JSON and back, without a text in between: the code that reads and writes JSON as text would
//! be a good part of the dashboard.

use js_sys::{Array, Object, Reflect};
use serde_json::{Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Whole numbers up to here are exact in a page.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// A value of the page as JSON. What JSON doesn't know is nothing.
pub fn read(value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::String(text)
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        self::number(number)
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Value::Array(list.iter().map(|item| read(&item)).collect())
    } else if let Some(object) = value.dyn_ref::<Object>() {
        let mut fields = serde_json::Map::new();
        for key in Object::keys(object) {
            // A key that has just been listed is there.
            let field = Reflect::get(object, &key).unwrap_or_default();
            fields.insert(key.as_string().unwrap_or_default(), read(&field));
        }
        Value::Object(fields)
    } else {
        Value::Null
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is a whole number that is exact")]
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// JSON as a value of the page.
pub fn write(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => number.as_f64().map_or(JsValue::NULL, JsValue::from_f64),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(list) => list.iter().map(write).collect::<Array>().into(),
        Value::Object(fields) => {
            let object = Object::new();
            for (key, field) in fields {
                // It fails only for an object that is frozen; this one is new.
                drop(Reflect::set(&object, &JsValue::from_str(key), &write(field)));
            }
            object.into()
        }
    }
}

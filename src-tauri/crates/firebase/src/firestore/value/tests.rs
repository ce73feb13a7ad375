//! Exactly both ways: whatever another client wrote, and whatever is written here.

use firestore::gcloud_sdk::prost_types::Timestamp;
use proptest::prelude::*;

use super::*;

fn value(value_type: ValueType) -> pb::Value {
    pb::Value { value_type: Some(value_type) }
}

fn text(text: &str) -> pb::Value {
    value(ValueType::StringValue(text.to_owned()))
}

fn stamp(seconds: i64, nanos: i32) -> pb::Value {
    value(ValueType::TimestampValue(Timestamp { seconds, nanos }))
}

fn map(fields: impl IntoIterator<Item = (String, pb::Value)>) -> pb::Value {
    value(ValueType::MapValue(pb::MapValue { fields: fields.into_iter().collect() }))
}

/// A document of one field, there and back.
fn back(name: &str, value: pb::Value) -> pb::Value {
    let body = body(HashMap::from([(name.to_owned(), value)]));
    // As the library keeps it.
    let kept: Body = serde_json::from_str(&serde_json::to_string(&body).unwrap()).unwrap();
    assert_eq!(kept, body);
    fields(&kept).unwrap().remove(name).unwrap()
}

/// Equal, and a NaN equals a NaN.
fn same(a: &pb::Value, b: &pb::Value) -> bool {
    match (&a.value_type, &b.value_type) {
        (Some(ValueType::DoubleValue(a)), Some(ValueType::DoubleValue(b))) => {
            (a.is_nan() && b.is_nan()) || a.to_bits() == b.to_bits()
        }
        (Some(ValueType::ArrayValue(a)), Some(ValueType::ArrayValue(b))) => {
            a.values.len() == b.values.len() && a.values.iter().zip(&b.values).all(|(a, b)| same(a, b))
        }
        (Some(ValueType::MapValue(a)), Some(ValueType::MapValue(b))) => {
            a.fields.len() == b.fields.len()
                && a.fields.iter().all(|(name, a)| b.fields.get(name).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

#[test]
fn every_value_has_its_form() {
    let cases = [
        (ValueType::NullValue(0), json!(null)),
        (ValueType::IntegerValue(1), json!(1)),
        (ValueType::IntegerValue(i64::MIN), json!(i64::MIN)),
        (ValueType::DoubleValue(1.0), json!(1.0)),
        (ValueType::DoubleValue(-0.0), json!(-0.0)),
        (ValueType::DoubleValue(f64::NEG_INFINITY), json!({ "__double__": "-Infinity" })),
        (ValueType::BytesValue(vec![0, 255]), json!({ "__bytes__": "AP8=" })),
        (ValueType::ReferenceValue("projects/p".to_owned()), json!({ "__reference__": "projects/p" })),
        (
            ValueType::GeoPointValue(LatLng { latitude: 47.4, longitude: -8.0 }),
            json!({ "__geopoint__": [47.4, -8.0] }),
        ),
        (ValueType::ArrayValue(pb::ArrayValue::default()), json!([])),
        (ValueType::MapValue(pb::MapValue::default()), json!({})),
        (
            ValueType::TimestampValue(Timestamp { seconds: 1, nanos: 2_000 }),
            json!("1970-01-01T00:00:01.000002000Z"),
        ),
    ];
    for (firestore, json) in cases {
        let firestore = value(firestore);
        assert_eq!(field("x", firestore.clone()), json);
        // As text: 1 and 1.0 are equal only as numbers.
        assert_eq!(field("x", firestore.clone()).to_string(), json.to_string());
        assert_eq!(fields(&Body::from_iter([("x".to_owned(), json)])).unwrap()["x"], firestore);
    }
}

#[test]
fn times_are_timestamps_where_the_web_app_has_them() {
    let moment = stamp(1_771_432_559, 813_000_000);
    assert_eq!(field("created_date", moment.clone()), "2026-02-18T16:35:59.813Z");
    assert_eq!(field("favorited_at", moment.clone()), "2026-02-18T16:35:59.813000000Z");
    let ours = json!({ "created_date": "2026-02-18T16:35:59.813Z", "name": "2026-02-18T16:35:59.813Z",
        "sync": { "edited_at": "2026-02-18T16:35:59.813Z" } });
    let written = fields(ours.as_object().unwrap()).unwrap();
    assert_eq!(written["created_date"], moment);
    assert_eq!(written["name"], text("2026-02-18T16:35:59.813Z"));
    assert_eq!(body(written), *ours.as_object().unwrap());
}

#[test]
fn text_stays_text_even_where_it_looks_like_a_time() {
    for (name, plain) in [
        ("created_date", "2025-09-22T10:11:12.123Z"),
        ("created_date", "2025-09-22T10:11:12.123456000Z  "),
        ("modified_date", "2025-09-22 10:11:12.123456"),
        ("migrated_at", ""),
        ("notes", "2025-09-22T10:11:12.123456789Z"),
        ("notes", " "),
    ] {
        let read = field(name, text(plain));
        assert_eq!(model::time::parse(read.as_str().unwrap()), model::time::parse(plain), "{read}");
        assert_eq!(back(name, text(plain)), text(plain));
    }
    assert_eq!(field("created_date", text("2025-09-22 10:11:12.123456")), "2025-09-22 10:11:12.123456");
}

#[test]
fn vectors_are_maps_of_firestores_own() {
    let numbers = [1.0, 0.5].map(ValueType::DoubleValue).map(value).to_vec();
    let vector = map([
        ("__type__".to_owned(), text("__vector__")),
        ("value".to_owned(), value(ValueType::ArrayValue(pb::ArrayValue { values: numbers }))),
    ]);
    assert_eq!(field("x", vector.clone()), json!({ "__type__": "__vector__", "value": [1.0, 0.5] }));
    assert_eq!(back("x", vector.clone()), vector);
}

#[test]
fn what_is_not_understood_is_never_overwritten() {
    let unknown = body(HashMap::from([("x".to_owned(), map([("y".to_owned(), pb::Value::default())]))]));
    assert_eq!(Value::from(unknown.clone()), json!({ "x": { "y": { "__unknown__": null } } }));
    assert_eq!(fields(&unknown).unwrap_err().code, Some(Code::InvalidArgument));
    let out_of_range = field("x", stamp(i64::MAX, 0));
    assert_eq!(out_of_range, json!({ "__unknown__": null }));
    let too_large = Body::from_iter([("x".to_owned(), json!(u64::MAX))]);
    let failure = fields(&too_large).unwrap_err();
    assert_eq!(failure.meaning(), sync::classify::Meaning::Invalid);
    assert!(failure.message.contains("18446744073709551615"), "{failure:?}");
}

/// Names as documents have them: Firestore keeps `__x__` for itself.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("created_date".to_owned()),
        Just("modified_date".to_owned()),
        "[^_]{0,12}",
        "_?[a-z]{1,8}_{0,2}"
    ]
}

fn texts() -> impl Strategy<Value = String> {
    let time = (-62_135_596_800_000..253_402_300_800_000_i64, 0..1_000_000_u32, 0..4_usize, 0..4_usize);
    let like_times = time.prop_map(|(millis, nanos, form, spaces)| {
        let text = model::time::format(millis);
        let text = match form {
            0 => text,
            1 => format!("{}{nanos:06}Z", text.trim_end_matches('Z')),
            2 => format!("{}000000Z", text.trim_end_matches('Z')),
            _ => text.replace(['T', 'Z'], " "),
        };
        format!("{text}{}", " ".repeat(spaces))
    });
    prop_oneof![like_times, any::<String>(), " {0,3}"]
}

fn values() -> impl Strategy<Value = pb::Value> {
    let nanos = prop_oneof![Just(0), (0..1_000).prop_map(|n| n * 1_000_000), 0..1_000_000_000];
    let leaf = prop_oneof![
        Just(ValueType::NullValue(0)),
        any::<bool>().prop_map(ValueType::BooleanValue),
        any::<i64>().prop_map(ValueType::IntegerValue),
        proptest::num::f64::ANY.prop_map(ValueType::DoubleValue),
        (-1_000_000..1_000_000_i32).prop_map(|whole| ValueType::DoubleValue(whole.into())),
        (-62_135_596_800..253_402_300_800_i64, nanos)
            .prop_map(|(seconds, nanos)| ValueType::TimestampValue(Timestamp { seconds, nanos })),
        texts().prop_map(ValueType::StringValue),
        any::<Vec<u8>>().prop_map(ValueType::BytesValue),
        "projects/[a-z]{1,8}/databases/\\(default\\)/documents/[a-z]/[a-z]"
            .prop_map(ValueType::ReferenceValue),
        (-90.0..=90.0_f64, -180.0..=180.0_f64)
            .prop_map(|(latitude, longitude)| ValueType::GeoPointValue(LatLng { latitude, longitude })),
    ];
    leaf.prop_map(value).prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6)
                .prop_map(|values| value(ValueType::ArrayValue(pb::ArrayValue { values }))),
            proptest::collection::hash_map(names(), inner, 0..6).prop_map(map),
        ]
    })
}

fn jsons() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        proptest::num::f64::NORMAL.prop_map(Value::from),
        texts().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(names(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// What the server has is, read and written again, what the server has.
    #[test]
    fn any_value_comes_back_from_json(name in names(), value in values()) {
        let back = back(&name, value.clone());
        prop_assert!(same(&back, &value), "{value:?} became {back:?}");
    }

    /// What is written here is, read by any device, what was written: all have the same bytes.
    #[test]
    fn any_document_comes_back_from_the_server(name in names(), json in jsons()) {
        let ours = Body::from_iter([(name, json)]);
        let theirs = body(fields(&ours).unwrap());
        prop_assert_eq!(serde_json::to_string(&theirs).unwrap(), serde_json::to_string(&ours).unwrap());
    }
}

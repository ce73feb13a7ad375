//! Queries over one of the user's collections.

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use model::ServerTime;
use pb::structured_query::field_filter::Operator;
use pb::structured_query::filter::FilterType;
use pb::structured_query::{
    CollectionSelector, Direction, FieldFilter, FieldReference, Filter, Order, Projection,
};
use pb::value::ValueType;
use pb::{Cursor, StructuredQuery};

use super::moment::timestamp;

/// All documents of a collection, or those whose `modified_date` is a timestamp after `since`.
pub(super) fn documents(collection: &str, since: Option<ServerTime>) -> StructuredQuery {
    StructuredQuery {
        from: vec![CollectionSelector { collection_id: collection.to_owned(), all_descendants: false }],
        r#where: since.map(modified_after),
        ..StructuredQuery::default()
    }
}

/// All documents of a collection, without their fields.
pub(super) fn names(collection: &str) -> StructuredQuery {
    StructuredQuery {
        select: Some(Projection { fields: vec![field("__name__")] }),
        ..documents(collection, None)
    }
}

/// The documents of a collection whose field `path` is this text, from the one named `first` to the one named `last`, in
/// the order of their names.
pub(super) fn marked(
    collection: &str,
    (path, text): (&str, &str),
    first: String,
    last: String,
) -> StructuredQuery {
    let by_name = Order { field: Some(field("__name__")), direction: Direction::Ascending.into() };
    let at =
        |name: String, before: bool| Cursor { values: vec![value(ValueType::ReferenceValue(name))], before };
    StructuredQuery {
        r#where: Some(filter(path, Operator::Equal, ValueType::StringValue(text.to_owned()))),
        order_by: vec![by_name],
        start_at: Some(at(first, true)),
        end_at: Some(at(last, false)),
        ..documents(collection, None)
    }
}

fn modified_after(since: ServerTime) -> Filter {
    filter(model::sync::MODIFIED, Operator::GreaterThan, ValueType::TimestampValue(timestamp(since)))
}

fn filter(path: &str, op: Operator, than: ValueType) -> Filter {
    let filter = FieldFilter { field: Some(field(path)), op: op.into(), value: Some(value(than)) };
    Filter { filter_type: Some(FilterType::FieldFilter(filter)) }
}

fn value(value: ValueType) -> pb::Value {
    pb::Value { value_type: Some(value) }
}

fn field(path: &str) -> FieldReference {
    FieldReference { field_path: path.to_owned() }
}

//! Queries over one of the user's collections.

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use model::ServerTime;
use pb::StructuredQuery;
use pb::structured_query::field_filter::Operator;
use pb::structured_query::filter::FilterType;
use pb::structured_query::{CollectionSelector, FieldFilter, FieldReference, Filter, Projection};
use pb::value::ValueType;

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

fn modified_after(since: ServerTime) -> Filter {
    let value = pb::Value { value_type: Some(ValueType::TimestampValue(timestamp(since))) };
    let field = Some(field(model::sync::MODIFIED));
    let filter = FieldFilter { field, op: Operator::GreaterThan.into(), value: Some(value) };
    Filter { filter_type: Some(FilterType::FieldFilter(filter)) }
}

fn field(path: &str) -> FieldReference {
    FieldReference { field_path: path.to_owned() }
}

//! A short form of what a document says, by which the journal recognises it.

use model::body::BOOKKEEPING;
use model::{Body, Kind};
use uuid::Uuid;

use crate::AppError;
use crate::record::settled;

/// The digest of a document's content: equal for two documents if [`crate::record::says_the_same`] of them.
pub(super) fn digest(kind: Kind, body: &Body) -> Result<String, AppError> {
    let mut content = settled(kind, body);
    content.retain(|field, value| !value.is_null() && !BOOKKEEPING.contains(&field.as_str()));
    // The fields of an object are in the order of their names.
    let text =
        serde_json::to_vec(&content).map_err(|error| AppError::Internal(format!("digest: {error}")))?;
    Ok(Uuid::new_v5(&Uuid::NAMESPACE_OID, &text).simple().to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn of(body: &Value) -> String {
        digest(Kind::Workout, body.as_object().unwrap()).unwrap()
    }

    #[test]
    fn it_is_of_what_is_said_alone() {
        let plain = of(&json!({"id": "w1", "name": "Push", "extra": {"a": 1, "b": null}}));
        assert_eq!(plain, of(&json!({"name": "Push", "extra": {"b": null, "a": 1}, "id": "w1"})));
        assert_eq!(
            plain,
            of(&json!({"id": "w1", "name": "Push", "extra": {"a": 1, "b": null}, "version": 7, "note": null,
                       "migration_run": "r", "modified_date": "2026-11-22T17:00:00Z"}))
        );
        assert_ne!(plain, of(&json!({"id": "w1", "name": "Push", "extra": {"a": 1}})));
        assert_ne!(plain, of(&json!({"id": "w1", "name": "Push", "extra": {"a": "1", "b": null}})));
    }

    #[test]
    fn entries_that_every_device_names_alike_are_not_said() {
        let entries = |entries: Value| json!({"id": "p1", "name": "Plan", "workouts": entries});
        let of = |body: Value| digest(Kind::Program, body.as_object().unwrap()).unwrap();
        let bare = of(entries(json!([{"workout_id": "w1", "order_index": 0}])));
        let named = settled(
            Kind::Program,
            entries(json!([{"workout_id": "w1", "order_index": 0}])).as_object().unwrap(),
        );
        assert_eq!(bare, digest(Kind::Program, &named).unwrap());
    }
}

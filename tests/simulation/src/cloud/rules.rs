//! `firebase/firestore.rules`, line by line, as far as they concern what sync writes.

use model::Body;
use serde_json::Value;

use super::{Path, Status, Write};
use crate::cloud::status::Code;
use crate::cloud::write::Change;

/// Whether `uid` may make this write, which leaves `fields` in the document, or nothing.
pub(super) fn judge(uid: &str, write: &Write, fields: &Body) -> Result<(), Status> {
    let Path { uid: owner, collection, id } = &write.path;
    let sound = match (&write.change, &**collection) {
        (Change::Delete, "workouts" | "programs" | "tombstones") => true,
        (Change::Set(_), "workouts") => is_workout(id, fields),
        (Change::Set(_), "programs") => is_program(id, fields),
        (Change::Set(_), "tombstones") => is_tombstone(id, fields),
        _ => false,
    };
    if **owner == *uid && sound { Ok(()) } else { Err(refused()) }
}

/// Whether `uid` may read what is `owner`'s.
pub(super) fn may_read(uid: &str, owner: &str) -> Result<(), Status> {
    if uid == owner { Ok(()) } else { Err(refused()) }
}

fn refused() -> Status {
    Status::new(Code::PermissionDenied, "Missing or insufficient permissions.")
}

fn is_workout(id: &str, doc: &Body) -> bool {
    is_record(id, doc)
        && ["exercise_groups", "bonus_exercises", "sections"].iter().all(|list| is_items(doc.get(*list), 200))
        && is_list(doc.get("template_notes"), 500)
        && ["is_template", "is_archived"].iter().all(|flag| is_flag(doc.get(*flag)))
}

fn is_program(id: &str, doc: &Body) -> bool {
    is_record(id, doc)
        && ["workouts", "schedule"].iter().all(|list| is_items(doc.get(*list), 2000))
        && is_whole(doc.get("duration_weeks"))
        && is_text(doc.get("difficulty_level"), 100)
}

fn is_record(id: &str, doc: &Body) -> bool {
    doc.len() <= 200
        && is_own_id(id, doc)
        && is_name(doc.get("name"), 1000)
        && is_text(doc.get("description"), 20_000)
        && is_tags(doc.get("tags"))
        && is_time(doc.get("created_date"))
        && is_time(doc.get("modified_date"))
        && is_whole(doc.get("version"))
        && is_text(doc.get("sync_status"), 100)
        && is_sync(doc.get("sync"))
}

fn is_tombstone(id: &str, doc: &Body) -> bool {
    doc.len() <= 20
        && is_own_id(id, doc)
        && is_name(doc.get("kind"), 100)
        && is_time(doc.get("deleted_at"))
        && is_time(doc.get("modified_date"))
        && is_whole(doc.get("version"))
        && is_sync(doc.get("sync"))
}

fn is_own_id(id: &str, doc: &Body) -> bool {
    doc.get("id").is_none_or(|field| field == id)
}

fn is_sync(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Object(sync)) => {
            sync.len() <= 20
                && is_text(sync.get("op"), 200)
                && is_text(sync.get("device"), 200)
                && is_time(sync.get("edited_at"))
                && is_whole(sync.get("version"))
        }
        Some(_) => false,
    }
}

fn is_name(value: Option<&Value>, longest: usize) -> bool {
    matches!(value, Some(Value::String(text)) if !text.is_empty() && text.chars().count() <= longest)
}

fn is_text(value: Option<&Value>, longest: usize) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.chars().count() <= longest,
        Some(_) => false,
    }
}

fn is_time(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Number(number)) if number.is_i64() || number.is_u64()) || is_text(value, 64)
}

fn is_whole(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(value) => value.as_u64().is_some(),
    }
}

fn is_flag(value: Option<&Value>) -> bool {
    matches!(value, None | Some(Value::Null | Value::Bool(_)))
}

fn is_list(value: Option<&Value>, most: usize) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(items)) => items.len() <= most,
        Some(_) => false,
    }
}

/// Rules have no loops: of a list, the first item speaks for all.
fn first(value: Option<&Value>) -> Option<&Value> {
    value.and_then(Value::as_array).and_then(|items| items.first())
}

fn is_items(value: Option<&Value>, most: usize) -> bool {
    is_list(value, most) && first(value).is_none_or(Value::is_object)
}

fn is_tags(value: Option<&Value>) -> bool {
    is_list(value, 200) && first(value).is_none_or(Value::is_string)
}

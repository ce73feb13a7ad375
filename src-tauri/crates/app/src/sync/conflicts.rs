//! What merges decided against somebody: told once, and put back if that is wanted.

use model::ipc::{Conflict, ConflictRestore, ConflictsSeen, RecordRef};
use model::sync::{Loss, Side};
use model::{Body, Kind, body, draft, text};
use serde_json::Value;
use store::{View, Why};

use super::lost::{items, put_back};
use crate::label::Verb;
use crate::record::{settled, write};
use crate::{App, AppError, diff};

/// How many conflicts are told at once.
const SHOWN: usize = 100;

impl App {
    /// What merges decided against somebody and nobody has looked at yet, the newest first.
    pub fn conflict_list(&self) -> Result<Vec<Conflict>, AppError> {
        self.read(|view| view.conflicts(SHOWN)?.into_iter().map(|conflict| shown(view, conflict)).collect())
    }

    /// Puts back what gave way of one side: each value where it stood, in the record as it is now. If one has no place
    /// any more, none is put back. Somebody has looked at the conflict then.
    pub fn conflict_restore(&self, ask: ConflictRestore) -> Result<RecordRef, AppError> {
        let name = self.read(|view| Ok(name(&versions(view, &found(view, ask)?)?)))?;
        self.change(Verb::RestoreLost, &name, |tx| {
            // Again, for somebody else may have been quicker.
            let conflict = found(tx, ask)?;
            let (kind, id) = (conflict.key.kind, conflict.key.id.as_str());
            let losses: Vec<&Loss> = conflict.lost.iter().filter(|loss| is_of(loss, ask.side)).collect();
            let before = tx.get(kind, id)?.ok_or_else(|| AppError::LostRecord(name.clone()))?;
            let changes = match put_back(kind, &settled(kind, &before.body), &losses) {
                Ok(changes) => changes,
                Err(gone) => return Err(AppError::LostPlace(place(kind, &versions(tx, &conflict)?, gone))),
            };
            let after = draft::update(kind, &before.body, changes, &mut || self.uuid())?;
            if !write(tx, Why::Edited, kind, Some(&before), after, self.now())? {
                return Err(AppError::LostNothing(name.clone()));
            }
            tx.forget_conflict(ask.conflict_id)?;
            Ok(RecordRef { kind, id: id.to_owned() })
        })
    }

    /// Somebody has looked at them.
    pub fn conflict_seen(&self, ask: ConflictsSeen) -> Result<(), AppError> {
        self.with_library(|library| {
            library.transact("seen", self.now(), |tx| {
                ask.conflict_ids.iter().try_for_each(|conflict_id| tx.forget_conflict(*conflict_id))
            })
        })
    }
}

/// The conflict, if nobody has looked at it and something of that side can be put back.
fn found(view: &View<'_>, ask: ConflictRestore) -> Result<store::Conflict, AppError> {
    let conflict = view.conflict(ask.conflict_id)?;
    conflict
        .filter(|conflict| conflict.lost.iter().any(|loss| is_of(loss, ask.side)))
        .ok_or(AppError::NoConflict)
}

/// Whether it is a value of that side's: a deletion isn't one.
fn is_of(loss: &Loss, side: Side) -> bool {
    loss.side == side && !loss.path.is_empty()
}

fn shown(view: &View<'_>, conflict: store::Conflict) -> Result<Conflict, AppError> {
    let versions = versions(view, &conflict)?;
    let store::Conflict { conflict_id, key, at, lost, .. } = conflict;
    let of_it = |side: &Side| lost.iter().any(|loss| is_of(loss, *side));
    Ok(Conflict {
        lines: lost.iter().map(|loss| line(key.kind, &versions, loss)).collect(),
        sides: [Side::Ours, Side::Theirs].into_iter().filter(of_it).collect(),
        name: name(&versions),
        conflict_id,
        kind: key.kind,
        id: key.id,
        at,
    })
}

/// The record as it is, and the versions of which something gave way: those that are there still.
fn versions(view: &View<'_>, conflict: &store::Conflict) -> Result<Vec<Body>, AppError> {
    let mut versions = Vec::new();
    versions.extend(view.get(conflict.key.kind, &conflict.key.id)?.map(|record| record.body));
    for version in [conflict.ours, conflict.theirs].into_iter().flatten() {
        versions.extend(view.version(version)?.and_then(|version| version.body));
    }
    Ok(versions)
}

/// What the record is called, or was.
fn name(versions: &[Body]) -> String {
    versions.first().map(|body| body::text(body, "name").to_owned()).unwrap_or_default()
}

/// What gave way, in words.
fn line(kind: Kind, versions: &[Body], loss: &Loss) -> String {
    let side = match loss.side {
        Side::Ours => "ours",
        Side::Theirs => "theirs",
    };
    if loss.path.is_empty() {
        return text::get(&format!("conflict-deleted-{side}"));
    }
    let field = place(kind, versions, loss);
    let is_item = placed(kind, versions, &loss.path).ends_with(']');
    // Of a list whose order gave way, the value is the keys in that order.
    let is_order = items(kind.schema(), &loss.path).is_some()
        && loss.value.as_array().is_some_and(|keys| keys.iter().all(Value::is_string));
    let what = if is_order {
        "order"
    } else if loss.value.is_null() && is_item {
        "removed"
    } else if loss.value.is_null() {
        "emptied"
    } else {
        "value"
    };
    let args = [("field", field.into()), ("value", diff::shown(&loss.value).into())];
    text::with(&format!("conflict-{what}-{side}"), &args)
}

/// Where it gave way, as a person calls it.
fn place(kind: Kind, versions: &[Body], loss: &Loss) -> String {
    capitalised(&text::field_name(&placed(kind, versions, &loss.path)))
}

/// A place is called "group 2" in the middle of a sentence; here it begins one.
fn capitalised(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// The path with the places of items for their keys: `exercise_groups[<group_id>].sets` becomes
/// `exercise_groups[2].sets`. Without a place, the list stands for the item.
fn placed(kind: Kind, versions: &[Body], path: &str) -> String {
    let Some((list, rest)) = path.split_once('[') else { return path.to_owned() };
    let Some((key, rest)) = rest.rsplit_once(']') else { return path.to_owned() };
    let place = |body: &Body| {
        let name = items(kind.schema(), list)?.key;
        let items = body.get(list)?.as_array()?;
        items.iter().position(|item| item.get(name).and_then(Value::as_str) == Some(key))
    };
    match versions.iter().find_map(place) {
        Some(place) => format!("{list}[{place}]{rest}"),
        None => list.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(side: Side, path: &str, value: Value) -> String {
        let body = json!({"name": "Push", "exercise_groups": [{"group_id": "a"}, {"group_id": "b.]["}]});
        let Value::Object(body) = body else { unreachable!() };
        line(Kind::Workout, &[body], &Loss { side, path: path.to_owned(), value })
    }

    #[test]
    fn what_gave_way_is_said_in_words() {
        for (side, path, value, said_so) in [
            (Side::Ours, "name", json!("Pull"), "Name: “Pull”, from this device, gave way"),
            (Side::Theirs, "name", json!("Pull"), "Name: “Pull”, from another device, gave way"),
            (
                Side::Ours,
                "description",
                Value::Null,
                "Description: emptied on this device, but changed elsewhere",
            ),
            (
                Side::Theirs,
                "exercise_groups[b.][].sets",
                json!("3"),
                "Sets of group 2: “3”, from another device, gave way",
            ),
            (
                Side::Ours,
                "exercise_groups[a]",
                Value::Null,
                "Group 1: removed on this device, but changed elsewhere",
            ),
            (
                Side::Theirs,
                "exercise_groups",
                json!(["a", "b"]),
                "Exercise groups: the order from another device gave way",
            ),
            (Side::Theirs, "", Value::Null, "Deleted on another device, but changed here: it stays"),
            (Side::Ours, "", Value::Null, "Deleted on this device, but changed elsewhere: it stays"),
        ] {
            assert_eq!(said(side, path, value), said_so);
        }
        assert_eq!(
            said(Side::Ours, "exercise_groups[gone].sets", json!("3")),
            "Exercise groups: “3”, from this device, gave way"
        );
    }
}

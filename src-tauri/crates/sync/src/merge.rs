//! How two copies of a document become one.
//!
//! Three states meet: *base*, what the server was known to hold when the edit here was made; *ours*, the record with
//! its unsent edit; *theirs*, what the server holds now. The rules, each tested by `tests/rules.rs` under its name:
//!
//! | rule | what becomes of it |
//! |---|---|
//! | one side changed a field | that side's value |
//! | both changed it alike | that value |
//! | both changed a field | the later edit's value; the other is lost |
//! | emptied against changed | the later edit's; a field that is null is one that is absent |
//! | a tie | theirs |
//! | an unknown field | as any other field, as a whole |
//! | lists by key | item by item (`group_id`, `exercise_id`, `entry_id`), each field by field |
//! | an item changed against removed | the change wins; the removal is lost |
//! | an item removed | gone, if the other side didn't change it |
//! | the order of a list | of the side that changed it; of the later edit, if both did: the other order is lost |
//! | added items | stand after the item that they stood after |
//! | items without keys | the list as a whole, as a field |
//! | exercises of a group | letter by letter, each as a field |
//! | tags | as a set: what either side added, without what either side removed |
//! | bookkeeping | times and marks of the later edit, the higher version; never lost, never a reason to write |
//! | edited against deleted | the edit wins; the deletion is lost |
//! | deleted on both sides | deleted |
//! | the same id created twice | as if the base had been empty |
//! | entries without an id | are those of the same workout in the base, as many-th there |
//! | our write landed unheard | what was written then is the base |
//! | our write landed, then deleted | deleted |
//! | our deletion landed, then made anew | theirs: it names our deletion, or its writer leaves no traces |
//! | deleted, and our write unheard of | the tombstone is asked first |
//! | theirs can't be read | ours stays, is refused, and the person decides |
//! | the base can't be read | it was never merged, so ours isn't made upon it: as if it had been empty |
//!
//! What is lost is returned ([`Loss`]), for history and for the person.
//!
//! The later edit is the one with the later `sync.edited_at`, which is corrected for the offset of the device's clock
//! and never earlier than that of the state it was made upon; of a document whose writer doesn't know the field,
//! `modified_date`.
//!
//! Merging is deterministic, and the server puts merges in an order by its preconditions; so all devices end with the
//! same bytes, those that the server holds, whatever the order in which their edits arrive. Which of *three* values
//! of one field that is may depend on that order: a document has one time, not one per field.

mod document;
mod list;

use std::borrow::Cow;

use model::sync::{Loss, Meeting, Outcome, Seen, Side, State, own, stated_edit};
use model::{Body, Kind, Millis, body};
use serde_json::Value;

use crate::clock::Clock;
use crate::wire;

/// Decides a meeting. Pure: the store calls it inside the transaction that applies what it answers.
#[must_use]
pub fn meet(meeting: &Meeting<'_>, clock: Clock) -> Outcome {
    match (meeting.ours, meeting.theirs) {
        (None, State::Deleted { .. }) => Outcome::Theirs { lost: Vec::new() },
        (Some(_), State::Deleted { after }) => edited_meets_deleted(meeting, after.as_ref()),
        (None, State::Document(theirs)) => deleted_meets_document(meeting, theirs),
        (Some(ours), State::Document(theirs)) => both_stand(meeting, ours, theirs, clock),
    }
}

fn edited_meets_deleted(meeting: &Meeting<'_>, after: Option<&Seen>) -> Outcome {
    let current = &meeting.unsent.op;
    match after {
        Some(after) if after.contains(current) => Outcome::Theirs { lost: Vec::new() },
        None if meeting.sent.iter().any(|sent| sent.op == *current) => Outcome::Ask,
        // It has never been there.
        _ if meeting.base.is_none() => Outcome::Ours { lost: Vec::new() },
        // Who deleted it here, before making it anew, knows.
        _ if meeting.sent.iter().any(|sent| sent.body.is_none()) => Outcome::Ours { lost: Vec::new() },
        _ => Outcome::Ours { lost: vec![whole(Side::Theirs)] },
    }
}

fn deleted_meets_document(meeting: &Meeting<'_>, theirs: &Body) -> Outcome {
    let known = landed(meeting, theirs);
    let unchanged = known.or(meeting.base).is_some_and(|base| {
        body::same_content(
            &meeting.key.kind.settled(base, None),
            &meeting.key.kind.settled(theirs, Some(base)),
        )
    });
    if unchanged && (known.is_some() || !may_be_anew(meeting, theirs)) {
        Outcome::Ours { lost: Vec::new() }
    } else {
        Outcome::Theirs { lost: vec![whole(Side::Ours)] }
    }
}

/// Whether theirs may have been made after a deletion of ours that landed unheard. Then it names the deletion, unless
/// its writer leaves no traces.
fn may_be_anew(meeting: &Meeting<'_>, theirs: &Body) -> bool {
    let seen = Seen::of(theirs);
    let traced = own(theirs).is_some();
    let mut deletions = meeting.sent.iter().filter(|sent| sent.body.is_none());
    deletions.any(|deletion| !traced || seen.contains(&deletion.op))
}

fn both_stand(meeting: &Meeting<'_>, ours: &Body, theirs: &Body, clock: Clock) -> Outcome {
    let kind = meeting.key.kind;
    let known = if Seen::of(theirs).contains(&meeting.unsent.op) {
        Some(ours)
    } else {
        landed(meeting, theirs).or(meeting.base)
    };
    let base = known.map(|base| kind.settled(base, None)).unwrap_or_default();
    let (ours, theirs) = (kind.settled(ours, Some(&base)), kind.settled(theirs, Some(&base)));
    let readable = |body: &Body| kind.schema().check(body).is_empty();
    let untouched = body::same_content(&theirs, &base);
    if !readable(&theirs) && !untouched && !body::same_content(&theirs, &ours) {
        return Outcome::Unreadable;
    }
    let base = if untouched || readable(&base) { base } else { Cow::default() };

    let theirs_at = wire::edited_at(&theirs, meeting.at);
    let upon = known.and_then(stated_edit).map_or(Millis::MIN, |upon| upon.min(meeting.at.millis()));
    let ours_later = clock.corrected(meeting.unsent.edited_at).max(upon) > theirs_at;
    let (later, earlier) = if ours_later { (Side::Ours, Side::Theirs) } else { (Side::Theirs, Side::Ours) };
    let (winner, loser) = if ours_later { (&ours, &theirs) } else { (&theirs, &ours) };
    let merged = document::merge(kind.schema(), &base, winner, loser);
    let lost = merged.lost.into_iter().map(|lost| Loss {
        side: if lost.of_later { later } else { earlier },
        path: lost.path,
        value: lost.value,
    });
    let lost: Vec<Loss> = lost.collect();
    if body::same_content(&merged.body, &theirs) {
        Outcome::Theirs { lost }
    } else if body::same_content(&merged.body, &ours) {
        Outcome::Ours { lost }
    } else {
        Outcome::Both { body: merged.body, lost }
    }
}

/// An edit brought into a document that others changed since the person began: `begun` is the document as they saw
/// it, `edited` what they made of it, `now` what it is. The edit is the later one.
#[must_use]
pub fn edit(kind: Kind, begun: &Body, edited: &Body, now: &Body) -> Body {
    let begun = kind.settled(begun, None);
    let (edited, now) = (kind.settled(edited, Some(&begun)), kind.settled(now, Some(&begun)));
    document::merge(kind.schema(), &begun, &edited, &now).body
}

/// What the last of our unanswered writes wrote that had landed when theirs was written.
fn landed<'a>(meeting: &Meeting<'a>, theirs: &Body) -> Option<&'a Body> {
    let seen = Seen::of(theirs);
    meeting.sent.iter().rev().find(|sent| seen.contains(&sent.op)).and_then(|sent| sent.body.as_ref())
}

/// A deletion that lost.
fn whole(side: Side) -> Loss {
    Loss { side, path: String::new(), value: Value::Null }
}

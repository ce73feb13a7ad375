//! The rules, when everybody is at rest: ledgers, libraries and the cloud against each other.

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use model::ipc::RecordRef;
use model::{Body, Kind, RecordKey, body};
use proxy::Counts;

use crate::error::{Error, Result};
use crate::ledger::{Act, Edit, Outcome};
use crate::library;
use crate::mark::{self, Mark};

#[cfg(test)]
mod tests;

/// How many findings of one kind are shown.
const SHOWN: usize = 20;

/// A device as it was left.
pub(crate) struct Left {
    pub(crate) number: u8,
    pub(crate) edits: Vec<Edit>,
    pub(crate) app: App,
    pub(crate) records: BTreeMap<RecordKey, Body>,
}

/// Judges everything; the first rule that is broken is the error.
pub(crate) fn judge(devices: &[Left], cloud: &BTreeMap<RecordKey, Body>, counts: &Counts) -> Result {
    all_agree(devices, cloud)?;
    all_are_known(devices, cloud)?;
    none_is_doubled(cloud)?;
    none_is_lost(devices, cloud)?;
    own_edits_stand(devices, cloud)?;
    no_more_is_written_than_edited(devices, counts)
}

fn all_agree(devices: &[Left], cloud: &BTreeMap<RecordKey, Body>) -> Result {
    let mut found = Vec::new();
    for device in devices {
        let keys: BTreeSet<&RecordKey> = device.records.keys().chain(cloud.keys()).collect();
        for key in keys {
            let (here, there) = (device.records.get(key), cloud.get(key));
            if here != there {
                let [here, there] = [here, there].map(text);
                found.push(format!("{key}\n  on device {}: {here}\n  in the cloud: {there}", device.number));
            }
        }
    }
    none_of(&found, "every device has the cloud's documents, to the byte")
}

/// Every record was made by somebody.
fn all_are_known(devices: &[Left], cloud: &BTreeMap<RecordKey, Body>) -> Result {
    let made: BTreeSet<RecordKey> =
        devices.iter().flat_map(|device| &device.edits).flat_map(Edit::records).map(key).collect();
    // What a process was making when it was killed has no id in the ledger, but its mark in the name.
    let open: BTreeSet<Mark> = devices
        .iter()
        .flat_map(|device| &device.edits)
        .filter(|edit| edit.outcome == Outcome::Open)
        .filter_map(|edit| edit.intent.mark)
        .collect();
    let found: Vec<String> = cloud
        .iter()
        .filter(|(key, body)| {
            !made.contains(*key) && !mark::marks(body).iter().any(|mark| open.contains(mark))
        })
        .map(|(key, body)| format!("{key}: {}", text(Some(body))))
        .collect();
    none_of(&found, "every record was made by somebody")
}

/// Every mark was put into one place, so nowhere are there two; nor is there an entry twice.
fn none_is_doubled(cloud: &BTreeMap<RecordKey, Body>) -> Result {
    let mut places: BTreeMap<Mark, Vec<&RecordKey>> = BTreeMap::new();
    let mut found = Vec::new();
    for (key, body) in cloud {
        for mark in mark::marks(body) {
            places.entry(mark).or_default().push(key);
        }
        let mut entries = BTreeSet::new();
        for entry in body::items(body, "workouts").map(|entry| body::text(entry, "entry_id")) {
            if !entries.insert(entry) {
                found.push(format!("{key} has the entry {entry} twice: {}", text(Some(body))));
            }
        }
    }
    for (mark, keys) in places.iter().filter(|(_, keys)| keys.len() > 1) {
        for key in keys {
            found.push(format!("{mark} in {key}: {}", text(cloud.get(key))));
        }
    }
    none_of(&found, "no edit is doubled")
}

/// Every edit that was accepted is in the final state, or in history on the device where it was made.
fn none_is_lost(devices: &[Left], cloud: &BTreeMap<RecordKey, Body>) -> Result {
    let mut found = Vec::new();
    for device in devices {
        let mut history: BTreeMap<RecordKey, BTreeSet<Mark>> = BTreeMap::new();
        for edit in &device.edits {
            let (Some(mark), Outcome::Done(records)) = (edit.intent.mark, &edit.outcome) else { continue };
            for key in records.iter().map(key) {
                if cloud.get(&key).is_some_and(|body| mark::marks(body).contains(&mark)) {
                    continue;
                }
                if !history.contains_key(&key) {
                    let marks = library::marks_in_history(&device.app, &key)?;
                    history.insert(key.clone(), marks.into_iter().collect());
                }
                if history.get(&key).is_some_and(|marks| !marks.contains(&mark)) {
                    let versions = versions(&device.app, &key)?;
                    let lines = around(&device.edits, &key, edit.number);
                    found.push(format!(
                        "{mark} of device {}, {edit:?}\n  in the cloud: {}\n  history there:\n{versions}\n  ledger:\n{lines}",
                        device.number,
                        text(cloud.get(&key)),
                    ));
                }
            }
        }
    }
    none_of(&found, "every accepted edit is in the final state, or in history where it was made")
}

/// What only one device edits is as that device left it.
fn own_edits_stand(devices: &[Left], cloud: &BTreeMap<RecordKey, Body>) -> Result {
    let mut found = Vec::new();
    for device in devices {
        // The last word on each; `None`: it was undone, or may have been changed once more.
        let mut last: BTreeMap<RecordKey, Option<Mark>> = BTreeMap::new();
        for edit in &device.edits {
            let is_certain = matches!(edit.outcome, Outcome::Done(_));
            let is_reverting = matches!(edit.intent.act, Act::Undo | Act::Redo);
            if is_reverting && edit.outcome == Outcome::Open {
                // Nobody knows what it was about.
                for mark in last.values_mut() {
                    *mark = None;
                }
            }
            for key in edit.records().map(key) {
                if edit.intent.own || last.contains_key(&key) {
                    last.insert(key, edit.intent.mark.filter(|_| is_certain && !is_reverting));
                }
            }
        }
        for (key, mark) in last.iter().filter_map(|(key, mark)| Some((key, (*mark)?))) {
            if cloud.get(key).is_none_or(|body| !mark::marks(body).contains(&mark)) {
                let lines = around(&device.edits, key, mark.number);
                found.push(format!(
                    "{key} of device {} should have {mark}; in the cloud: {}\n  ledger:\n{lines}",
                    device.number,
                    text(cloud.get(key))
                ));
            }
        }
    }
    none_of(&found, "a change that nobody contradicted stands")
}

fn no_more_is_written_than_edited(devices: &[Left], counts: &Counts) -> Result {
    let edits: u64 = devices.iter().flat_map(|device| &device.edits).map(changed).sum();
    let mut found = Vec::new();
    if counts.writes > edits {
        found.push(format!("{} writes, {edits} edits", counts.writes));
    }
    if counts.deletes > edits {
        found.push(format!("{} deletes, {edits} edits", counts.deletes));
    }
    if counts.as_owner > 0 {
        found.push(format!("{} requests past the rules", counts.as_owner));
    }
    none_of(&found, "no more is written than was edited, and all of it under the rules")
}

/// How many records an edit changed; one that nobody is sure of may have changed one.
pub(crate) fn changed(edit: &Edit) -> u64 {
    match &edit.outcome {
        Outcome::Done(records) => records.len() as u64,
        Outcome::Failed(_) | Outcome::Open => 1,
    }
}

fn none_of(found: &[String], rule: &'static str) -> Result {
    if found.is_empty() {
        return Ok(());
    }
    let mut evidence = found.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    if found.len() > SHOWN {
        evidence = format!("{evidence}\nand {} more", found.len() - SHOWN);
    }
    Err(Error::Broken { rule, evidence })
}

/// What else the device did to a record, from some edits before this one on.
fn around(edits: &[Edit], key: &RecordKey, number: u64) -> String {
    let of_it = edits.iter().filter(|edit| edit.records().any(|record| self::key(record) == *key));
    let near = of_it.filter(|edit| edit.number + 50 >= number).take(SHOWN);
    near.map(|edit| format!("    {edit:?}")).collect::<Vec<_>>().join("\n")
}

fn versions(app: &App, key: &RecordKey) -> Result<String> {
    let versions = match app.history_list(RecordRef { kind: key.kind, id: key.id.clone() }) {
        Err(error) if library::is_missing(&error) => Vec::new(),
        versions => versions?,
    };
    let line = |version: &model::ipc::Version| {
        format!("    {} {}: {}", version.at, version.why, text(version.body.as_ref()))
    };
    Ok(versions.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn key(record: &RecordRef) -> RecordKey {
    let kind: Kind = record.kind;
    RecordKey::new(kind, record.id.clone())
}

fn text(body: Option<&Body>) -> String {
    body.map_or_else(|| "nothing".to_owned(), |body| serde_json::to_string(body).unwrap_or_default())
}

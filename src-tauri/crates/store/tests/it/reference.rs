//! The store as it would be without a database: maps in memory, everything by looking at all of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use model::{Body, Kind, body, ipc::Order, time};

pub(crate) type Key = (Kind, String);

/// The records, and the stacks of undo and redo.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    pub(crate) records: BTreeMap<Key, Body>,
    done: Vec<Change>,
    undone: Vec<Change>,
    /// When each record was last changed by something that can't be undone.
    kept: BTreeMap<Key, u64>,
    clock: u64,
}

#[derive(Clone, Debug)]
struct Change {
    at: u64,
    /// What the records were before it; while it is undone, after it.
    other: BTreeMap<Key, Option<Body>>,
}

/// One step of a transaction.
pub(crate) type Step = (Key, Option<Body>);

impl Reference {
    pub(crate) fn transact(&mut self, steps: &[Step], undoable: bool) {
        let mut other = BTreeMap::new();
        for (key, body) in steps {
            let before = self.records.get(key).cloned();
            if before == *body {
                continue;
            }
            other.entry(key.clone()).or_insert(before);
            self.set(key, body.clone());
        }
        if other.is_empty() {
            return;
        }
        self.clock += 1;
        if undoable {
            self.undone.clear();
            self.done.push(Change { at: self.clock, other });
        } else {
            self.kept.extend(other.into_keys().map(|key| (key, self.clock)));
        }
    }

    /// The records that were reverted; `Err` if others stand in the way.
    pub(crate) fn undo(&mut self) -> Option<Result<Vec<Key>, Vec<Key>>> {
        let change = self.done.pop()?;
        let reverted = self.revert(change);
        match reverted {
            Ok(change) => Some(Ok(Self::settle(change, &mut self.undone))),
            Err((change, keys)) => {
                self.done.push(change);
                Some(Err(keys))
            }
        }
    }

    pub(crate) fn redo(&mut self) -> Option<Result<Vec<Key>, Vec<Key>>> {
        let change = self.undone.pop()?;
        match self.revert(change) {
            Ok(change) => Some(Ok(Self::settle(change, &mut self.done))),
            Err((change, keys)) => {
                self.undone.push(change);
                Some(Err(keys))
            }
        }
    }

    fn settle(change: Change, stack: &mut Vec<Change>) -> Vec<Key> {
        let keys = change.other.keys().cloned().collect();
        stack.push(change);
        keys
    }

    fn revert(&mut self, mut change: Change) -> Result<Change, (Change, Vec<Key>)> {
        let is_in_the_way = |key: &&Key| self.kept.get(*key).is_some_and(|at| *at > change.at);
        let in_the_way: Vec<Key> = change.other.keys().filter(is_in_the_way).cloned().collect();
        if !in_the_way.is_empty() {
            return Err((change, in_the_way));
        }
        for (key, other) in &mut change.other {
            let now = self.records.get(key).cloned();
            let then = std::mem::replace(other, now);
            self.set(key, then);
        }
        Ok(change)
    }

    fn set(&mut self, key: &Key, body: Option<Body>) {
        match body {
            Some(body) => self.records.insert(key.clone(), body),
            None => self.records.remove(key),
        };
    }

    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = (&str, &Body)> {
        self.records.iter().filter(move |((of, _), _)| *of == kind).map(|((_, id), body)| (id.as_str(), body))
    }

    /// The ids of a list in order. The words of the tests are such that lower case is all there is to folding.
    pub(crate) fn list(&self, kind: Kind, search: &str, tags: &[String], order: Order) -> Vec<String> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(u8, &str, &Body)> = self
            .of(kind)
            .filter(|(_, body)| {
                let has: Vec<String> = kind.index(body).tags.iter().map(|tag| tag.to_lowercase()).collect();
                tags.is_empty() || tags.iter().any(|tag| has.contains(&tag.to_lowercase()))
            })
            .filter_map(|(id, body)| Some((rank(kind, body, &words)?, id, body)))
            .collect();
        let date = |body: &Body, field| time::parse(body::text(body, field)).unwrap_or_default();
        found.sort_by_key(|(_, id, body)| Reverse((date(body, "modified_date"), *id)));
        match order {
            Order::Modified => {}
            Order::Created => found.sort_by_key(|(_, id, body)| Reverse((date(body, "created_date"), *id))),
            Order::Name => found.sort_by_key(|(_, id, body)| (body::text(body, "name").to_lowercase(), *id)),
            Order::Relevance => found.sort_by_key(|(rank, ..)| *rank),
        }
        found.into_iter().map(|(_, id, _)| id.to_owned()).collect()
    }

    pub(crate) fn tags(&self, kind: Kind) -> BTreeMap<String, u64> {
        let mut tags = BTreeMap::new();
        for (_, body) in self.of(kind) {
            let of_one: BTreeSet<String> =
                kind.index(body).tags.iter().map(|tag| tag.to_lowercase()).collect();
            for tag in of_one {
                *tags.entry(tag).or_default() += 1;
            }
        }
        tags
    }

    pub(crate) fn links_to(&self, kind: Kind, id: &str) -> BTreeSet<Key> {
        let links = |key: &Key, body: &Body| key.0.index(body).links.contains(&(kind, id.to_owned()));
        self.records.iter().filter(|(key, body)| links(key, body)).map(|(key, _)| key.clone()).collect()
    }
}

/// How well a document matches all words, 0 best; `None` if it doesn't.
fn rank(kind: Kind, body: &Body, words: &[String]) -> Option<u8> {
    if words.is_empty() {
        return Some(0);
    }
    let indexed = kind.index(body);
    let columns = [indexed.name, indexed.tags.join(" "), indexed.exercises.join(" "), indexed.description]
        .map(|text| text.to_lowercase());
    let mut text = String::new();
    for (rank, column) in (0..).zip(columns) {
        text = format!("{text} {column}");
        if words.iter().all(|word| text.split_whitespace().any(|has| has.starts_with(word))) {
            return Some(rank);
        }
    }
    None
}

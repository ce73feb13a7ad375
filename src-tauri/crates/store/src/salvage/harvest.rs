//! What a damaged database still holds, table by table.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::DoubtState;
use super::image::Image;
use super::rows::{self, Change, Document, Journaled, Key, Migrated, Mirrored, Past, Queued, Sent};
use super::walk::{Row, Tree, Walk};
use crate::StoreError;
use crate::migrate::{self, Identity};

/// Everything that could be read, nothing decided yet.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    pub(super) identity: Option<Identity>,
    /// Documents in their table, sound or not.
    pub(super) records: Vec<Document>,
    /// Sound documents found elsewhere: in the damaged part of the log, or on pages that nothing leads to.
    pub(super) strays: Vec<Document>,
    /// What is the matter with `strays`: they may have been deleted before if it isn't known which pages are free.
    pub(super) stray_state: Option<DoubtState>,
    /// The keys that the indexes name, with the name in the form for sorting.
    pub(super) indexed: BTreeMap<Key, Option<String>>,
    pub(super) history: BTreeMap<i64, Past>,
    pub(super) changes: BTreeMap<i64, Change>,
    pub(super) mirror: Vec<Mirrored>,
    /// In its order.
    pub(super) queue: Vec<Queued>,
    pub(super) sent: Vec<Sent>,
    /// The last generation that was given out, as far as is known.
    pub(super) generation: i64,
    pub(super) migration: Vec<Journaled>,
    pub(super) migrated: Vec<Migrated>,
    /// Records, mirror and queue are all there.
    pub(super) whole: bool,
    /// `records` and `indexed` together name every record that there was.
    pub(super) all_named: bool,
    /// The database has our tables, or the header has our mark.
    ours: bool,
}

/// The indexes of record that name each record once.
const RECORD_INDEXES: [&str; 4] =
    ["sqlite_autoindex_record_1", "record_by_name", "record_by_modified", "record_by_created"];

/// A table or an index of the database: its name and root page.
type Roots = BTreeMap<String, u32>;

impl Harvest {
    /// Reads a damaged database.
    pub(super) fn read(image: &Image) -> Result<Self, StoreError> {
        let mut walk = Walk::new(image);
        let (roots, has_our_tables) = roots(&mut walk)?;
        let mut trees: BTreeMap<&str, Tree> =
            roots.iter().map(|(name, root)| (name.as_str(), walk.tree(*root))).collect();
        let mut table = |name: &str| trees.remove(name).unwrap_or_default();
        let (records, history, mirror, queue) =
            (table("record"), table("history"), table("mirror"), table("queue"));
        let indexes = RECORD_INDEXES.map(&mut table);
        let mut harvest = Self {
            identity: table("identity").rows.iter().find_map(rows::identity),
            changes: keyed(table("change").rows.iter().filter_map(rows::change), |change| change.number),
            migration: table("migration").rows.iter().filter_map(rows::journaled).collect(),
            migrated: table("migrated").rows.iter().filter_map(rows::migrated).collect(),
            queue: queue.rows.iter().filter_map(rows::queued).collect(),
            sent: table("sent").rows.iter().filter_map(rows::sent).collect(),
            generation: table("tally").rows.iter().find_map(rows::generation).unwrap_or_default(),
            indexed: indexed(&indexes),
            ours: has_our_tables || image.is_marked_ours(),
            ..Self::default()
        };
        harvest.queue.sort_by_key(|queued| queued.num);
        let from_log = walk.damaged_in_log();
        harvest.whole = records.whole && mirror.whole && queue.whole && from_log.is_empty();
        let whole_indexes = indexes.iter().filter(|index| index.whole).count();
        harvest.all_named = from_log.is_empty() && (records.whole || whole_indexes > 1);
        let lost_track = !(records.whole && history.whole && mirror.whole && harvest.identity.is_some());
        let free = image.free_pages();
        let strays = if lost_track { walk.strays(free.as_deref().unwrap_or_default()) } else { Vec::new() };
        harvest.stray_state = free.is_none().then_some(DoubtState::Stray);

        let in_log = from_log.len();
        let elsewhere: Vec<Row> = from_log.into_iter().chain(strays).collect();
        harvest.records = records.rows.iter().filter_map(rows::record).collect();
        // Where the table is whole, what lies outside of it was deleted.
        let records_elsewhere = if records.whole { &elsewhere[..in_log] } else { &elsewhere[..] };
        harvest.strays =
            records_elsewhere.iter().filter_map(rows::record).filter(|record| record.verified).collect();
        // What stands in a table counts for more than what was found elsewhere, so it comes last.
        let all = |rows| elsewhere.iter().chain(rows);
        harvest.history = keyed(all(&history.rows).filter_map(rows::past), |past| past.history_id);
        harvest.mirror = all(&mirror.rows).filter_map(rows::mirrored).collect();
        harvest.identity = harvest.identity.or_else(|| elsewhere.iter().find_map(rows::identity));
        Ok(harvest)
    }

    /// Whether it is a library at all.
    pub(super) fn is_ours(&self) -> bool {
        self.ours
            || self.identity.is_some()
            || !self.history.is_empty()
            || self.records.iter().chain(&self.strays).any(|record| record.verified)
    }
}

fn keyed<T>(rows: impl Iterator<Item = T>, key: impl Fn(&T) -> i64) -> BTreeMap<i64, T> {
    rows.map(|row| (key(&row), row)).collect()
}

/// The tables and indexes, and whether they are ours. Where the schema can't be read, a root is taken to be where
/// the first schema had it: every library began with that.
fn roots(walk: &mut Walk<'_>) -> Result<(Roots, bool), StoreError> {
    let schema = walk.tree(1);
    let mut roots: Roots = schema.rows.iter().filter_map(root).collect();
    let ours = ["identity", "record", "history"].iter().all(|table| roots.contains_key(*table));
    if !schema.whole {
        let known: BTreeSet<u32> = roots.values().copied().collect();
        for (name, root) in expected_roots()? {
            if !known.contains(&root) {
                roots.entry(name).or_insert(root);
            }
        }
    }
    Ok((roots, ours))
}

fn root(row: &Row) -> Option<(String, u32)> {
    let [_, name, _, root, _] = row.values.as_slice() else { return None };
    let root = u32::try_from(root.integer()?).ok().filter(|root| *root > 1)?;
    Some((name.text()?.to_owned(), root))
}

fn expected_roots() -> Result<Roots, StoreError> {
    let new = Connection::open_in_memory()?;
    migrate::lay_out_first(&new)?;
    let mut statement = new.prepare("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 1")?;
    let roots = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(roots.collect::<Result<_, _>>()?)
}

/// The keys that at least two of the indexes name; one alone may be damaged in the very key.
fn indexed(indexes: &[Tree]) -> BTreeMap<Key, Option<String>> {
    let mut found: BTreeMap<Key, (usize, Option<String>)> = BTreeMap::new();
    for tree in indexes {
        let keys: BTreeSet<(Key, Option<String>)> = tree.rows.iter().filter_map(index_key).collect();
        for (key, name) in keys {
            let entry = found.entry(key).or_default();
            entry.0 += 1;
            entry.1 = name.or(entry.1.take());
        }
    }
    let named_twice = found.into_iter().filter(|(_, (times, _))| *times > 1);
    named_twice.map(|(key, (_, name))| (key, name)).collect()
}

/// `(kind, id, num)` or `(kind, what it is sorted by, id, num)`.
fn index_key(row: &Row) -> Option<(Key, Option<String>)> {
    let (kind, name, id) = match row.values.as_slice() {
        [kind, id, _] => (kind, None, id),
        [kind, sorted_by, id, _] => (kind, sorted_by.text().map(ToOwned::to_owned), id),
        _ => return None,
    };
    Some(((kind.text()?.to_owned(), id.text()?.to_owned()), name))
}

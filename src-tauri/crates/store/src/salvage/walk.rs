//! Every row that can be reached through the B-trees, and every one that no longer can.

use std::collections::BTreeSet;

use super::bytes::{self, Value};
use super::image::Image;
use super::page::{Cells, Page, PageKind};

/// A row of a table, or a key of an index.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The row's number; 0 for the key of an index.
    pub(super) rowid: i64,
    /// The columns; `NULL` stands where a row's number is.
    pub(super) values: Vec<Value>,
}

/// What was read of a table or an index.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) rows: Vec<Row>,
    /// All of it was read.
    pub(super) whole: bool,
}

/// A walk through the database, tree by tree.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    image: &'a Image,
    /// The pages that belong to a tree.
    reached: BTreeSet<u32>,
}

/// A page to visit, and which row numbers may stand on it.
struct Visit {
    number: u32,
    above: i64,
    up_to: i64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(image: &'a Image) -> Self {
        Self { image, reached: BTreeSet::new() }
    }

    /// Reads the tree with this root.
    pub(super) fn tree(&mut self, root: u32) -> Tree {
        let mut tree = Tree { rows: Vec::new(), whole: true };
        let mut visits = vec![Visit { number: root, above: i64::MIN, up_to: i64::MAX }];
        let mut is_table = None;
        while let Some(visit) = visits.pop() {
            let page = self.image.page(visit.number).and_then(|bytes| Page::read(visit.number, bytes));
            // A page of the other sort, or one that stands in another place too, is a child pointer gone astray.
            let page =
                page.filter(|page| *is_table.get_or_insert(page.kind.is_table()) == page.kind.is_table());
            let Some(page) = page.filter(|_| self.reached.insert(visit.number)) else {
                tree.whole = false;
                continue;
            };
            let Cells { cells, whole } = page.cells(self.image);
            tree.whole &= whole;
            let mut above = visit.above;
            for cell in cells {
                let rowid = cell.rowid.unwrap_or_default();
                if page.kind.is_table() {
                    tree.whole &= above < rowid && rowid <= visit.up_to;
                }
                if let Some(number) = cell.child {
                    visits.push(Visit { number, above, up_to: cell.rowid.unwrap_or(i64::MAX) });
                }
                if let Some(payload) = &cell.payload {
                    self.reached.extend(&cell.overflow);
                    match bytes::row(payload) {
                        Some(values) => tree.rows.push(Row { rowid, values }),
                        None => tree.whole = false,
                    }
                }
                above = cell.rowid.unwrap_or(above);
            }
            visits.extend(page.right().map(|number| Visit { number, above, up_to: visit.up_to }));
        }
        tree
    }

    /// The rows on pages that belong to no tree and aren't free: those below a damaged page. They may be rows of
    /// any table. Call it after all trees.
    pub(super) fn strays(&self, free: &[u32]) -> Vec<Row> {
        let known: BTreeSet<u32> = self.reached.iter().chain(free).copied().collect();
        let strays = (2..=self.image.last()).filter(|number| !known.contains(number));
        strays.filter_map(|number| self.image.page(number)).flat_map(|page| self.leaf(page)).collect()
    }

    /// The rows on pages of the log that are damaged.
    pub(super) fn damaged_in_log(&self) -> Vec<Row> {
        self.image.damaged_in_log().flat_map(|page| self.leaf(page)).collect()
    }

    /// The rows on a page, if it is a leaf of a table or was one before it was damaged.
    fn leaf(&self, bytes: &[u8]) -> Vec<Row> {
        let page = Page::read_as(PageKind::TableLeaf, 0, bytes);
        let cells = page.map(|page| page.cells(self.image).cells).unwrap_or_default();
        let rows = cells
            .into_iter()
            .filter_map(|cell| Some(Row { rowid: cell.rowid?, values: bytes::row(&cell.payload?)? }));
        rows.collect()
    }
}

impl PageKind {
    const fn is_table(self) -> bool {
        matches!(self, Self::TableLeaf | Self::TableInterior)
    }
}

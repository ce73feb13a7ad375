//! Pages of a B-tree: what can be read of them, and whether all of it could.

use super::bytes::{be16, be32, size, varint};
use super::image::Image;
use crate::connection::PAGE_SIZE;

/// A page of a B-tree.
#[derive(Debug)]
pub(super) struct Page<'a> {
    bytes: &'a [u8],
    /// Where the page's header begins.
    start: usize,
    pub(super) kind: PageKind,
    /// How many cells it says it has.
    count: usize,
    /// The child after all cells; 0 on a leaf.
    right: u32,
}

/// The four types of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    TableLeaf,
    TableInterior,
    IndexLeaf,
    IndexInterior,
}

/// One cell: a child, a key, a payload, as the page's type has it.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) child: Option<u32>,
    pub(super) rowid: Option<i64>,
    /// A row, or the key of an index, whole.
    pub(super) payload: Option<Vec<u8>>,
    /// The pages beyond this one that the payload reaches over.
    pub(super) overflow: Vec<u32>,
    /// Bytes that the cell takes on the page.
    length: usize,
}

/// What was read of a page.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) cells: Vec<Cell>,
    /// All of the page was read, and it is of one piece.
    pub(super) whole: bool,
}

impl<'a> Page<'a> {
    /// Reads a page's header. `None` if it is no page of a B-tree.
    pub(super) fn read(number: u32, bytes: &'a [u8]) -> Option<Self> {
        let start = if number == 1 { 100 } else { 0 };
        let kind = match bytes.get(start)? {
            13 => PageKind::TableLeaf,
            5 => PageKind::TableInterior,
            10 => PageKind::IndexLeaf,
            2 => PageKind::IndexInterior,
            _ => return None,
        };
        Self::read_as(kind, start, bytes)
    }

    /// Takes a page for one of this type, whatever it says itself.
    pub(super) fn read_as(kind: PageKind, start: usize, bytes: &'a [u8]) -> Option<Self> {
        let right = if kind.is_leaf() { 0 } else { be32(bytes, start + 8)? };
        Some(Self { bytes, start, kind, count: be16(bytes, start + 3)?, right })
    }

    /// The child after all cells.
    pub(super) fn right(&self) -> Option<u32> {
        (!self.kind.is_leaf()).then_some(self.right)
    }

    fn pointers(&self) -> usize {
        self.start + if self.kind.is_leaf() { 8 } else { 12 }
    }

    /// Reads the cells. If the page is damaged, places for cells beyond the count are tried as well.
    pub(super) fn cells(&self, image: &Image) -> Cells {
        let mut cells: Vec<Cell> = (0..self.count).map_while(|index| self.cell(index, image)).collect();
        let whole = cells.len() == self.count && self.adds_up(&cells);
        if !whole {
            let places = (PAGE_SIZE - self.pointers()) / 2;
            cells = (0..places).filter_map(|index| self.cell(index, image)).collect();
        }
        Cells { cells, whole }
    }

    /// Whether cells, free blocks and fragments make up the page, as SQLite's own check asks.
    fn adds_up(&self, cells: &[Cell]) -> bool {
        let free = || {
            let mut free = usize::from(*self.bytes.get(self.start + 7)?);
            let mut block = be16(self.bytes, self.start + 1)?;
            while block != 0 {
                let next = be16(self.bytes, block)?;
                if next != 0 && next <= block {
                    return None;
                }
                free += be16(self.bytes, block + 2)?;
                block = next;
            }
            // The gap between the places of cells and the first cell; 0 stands for 65536.
            let content = be16(self.bytes, self.start + 5)?;
            let gap = content.checked_sub(self.pointers() + 2 * self.count)?;
            Some(free + gap)
        };
        let taken: usize = cells.iter().map(|cell| cell.length).sum();
        free().is_some_and(|free| self.pointers() + 2 * self.count + taken + free == PAGE_SIZE)
    }

    fn cell(&self, index: usize, image: &Image) -> Option<Cell> {
        let at = be16(self.bytes, self.pointers() + 2 * index)?;
        if at < self.pointers() {
            return None;
        }
        let cell = self.bytes.get(at..)?;
        match self.kind {
            PageKind::TableInterior => {
                let (rowid, length) = varint(cell.get(4..)?)?;
                let child = Some(be32(cell, 0)?);
                Some(Cell { child, rowid: Some(rowid.cast_signed()), length: 4 + length, ..Cell::default() })
            }
            PageKind::TableLeaf => {
                let (total, skip) = size(cell)?;
                let (rowid, length) = varint(cell.get(skip..)?)?;
                let read = self.payload(cell, skip + length, total, image)?;
                Some(Cell { rowid: Some(rowid.cast_signed()), ..read })
            }
            PageKind::IndexLeaf => {
                let (total, skip) = size(cell)?;
                self.payload(cell, skip, total, image)
            }
            PageKind::IndexInterior => {
                let child = be32(cell, 0)?;
                let (total, skip) = size(cell.get(4..)?)?;
                Some(Cell { child: Some(child), ..self.payload(cell, 4 + skip, total, image)? })
            }
        }
    }

    /// A payload of `total` bytes that begins at `start` of a cell.
    fn payload(&self, cell: &[u8], start: usize, total: usize, image: &Image) -> Option<Cell> {
        let local = self.local(total);
        let mut payload = cell.get(start..start + local)?.to_owned();
        let mut length = start + local;
        let mut overflow = Vec::new();
        if local < total {
            let mut next = be32(cell, length)?;
            length += 4;
            while payload.len() < total {
                let page = image.page(next).filter(|_| !overflow.contains(&next))?;
                overflow.push(next);
                let part = (total - payload.len()).min(PAGE_SIZE - 4);
                payload.extend_from_slice(page.get(4..4 + part)?);
                next = be32(page, 0)?;
            }
        }
        // A cell takes four bytes at least, so that it can become a free block.
        Some(Cell { payload: Some(payload), overflow, length: length.max(4), ..Cell::default() })
    }

    /// How much of a payload stands on the page itself.
    fn local(&self, total: usize) -> usize {
        let most = match self.kind {
            PageKind::TableLeaf => PAGE_SIZE - 35,
            _ => (PAGE_SIZE - 12) * 64 / 255 - 23,
        };
        if total <= most {
            return total;
        }
        let least = (PAGE_SIZE - 12) * 32 / 255 - 23;
        let local = least + (total - least) % (PAGE_SIZE - 4);
        if local <= most { local } else { least }
    }
}

impl PageKind {
    pub(super) const fn is_leaf(self) -> bool {
        matches!(self, Self::TableLeaf | Self::IndexLeaf)
    }
}

//! The damaged database as a set of pages: the file, with its log laid over it. Nothing is written.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::bytes::be32;
use super::wal::Log;
use crate::StoreError;
use crate::connection::{APPLICATION_ID, PAGE_SIZE};

/// What a database file begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The largest file that is looked at if it doesn't even begin like a database: what is larger is a film.
const LARGEST_UNKNOWN: u64 = 1 << 30;

/// The pages of a database.
#[derive(Debug)]
pub(super) struct Image {
    file: Vec<u8>,
    log: Log,
}

impl Image {
    /// Reads the database at `path` and its log.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        if start(path)? != MAGIC && path.exists() && fs::metadata(path)?.len() > LARGEST_UNKNOWN {
            return Ok(Self { file: Vec::new(), log: Log::default() });
        }
        Ok(Self { file: read(path)?, log: Log::read(&read(&with_suffix(path, "-wal"))?) })
    }

    /// The page of this number, as last committed. The first is 1.
    pub(super) fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(page) = self.log.pages.get(&number) {
            return Some(page);
        }
        let start = usize::try_from(number.checked_sub(1)?).ok()?.checked_mul(PAGE_SIZE)?;
        self.file.get(start..start + PAGE_SIZE)
    }

    /// The highest page number.
    pub(super) fn last(&self) -> u32 {
        let in_file = u32::try_from(self.file.len() / PAGE_SIZE).unwrap_or(u32::MAX);
        in_file.max(self.log.pages.last_key_value().map_or(0, |(number, _)| *number))
    }

    /// Pages whose log entries are damaged.
    pub(super) fn damaged_in_log(&self) -> impl Iterator<Item = &[u8]> {
        self.log.damaged.iter().map(Vec::as_slice)
    }

    /// Whether the header says that the file is a library.
    pub(super) fn is_marked_ours(&self) -> bool {
        let header = self.page(1).unwrap_or(&self.file);
        header.starts_with(MAGIC) && be32(header, 68).is_some_and(|id| id.cast_signed() == APPLICATION_ID)
    }

    /// The pages that are free, so that what they hold was deleted. `None` if the list of them is damaged.
    pub(super) fn free_pages(&self) -> Option<Vec<u32>> {
        let header = self.page(1)?;
        let (mut trunk, count) = (be32(header, 32)?, usize::try_from(be32(header, 36)?).ok()?);
        let mut free = Vec::new();
        while trunk != 0 && free.len() < count {
            let page = self.page(trunk)?;
            let leaves = usize::try_from(be32(page, 4)?).ok()?;
            free.push(trunk);
            for index in 0..leaves {
                free.push(be32(page, 8 + 4 * index)?);
            }
            trunk = be32(page, 0)?;
        }
        (trunk == 0 && free.len() == count && free.iter().all(|page| (2..=self.last()).contains(page)))
            .then_some(free)
    }
}

/// A whole file; nothing if it isn't there.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    }
}

/// What a file begins with, as much as [`MAGIC`]; nothing if it isn't there.
fn start(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    match fs::File::open(path) {
        Ok(file) => file.take(MAGIC.len() as u64).read_to_end(&mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(start)
}

/// `<path><suffix>`: how SQLite names the files beside a database.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

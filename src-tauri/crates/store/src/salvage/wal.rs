//! The pages in a write-ahead log, those after a damaged frame included.
//!
//! SQLite stops reading a log at the first frame whose checksum is wrong, since it can't tell a damaged frame from
//! one that a crash left unfinished; everything acknowledged after it would be lost. The checksum of a frame goes
//! on from the frame before, but from the number that stands there; so the frames after a damaged one can be
//! checked all the same.

use std::collections::BTreeMap;

use super::bytes::be32;
use crate::connection::PAGE_SIZE;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// What a log holds beyond the database file.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The last committed state of each page.
    pub(super) pages: BTreeMap<u32, Vec<u8>>,
    /// Pages of frames that are damaged. Rows on them may be sound.
    pub(super) damaged: Vec<Vec<u8>>,
    /// There are changes that SQLite won't see: it reads up to the first frame that is damaged.
    pub(super) is_cut_short: bool,
}

type Checksum = (u32, u32);

struct Frame<'a> {
    number: u32,
    /// It ends a transaction.
    commits: bool,
    page: &'a [u8],
    verified: bool,
    /// SQLite reads it, if it has read the one before.
    plain: bool,
}

impl Log {
    /// Reads a log; whatever it is, it is no error.
    pub(super) fn read(log: &[u8]) -> Self {
        // The checksums are in the byte order of the machine that wrote them, which the header tells if it is sound.
        let frames = [false, true]
            .into_iter()
            .filter_map(|big_endian| frames(log, big_endian))
            .max_by_key(|frames| frames.iter().filter(|frame| frame.verified).count())
            .unwrap_or_default();
        // What stands behind the last commit that can be verified is a change that was never finished.
        let finished = frames.iter().rposition(|frame| frame.verified && frame.commits);
        let committed = finished.map_or(0, |last| last + 1);
        let is_cut_short = frames.iter().take(committed).any(|frame| !frame.plain);
        let mut read = Self { is_cut_short, ..Self::default() };
        for frame in frames.into_iter().take(committed) {
            if frame.verified {
                read.pages.insert(frame.number, frame.page.to_owned());
            } else {
                read.damaged.push(frame.page.to_owned());
            }
        }
        read
    }
}

/// The frames since the log was last begun anew; what stands behind them is older.
fn frames(log: &[u8], big_endian: bool) -> Option<Vec<Frame<'_>>> {
    let sound = checksum((0, 0), log.get(..24)?, big_endian) == (be32(log, 24)?, be32(log, 28)?);
    // Every frame that was written since carries the two numbers of the header. If that is damaged, the first
    // frame tells: it is always one of them.
    let salts_at = if sound { 16 } else { HEADER + 8 };
    let salts = (be32(log, salts_at)?, be32(log, salts_at + 4)?);
    let mut before = vec![(be32(log, 24)?, be32(log, 28)?)];
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut previous_is_current = true;
    for frame in log.get(HEADER..)?.chunks_exact(FRAME_HEADER + PAGE_SIZE) {
        let (header, page) = frame.split_at(FRAME_HEADER);
        let stored = (be32(header, 16)?, be32(header, 20)?);
        let computed: Vec<Checksum> = before
            .iter()
            .map(|before| checksum(checksum(*before, &header[..8], big_endian), page, big_endian))
            .collect();
        let verified = computed.contains(&stored);
        let is_salted = (be32(header, 8)?, be32(header, 12)?) == salts;
        let is_current = is_salted || verified && previous_is_current;
        // If it was the checksum that was damaged, the next frame goes on from the right one, and vouches for this.
        let vouches = verified && computed.first() != Some(&stored);
        if vouches && let Some(previous) = frames.last_mut() {
            previous.verified = true;
        }
        if is_current {
            let (number, commits) = (be32(header, 0)?, be32(header, 4)? != 0);
            let plain = sound && is_salted && computed.first() == Some(&stored);
            frames.push(Frame { number, commits, page, verified, plain });
        }
        previous_is_current = is_current;
        before = [vec![stored], computed].concat();
        before.dedup();
        before.truncate(3);
    }
    Some(frames)
}

/// The checksum of a log, going on from another.
fn checksum((mut first, mut second): Checksum, bytes: &[u8], big_endian: bool) -> Checksum {
    let (words, _) = bytes.as_chunks::<4>();
    let read = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
    for pair in words.chunks_exact(2) {
        if let [one, other] = *pair {
            first = first.wrapping_add(read(one)).wrapping_add(second);
            second = second.wrapping_add(read(other)).wrapping_add(first);
        }
    }
    (first, second)
}

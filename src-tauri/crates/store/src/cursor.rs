//! Where the next page of a list begins.
//!
//! A page begins after a key, not at a number, so that it stays right while rows come and go: every record that
//! isn't changed meanwhile is met exactly once.

use serde::{Deserialize, Serialize};

use crate::{Query, StoreError};

/// The place in a list at which a page ended: plain letters and digits that mean something to the store only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor that came back from outside. Whether it is one shows when it is used.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The cursor as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The last record of a page, by what the list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Place {
    /// A time and an id, newest first.
    Time(i64, String),
    /// A folded name and an id.
    Name(String, String),
    /// How well it matches (0 best), a time and an id.
    Rank(u8, i64, String),
}

impl Place {
    /// The cursor for the page of `query` that begins after this place.
    pub(crate) fn cursor(&self, query: &Query) -> Result<Cursor, StoreError> {
        let bytes = serde_json::to_vec(&(query.fingerprint(), self))
            .map_err(|error| StoreError::Io(std::io::Error::other(error)))?;
        Ok(Cursor(bytes.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]).collect()))
    }

    /// The place that a cursor for `query` means.
    pub(crate) fn parse(cursor: &Cursor, query: &Query) -> Result<Self, StoreError> {
        let (pairs, rest) = cursor.0.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> =
            pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
        let bytes = bytes.filter(|_| rest.is_empty()).ok_or(StoreError::BadCursor)?;
        let (fingerprint, place): (u32, Self) =
            serde_json::from_slice(&bytes).map_err(|_| StoreError::BadCursor)?;
        if fingerprint == query.fingerprint() { Ok(place) } else { Err(StoreError::BadCursor) }
    }
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0')
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

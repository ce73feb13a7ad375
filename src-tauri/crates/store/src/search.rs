//! Search as you type, over names, tags, exercise names and descriptions.

use rusqlite::Connection;

use crate::StoreError;
use crate::fold::fold;

/// Columns in which all words must be found for a match to be as good as this: the first is the best.
const RANKS: [&str; 4] = ["{name} : ", "{name tags} : ", "{name tags exercises} : ", ""];

/// The query for what a person typed: every word must be found, as a prefix. `None` if there is no word in it.
pub(crate) fn expression(text: &str) -> Option<String> {
    let folded = fold(text);
    // Words have no quotes, nor anything else that the query language of FTS5 knows.
    let terms: Vec<String> = words(&folded).map(|word| format!("\"{word}\"*")).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// Adds the words of a folded text to those that the index gets.
pub(crate) fn push_words(index: &mut String, folded: &str) {
    for word in words(folded) {
        if !index.is_empty() {
            index.push(' ');
        }
        index.push_str(word);
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A set of records, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Numbers(Vec<u64>);

impl Numbers {
    pub(crate) fn insert(&mut self, num: i64) {
        let (word, bit) = Self::place(num);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    pub(crate) fn contains(&self, num: i64) -> bool {
        let (word, bit) = Self::place(num);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Keeps what is in both.
    pub(crate) fn intersect(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }

    /// Numbers of records are dense and small: one more than the highest, or one that became free.
    fn place(num: i64) -> (usize, u64) {
        let num = num.unsigned_abs();
        (usize::try_from(num / 64).unwrap_or(usize::MAX - 1), 1 << (num % 64))
    }
}

/// The records that match `expression`.
pub(crate) fn matches(connection: &Connection, expression: &str) -> Result<Numbers, StoreError> {
    ranked(connection, expression, "")
}

/// The records that match `expression`, as sets that grow from the best matches to all.
pub(crate) fn ranks(connection: &Connection, expression: &str) -> Result<Vec<Numbers>, StoreError> {
    RANKS.iter().map(|columns| ranked(connection, expression, columns)).collect()
}

fn ranked(connection: &Connection, expression: &str, columns: &str) -> Result<Numbers, StoreError> {
    let mut statement = connection.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
    let mut rows = statement.query([format!("{columns}({expression})")])?;
    let mut numbers = Numbers::default();
    while let Some(row) = rows.next()? {
        numbers.insert(row.get(0)?);
    }
    Ok(numbers)
}

//! The check of what is derived from documents: tags, exercises, links and the search index are held against ones
//! that are made anew. SQLite checks that each is well formed, not that it says what the documents say: with a wrong
//! bit in the search index nothing fails, but something isn't found any more.

use std::collections::BTreeSet;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::{Owner, StoreError, migrate, record, search, write};

/// The tables, each with everything in it in an order of its own.
const TABLES: [(&str, &str); 3] = [
    ("tags", "SELECT record, tag_key, kind, tag FROM tag ORDER BY record, tag_key"),
    ("exercises", "SELECT record, name_key, name FROM exercise ORDER BY record, name_key"),
    ("links", "SELECT record, kind, id FROM link ORDER BY record, kind, id"),
];

/// The longest prefix for which the search index has an index of its own, in letters.
const PREFIX: usize = 3;

/// Compares with what the documents of `connection` give.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let anew = anew(connection)?;
    for (what, sql) in TABLES {
        if !same_rows(connection, &anew, sql)? {
            return Err(StoreError::damaged(format!("the {what} aren't those of the documents")));
        }
    }
    for expression in expressions(&anew)? {
        if search::matches(connection, &expression)? != search::matches(&anew, &expression)? {
            return Err(StoreError::damaged(format!("a search for {expression} finds something else")));
        }
    }
    Ok(())
}

/// A database in memory that has nothing but what is derived from the documents of `connection`.
fn anew(connection: &Connection) -> Result<Connection, StoreError> {
    let mut anew = Connection::open_in_memory()?;
    migrate::migrate(&mut anew, &Owner::Anonymous)?;
    // The documents themselves stay where they are.
    anew.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
    let tx = anew.transaction()?;
    let mut statement = connection.prepare("SELECT num, kind, id, crc, body FROM record")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        let kind = record::kind(text(1)?)?;
        let body = record::decode(text(1)?, text(2)?, row.get(3)?, text(4)?)?;
        write::index(&tx, row.get(0)?, kind, &kind.index(&body))?;
    }
    tx.commit()?;
    Ok(anew)
}

fn same_rows(one: &Connection, other: &Connection, sql: &str) -> Result<bool, StoreError> {
    let (mut one, mut other) = (one.prepare(sql)?, other.prepare(sql)?);
    let (mut one, mut other) = (one.query([])?, other.query([])?);
    loop {
        match (one.next()?, other.next()?) {
            (None, None) => return Ok(true),
            (Some(one), Some(other)) if values(one)? == values(other)? => {}
            _ => return Ok(false),
        }
    }
}

fn values(row: &Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

/// Searches that together read the whole search index of `connection`: for every word, and for all that begin with
/// the same letters.
fn expressions(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    connection.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)")?;
    let mut expressions = BTreeSet::new();
    let mut statement = connection.prepare("SELECT term FROM temp.word")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let letters = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
        expressions.extend(letters.take(PREFIX).filter_map(|end| Some(format!("\"{}\"*", word.get(..end)?))));
        expressions.insert(format!("\"{word}\""));
    }
    Ok(expressions)
}

//! What the database is made of, for those who look for a fault in it: no document, no name, no id.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::migrate::SCHEMA;
use crate::{StoreError, View};

/// What the database is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The schema that this version writes; every open library has it.
    pub schema: u32,
    /// SQLite's version.
    pub sqlite: String,
    /// `ok`, or the first thing that SQLite's own check finds wrong with the pages.
    pub integrity: String,
    /// Bytes of the file, without what waits in its log.
    pub bytes: u64,
    /// Bytes of it that hold nothing.
    pub free_bytes: u64,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// The statements that made tables, indexes and triggers.
    pub statements: Vec<String>,
}

impl View<'_> {
    /// What the database is made of. It reads every page.
    pub fn describe(&self) -> Result<Description, StoreError> {
        self.watch(describe(self.connection()))
    }
}

fn describe(connection: &Connection) -> Result<Description, StoreError> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    let column = |sql: &str| -> Result<Vec<String>, StoreError> {
        let mut statement = connection.prepare(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    let mut rows = BTreeMap::new();
    for table in column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")? {
        rows.insert(table.clone(), number(&format!("SELECT count(*) FROM \"{table}\""))?);
    }
    let page = number("PRAGMA page_size")?;
    Ok(Description {
        schema: SCHEMA,
        sqlite: text("SELECT sqlite_version()")?,
        integrity: text("PRAGMA integrity_check(1)")?,
        bytes: page.saturating_mul(number("PRAGMA page_count")?),
        free_bytes: page.saturating_mul(number("PRAGMA freelist_count")?),
        rows,
        statements: column("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")?,
    })
}

//! What the store is measured against: the same rows in the same tables, written by plain prepared statements that
//! are handed every column ready made.

use std::path::Path;

use rusqlite::{Connection, params};

/// A record as it stands in the tables.
pub(crate) struct Row {
    kind: String,
    id: String,
    version: i64,
    created_at: i64,
    modified_at: i64,
    name_key: String,
    crc: i64,
    body: String,
    tags: Vec<(String, String)>,
    exercises: Vec<(String, String)>,
    /// name, tags, exercises, description
    search: [String; 4],
}

/// Reads the rows that the store has written, to write the same.
pub(crate) fn rows(connection: &Connection) -> Vec<Row> {
    let sql = "SELECT num, kind, id, version, created_at, modified_at, name_key, crc, body FROM record ORDER BY num";
    let mut statement = connection.prepare(sql).unwrap();
    let pairs = |sql: &str, num: i64| -> Vec<(String, String)> {
        let mut statement = connection.prepare_cached(sql).unwrap();
        statement
            .query_map([num], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let words = |pairs: &[(String, String)]| {
        let keys: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
        keys.join(" ").replace('-', " ")
    };
    let rows = statement.query_map([], |row| {
        let num = row.get(0)?;
        let tags = pairs("SELECT tag_key, tag FROM tag WHERE record = ?1", num);
        let exercises = pairs("SELECT name_key, name FROM exercise WHERE record = ?1", num);
        let body: String = row.get(8)?;
        let description = crate::documents::parse(&body)["description"].as_str().unwrap().to_lowercase();
        let name_key: String = row.get(6)?;
        let search = [name_key.clone(), words(&tags), words(&exercises), description.replace([',', '.'], "")];
        Ok(Row {
            kind: row.get(1)?,
            id: row.get(2)?,
            version: row.get(3)?,
            created_at: row.get(4)?,
            modified_at: row.get(5)?,
            name_key,
            crc: row.get(7)?,
            body,
            tags,
            exercises,
            search,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// A database with the store's tables and settings.
pub(crate) fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.set_prepared_statement_cache_capacity(96);
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA cell_size_check = ON;
             PRAGMA cache_size = -16384;
             PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 33554432;
             PRAGMA wal_autocheckpoint = 2000;",
        )
        .unwrap();
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    if tables == 0 {
        connection.execute_batch(include_str!("../../src/migrations/0001.sql")).unwrap();
        connection.execute_batch(include_str!("../../src/migrations/0002.sql")).unwrap();
        connection.execute_batch(include_str!("../../src/migrations/0003.sql")).unwrap();
        connection.execute_batch(include_str!("../../src/migrations/0004.sql")).unwrap();
        connection.execute_batch(include_str!("../../src/migrations/0005.sql")).unwrap();
    }
    connection
}

/// What else a transaction writes of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Nothing,
    /// It is to be sent.
    Queue,
    /// The server has it.
    Mirror,
}

/// Writes new records with their history, in one transaction.
pub(crate) fn import(connection: &Connection, rows: &[Row], beside: Beside) {
    let sql = |sql| connection.prepare_cached(sql).unwrap();
    transaction(connection, "import", |change| {
        for row in rows {
            history(connection, change, row, "created", None);
            sql("INSERT INTO record (kind, id, version, created_at, modified_at, name_key, crc, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .execute(params![
                row.kind,
                row.id,
                row.version,
                row.created_at,
                row.modified_at,
                row.name_key,
                row.crc,
                row.body
            ])
            .unwrap();
            index(connection, connection.last_insert_rowid(), row);
            write_beside(connection, row, beside);
        }
    });
}

/// Writes records in others' place, with their history, in one transaction: each with its number and what it was.
pub(crate) fn edit(connection: &Connection, edits: &[(i64, &Row, &Row)], beside: Beside) {
    transaction(connection, "edit", |change| {
        for (num, before, row) in edits {
            history(connection, change, before, "edited", Some(&before.body));
            replace(connection, *num, row);
            write_beside(connection, row, beside);
        }
    });
}

fn transaction(connection: &Connection, op: &str, write: impl FnOnce(i64)) {
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
        .prepare_cached("INSERT INTO change (op, at, state) VALUES (?1, ?2, 'done')")
        .unwrap()
        .execute(params![op, 1])
        .unwrap();
    write(connection.last_insert_rowid());
    connection.execute_batch("COMMIT").unwrap();
}

fn write_beside(connection: &Connection, row: &Row, beside: Beside) {
    let sql = |sql| connection.prepare_cached(sql).unwrap();
    match beside {
        Beside::Nothing => {}
        Beside::Queue => {
            sql("INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before)
                 VALUES (?1, ?2, 'upsert', 1, 1, 0, 0)
                 ON CONFLICT (kind, id) DO UPDATE SET generation = generation + 1, queued_at = excluded.queued_at")
            .execute(params![row.kind, row.id])
            .unwrap();
        }
        Beside::Mirror => {
            sql("INSERT INTO mirror (kind, id, update_time, crc, body) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (kind, id) DO UPDATE SET update_time = excluded.update_time, crc = excluded.crc,
                 body = excluded.body")
            .execute(params![row.kind, row.id, "2026-01-02T03:04:05.678901Z", row.crc, row.body])
            .unwrap();
        }
    }
}

/// Writes a record in another's place.
fn replace(connection: &Connection, num: i64, row: &Row) {
    let sql = |sql| connection.prepare_cached(sql).unwrap();
    sql("UPDATE record SET version = ?2, created_at = ?3, modified_at = ?4, name_key = ?5, crc = ?6, body = ?7
         WHERE num = ?1")
    .execute(params![num, row.version, row.created_at, row.modified_at, row.name_key, row.crc, row.body])
    .unwrap();
    for delete in [
        "DELETE FROM tag WHERE record = ?1",
        "DELETE FROM exercise WHERE record = ?1",
        "DELETE FROM search WHERE rowid = ?1",
    ] {
        sql(delete).execute([num]).unwrap();
    }
    index(connection, num, row);
}

fn history(connection: &Connection, change: i64, row: &Row, why: &str, body: Option<&str>) {
    connection
        .prepare_cached(
            "INSERT INTO history (change_id, kind, id, why, at, crc, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .unwrap()
        .execute(params![change, row.kind, row.id, why, 1, row.crc, body])
        .unwrap();
}

fn index(connection: &Connection, num: i64, row: &Row) {
    let sql = |sql| connection.prepare_cached(sql).unwrap();
    for (key, tag) in &row.tags {
        sql("INSERT INTO tag (record, tag_key, kind, tag) VALUES (?1, ?2, ?3, ?4)")
            .execute(params![num, key, row.kind, tag])
            .unwrap();
    }
    for (key, name) in &row.exercises {
        sql("INSERT INTO exercise (record, name_key, name) VALUES (?1, ?2, ?3)")
            .execute(params![num, key, name])
            .unwrap();
    }
    let [name, tags, exercises, description] = &row.search;
    sql("INSERT INTO search (rowid, name, tags, exercises, description) VALUES (?1, ?2, ?3, ?4, ?5)")
        .execute(params![num, name, tags, exercises, description])
        .unwrap();
}

/// The bodies of the first page, the last changed first.
pub(crate) fn first_page(connection: &Connection) -> Vec<String> {
    let sql = "SELECT body FROM record WHERE kind = 'workout' ORDER BY modified_at DESC, id DESC LIMIT 50";
    bodies(connection, sql, [])
}

/// The bodies of the first page of a search, the last changed first, and how many match.
pub(crate) fn search(connection: &Connection, expression: &str) -> (Vec<String>, i64) {
    let sql = "SELECT body FROM search JOIN record ON record.num = search.rowid
               WHERE search MATCH ?1 AND kind = 'workout' ORDER BY modified_at DESC, id DESC LIMIT 50";
    let count = "SELECT count(*) FROM search JOIN record ON record.num = search.rowid
                 WHERE search MATCH ?1 AND kind = 'workout'";
    let mut statement = connection.prepare_cached(count).unwrap();
    (bodies(connection, sql, [expression]), statement.query_row([expression], |row| row.get(0)).unwrap())
}

fn bodies(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Vec<String> {
    let mut statement = connection.prepare_cached(sql).unwrap();
    statement.query_map(params, |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

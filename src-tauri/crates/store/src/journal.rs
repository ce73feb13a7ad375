//! The journal of account migrations: which runs there were, how far each is, and what has become of each record.
//!
//! It stands in the library that the records are moved into, so that a run's records and what the journal says of
//! them are written in one transaction: see [`Tx::begin_run`]. The journal is no record. To write it leaves nothing
//! to undo, nothing in history and nothing to be sent.

use model::migration::{Fate, Journal, Migrated, Step, Verdict};
use model::sync::Pending;
use model::{Body, Kind, Millis, RecordKey};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use crate::record::{self, checksum};
use crate::write::encode;
use crate::{StoreError, Tx, View, view};

/// The columns of a [`Journal`].
const RUNS: &str = "SELECT run, step, started_at, changed_at, detail FROM migration";

/// The columns of a [`Migrated`], of the run `?1`.
const MIGRATED: &str = "SELECT kind, id, verdict, fate, source, written, crc, former FROM migrated
    WHERE migration_id = (SELECT migration_id FROM migration WHERE run = ?1)";

/// How many records of a run compared so, and became that.
type Count = ((Kind, Verdict, Fate), u64);

impl View<'_> {
    /// The runs that there were, the newest first.
    pub fn runs(&self) -> Result<Vec<Journal>, StoreError> {
        self.watch(runs(self.connection()))
    }

    /// The run of this name, if there is one.
    pub fn run(&self, run: &str) -> Result<Option<Journal>, StoreError> {
        self.watch(find_run(self.connection(), run))
    }

    /// Records that a run is about, in the order of their keys: the first `limit` of those after the key `after`.
    pub fn migrated(
        &self,
        run: &str,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<Migrated>, StoreError> {
        self.watch(migrated(self.connection(), run, ("", &[]), after, limit))
    }

    /// The same of those with a fate.
    pub fn of_fate(
        &self,
        run: &str,
        fate: Fate,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<Migrated>, StoreError> {
        let only = ("AND fate = ?5", &[&fate.as_str() as &dyn ToSql] as &[_]);
        self.watch(migrated(self.connection(), run, only, after, limit))
    }

    /// One of the records that a run is about.
    pub fn one_migrated(&self, run: &str, key: &RecordKey) -> Result<Option<Migrated>, StoreError> {
        self.watch(one_migrated(self.connection(), run, key))
    }

    /// How many records a run is about, by kind, how they compared and what has become of them. What there is none of
    /// is left out.
    pub fn count_migrated(&self, run: &str) -> Result<Vec<Count>, StoreError> {
        self.watch(count_migrated(self.connection(), run))
    }

    /// Whether a run has taken care of a record when the anonymous library had this very content of it, given by its
    /// digest, and that still holds: it doesn't if the run was cancelled, or if its rollback took the record back.
    pub fn moved_before(&self, key: &RecordKey, source: &str) -> Result<bool, StoreError> {
        self.watch(moved_before(self.connection(), key, source))
    }

    /// How many of the records that a run wrote have an unsent change: the run's, or one made since.
    pub fn unsent_of_run(&self, run: &str) -> Result<Pending, StoreError> {
        self.watch(unsent(self.connection(), run))
    }
}

impl Tx<'_> {
    /// Notes that a run has begun; [`StoreError::RunExists`] if there is one of this name.
    pub fn begin_run(&self, journal: &Journal) -> Result<(), StoreError> {
        self.watch(begin(self.connection(), journal))
    }

    /// Notes how far a run is; [`StoreError::NoRun`] if there is none.
    pub fn set_run(&self, run: &str, step: Step, detail: &Body) -> Result<(), StoreError> {
        self.watch(set(self.connection(), run, step, self.now, detail))
    }

    /// Notes all that there is to a record that a run is about, whether it was noted before or not;
    /// [`StoreError::NoRun`] if there is no such run.
    pub fn put_migrated(&self, run: &str, migrated: &Migrated) -> Result<(), StoreError> {
        self.watch(put(self.connection(), run, migrated))
    }

    /// Notes what has become of a record; `false` if the run isn't about it.
    pub fn set_fate(&self, run: &str, key: &RecordKey, fate: Fate) -> Result<bool, StoreError> {
        self.watch(set_fate(self.connection(), run, key, fate))
    }
}

fn runs(connection: &Connection) -> Result<Vec<Journal>, StoreError> {
    let sql = format!("{RUNS} ORDER BY migration_id DESC");
    view::rows(connection, &sql, [], |row| Ok(journal_from(row)))?.into_iter().collect()
}

fn find_run(connection: &Connection, run: &str) -> Result<Option<Journal>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUNS} WHERE run = ?1"))?;
    statement.query_row([run], |row| Ok(journal_from(row))).optional()?.transpose()
}

/// Kind by kind, so that keys are in our order and not in that of SQL's words. It leaves out kinds that only a newer
/// version knows: there is nothing to be done about them here. `only`: a further condition, with its parameters from
/// the fifth on.
fn migrated(
    connection: &Connection,
    run: &str,
    only: (&str, &[&dyn ToSql]),
    after: Option<&RecordKey>,
    limit: usize,
) -> Result<Vec<Migrated>, StoreError> {
    let mut page = Vec::new();
    for kind in Kind::ALL {
        let (beyond, id) = match after {
            Some(after) if after.kind > kind => continue,
            Some(after) if after.kind == kind => (">", after.id.as_str()),
            _ => (">=", ""),
        };
        let sql = format!("{MIGRATED} AND kind = ?2 AND id {beyond} ?3 {} ORDER BY id LIMIT ?4", only.0);
        let most = i64::try_from(limit - page.len()).unwrap_or(i64::MAX);
        let kind = kind.as_str();
        let params: [&dyn ToSql; 4] = [&run, &kind, &id, &most];
        for row in view::rows(connection, &sql, &*[&params, only.1].concat(), |row| Ok(migrated_from(row)))? {
            page.push(row?);
        }
    }
    Ok(page)
}

fn one_migrated(connection: &Connection, run: &str, key: &RecordKey) -> Result<Option<Migrated>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{MIGRATED} AND kind = ?2 AND id = ?3"))?;
    let found = statement.query_row([run, key.kind.as_str(), &key.id], |row| Ok(migrated_from(row)));
    found.optional()?.transpose()
}

fn count_migrated(connection: &Connection, run: &str) -> Result<Vec<Count>, StoreError> {
    let sql = "SELECT kind, verdict, fate, count(*) FROM migrated
               WHERE migration_id = (SELECT migration_id FROM migration WHERE run = ?1)
               GROUP BY kind, verdict, fate";
    let count = |row: &Row<'_>| -> Result<Option<Count>, StoreError> {
        let (word, number): (String, u64) = (row.get(0)?, row.get(3)?);
        let (verdict, fate) = (verdict(row, 1)?, fate(row, 2)?);
        Ok(Kind::parse(&word).map(|kind| ((kind, verdict, fate), number)))
    };
    let counts: Result<Vec<_>, _> = view::rows(connection, sql, [run], |row| Ok(count(row)))?
        .into_iter()
        .filter_map(Result::transpose)
        .collect();
    let mut counts = counts?;
    counts.sort_unstable();
    Ok(counts)
}

/// That an earlier run has moved it is no evidence of its own: it holds as long as that run's does.
fn moved_before(connection: &Connection, key: &RecordKey, source: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM migrated JOIN migration USING (migration_id)
               WHERE kind = ?1 AND id = ?2 AND source = ?3 AND verdict <> 'moved_before' AND CASE
                   WHEN step IN ('copied', 'uploaded', 'finished') THEN fate <> 'taken_back'
                   WHEN step IN ('rolling_back', 'rolled_back') THEN fate IN ('kept_changed', 'kept_used')
                   ELSE 0 END
               LIMIT 1";
    Ok(connection.prepare_cached(sql)?.exists([key.kind.as_str(), &key.id, source])?)
}

fn unsent(connection: &Connection, run: &str) -> Result<Pending, StoreError> {
    // From the queue to the run's records, since the queue is empty in the end and asked all the time.
    let sql = "SELECT count(*) - count(refused_reason), count(refused_reason)
               FROM queue CROSS JOIN migrated USING (kind, id)
               WHERE migration_id = (SELECT migration_id FROM migration WHERE run = ?1) AND written IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([run], |row| Ok(Pending { pending: row.get(0)?, refused: row.get(1)? }))?)
}

fn begin(connection: &Connection, journal: &Journal) -> Result<(), StoreError> {
    let Journal { run, step, started_at, changed_at, detail } = journal;
    let inserted = connection
        .prepare_cached(
            "INSERT INTO migration (run, step, started_at, changed_at, detail) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (run) DO NOTHING",
        )?
        .execute(params![run, step.as_str(), started_at, changed_at, encode(detail)?])?;
    fault!("journal.run");
    if inserted == 0 { Err(StoreError::RunExists(run.clone())) } else { Ok(()) }
}

fn set(connection: &Connection, run: &str, step: Step, now: Millis, detail: &Body) -> Result<(), StoreError> {
    let set = connection
        .prepare_cached("UPDATE migration SET step = ?2, changed_at = ?3, detail = ?4 WHERE run = ?1")?
        .execute(params![run, step.as_str(), now, encode(detail)?])?;
    fault!("journal.run");
    if set == 0 { Err(no_run(run)) } else { Ok(()) }
}

fn put(connection: &Connection, run: &str, migrated: &Migrated) -> Result<(), StoreError> {
    let Migrated { key, verdict, fate, source, written, former } = migrated;
    let kind = key.kind.as_str();
    let former = former.as_ref().map(encode).transpose()?;
    let crc = former.as_deref().map(|text| checksum(kind, &key.id, Some(text)));
    let put = connection
        .prepare_cached(
            "INSERT INTO migrated (migration_id, kind, id, verdict, fate, source, written, crc, former)
             SELECT migration_id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM migration WHERE run = ?1
             ON CONFLICT (migration_id, kind, id) DO UPDATE SET verdict = excluded.verdict, fate = excluded.fate,
             source = excluded.source, written = excluded.written, crc = excluded.crc, former = excluded.former",
        )?
        .execute(params![run, kind, key.id, verdict.as_str(), fate.as_str(), source, written, crc, former])?;
    fault!("journal.migrated");
    if put == 0 { Err(no_run(run)) } else { Ok(()) }
}

fn set_fate(connection: &Connection, run: &str, key: &RecordKey, fate: Fate) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "UPDATE migrated SET fate = ?4
             WHERE migration_id = (SELECT migration_id FROM migration WHERE run = ?1) AND kind = ?2 AND id = ?3",
        )?
        .execute([run, key.kind.as_str(), &key.id, fate.as_str()])?;
    fault!("journal.fate");
    Ok(changed > 0)
}

/// Reads the whole journal, with the checksums in it.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    runs(connection)?;
    let sql = "SELECT kind, id, verdict, fate, source, written, crc, former FROM migrated";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match migrated_from(row) {
            Ok(_) | Err(StoreError::UnknownKind(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn journal_from(row: &Row<'_>) -> Result<Journal, StoreError> {
    let run: String = row.get(0)?;
    let detail = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
    let detail = serde_json::from_str(detail);
    Ok(Journal {
        step: word(row, 1, Step::parse)?,
        started_at: row.get(2)?,
        changed_at: row.get(3)?,
        detail: detail.map_err(|error| StoreError::damaged(format!("the journal of run {run}: {error}")))?,
        run,
    })
}

fn migrated_from(row: &Row<'_>) -> Result<Migrated, StoreError> {
    let (kind, id): (String, String) = (row.get(0)?, row.get(1)?);
    let former = match (row.get(6)?, row.get_ref(7)?.as_str_or_null().map_err(rusqlite::Error::from)?) {
        (None, None) => None,
        (Some(crc), Some(text)) => Some(record::decode(&kind, &id, crc, text)?),
        _ => return Err(StoreError::damaged(format!("the journal has half of what {kind} {id} was"))),
    };
    let (verdict, fate) = (verdict(row, 2)?, fate(row, 3)?);
    let key = RecordKey { kind: record::kind(&kind)?, id };
    Ok(Migrated { key, verdict, fate, source: row.get(4)?, written: row.get(5)?, former })
}

fn verdict(row: &Row<'_>, column: usize) -> Result<Verdict, StoreError> {
    word(row, column, Verdict::parse)
}

fn fate(row: &Row<'_>, column: usize) -> Result<Fate, StoreError> {
    word(row, column, Fate::parse)
}

fn word<T>(row: &Row<'_>, column: usize, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
    let word = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    parse(word).ok_or_else(|| StoreError::damaged(format!("the journal says {word:?}")))
}

fn no_run(run: &str) -> StoreError {
    StoreError::NoRun(run.to_owned())
}

//! Brings a database to the schema of this version, one numbered step at a time, all in one transaction.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::connection::APPLICATION_ID;
use crate::record::checksum;
use crate::{Foreign, Owner, StoreError};

/// The steps in order; step `n` makes schema `n` of schema `n - 1`. A step that was released is never changed.
const STEPS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
];

/// The schema of this version.
pub(crate) const SCHEMA: u32 = {
    assert!(STEPS.len() < 1_000, "schemas are numbered with four digits");
    #[expect(clippy::cast_possible_truncation, reason = "asserted above")]
    let schema = STEPS.len() as u32;
    schema
};

/// The word for this application in [`Identity`].
const APPLICATION: &str = "ghost-gym";

/// What the database says it is.
#[derive(Debug)]
pub(crate) struct Identity {
    application: String,
    schema: u32,
    owner: String,
    crc: u32,
}

impl Identity {
    pub(crate) fn new(schema: u32, owner: &str) -> Self {
        Self { application: APPLICATION.into(), schema, owner: owner.into(), crc: Self::sum(schema, owner) }
    }

    /// An identity read from a row; `None` if the row is none, or damaged.
    pub(crate) fn from_row(application: &str, schema: i64, owner: &str, crc: i64) -> Option<Self> {
        let identity = Self::new(u32::try_from(schema).ok()?, owner);
        (application == APPLICATION && crc == i64::from(identity.crc)).then_some(identity)
    }

    /// The owner's word, as in [`Owner`].
    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    /// The schema.
    pub(crate) fn schema(&self) -> u32 {
        self.schema
    }

    fn sum(schema: u32, owner: &str) -> u32 {
        checksum(APPLICATION, &schema.to_string(), Some(owner))
    }

    pub(crate) fn write(&self, connection: &Connection) -> Result<(), StoreError> {
        connection.execute(
            "INSERT OR REPLACE INTO identity (num, application, schema, owner, crc) VALUES (1, ?1, ?2, ?3, ?4)",
            params![self.application, self.schema, self.owner, self.crc],
        )?;
        Ok(())
    }
}

/// The highest schema that a header is believed to mean; a higher number is damage.
const PLAUSIBLE: u32 = 9_999;

/// Checks that the file is this owner's library, or a new one, and brings it to the newest schema.
pub(crate) fn migrate(connection: &mut Connection, owner: &Owner) -> Result<(), StoreError> {
    if found(connection, owner)? == SCHEMA {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    // Another process may have been faster.
    let found = found(&tx, owner)?;
    step_up(&tx, found)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    Identity::new(SCHEMA, owner.as_str()).write(&tx)?;
    fault!("migrate");
    tx.commit()?;
    fault!("migrated");
    Ok(())
}

/// Lays out an empty database as every library began: what later steps added stands in no certain place.
pub(crate) fn lay_out_first(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(STEPS[0])?)
}

fn step_up(connection: &Connection, found: u32) -> Result<(), StoreError> {
    for (step, sql) in (1..=SCHEMA).zip(STEPS).filter(|(step, _)| *step > found) {
        connection.execute_batch(sql)?;
        connection.pragma_update(None, "user_version", step)?;
    }
    Ok(())
}

/// The schema of the file, 0 for one without any content. Header and identity row must agree, else the file is
/// damaged, or not ours: which of the two, salvage tells. But a header that says "newer" is believed: to ask for a
/// newer app costs less than to lay out anew what only that can read.
fn found(connection: &Connection, owner: &Owner) -> Result<u32, StoreError> {
    let header = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application_id, user_version) = (header("application_id")?, header("user_version")?);
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if (application_id, user_version, tables) == (0, 0, 0) {
        return Ok(0);
    }
    if application_id == APPLICATION_ID
        && let Ok(found) = u32::try_from(user_version)
        && (SCHEMA + 1..=PLAUSIBLE).contains(&found)
    {
        return Err(StoreError::NewerSchema { found, known: SCHEMA });
    }
    let identity = if has_identity(connection)? { identity(connection)? } else { None };
    let identity = identity.ok_or_else(|| StoreError::damaged("the database doesn't say what it is"))?;
    if application_id != APPLICATION_ID || i64::from(user_version) != i64::from(identity.schema) {
        return Err(StoreError::damaged("the header doesn't fit the database"));
    }
    if identity.schema > SCHEMA {
        return Err(StoreError::NewerSchema { found: identity.schema, known: SCHEMA });
    }
    if identity.owner != owner.as_str() {
        return Err(StoreError::NotOurs(Foreign::Owner));
    }
    Ok(identity.schema)
}

fn has_identity(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM pragma_table_info('identity') WHERE name IN ('application', 'schema', 'owner', 'crc')";
    Ok(connection.query_row(sql, [], |row| row.get::<_, u32>(0))? == 4)
}

fn identity(connection: &Connection) -> Result<Option<Identity>, StoreError> {
    let row = connection
        .query_row("SELECT application, schema, owner, crc FROM identity", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(row
        .and_then(|(application, schema, owner, crc)| Identity::from_row(&application, schema, &owner, crc)))
}

/// Whether the schema is this version's still: another process may have brought it to a newer one meanwhile.
pub(crate) fn unchanged(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("PRAGMA user_version")?;
    let found: u32 = statement.query_row([], |row| row.get(0))?;
    if found == SCHEMA { Ok(()) } else { Err(StoreError::NewerSchema { found, known: SCHEMA }) }
}

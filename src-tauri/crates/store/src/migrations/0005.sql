-- Runs have names, which the documents that they move carry, too. No version has written any run yet; what stands here
-- all the same gets a name of its own, so that names stay unique.
ALTER TABLE migration ADD COLUMN run TEXT NOT NULL DEFAULT '';
UPDATE migration SET run = 'migration-' || migration_id;
CREATE UNIQUE INDEX migration_by_run ON migration (run);

-- What a run is about: each record of the anonymous library, how it compared, and what has become of it. `source` is a
-- digest of what the anonymous library had, `written` of what the run wrote; none: it wrote nothing. `former` is the
-- document that the account had, with its checksum, if the run has changed it.
CREATE TABLE migrated (
    migration_id INTEGER NOT NULL REFERENCES migration (migration_id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    fate TEXT NOT NULL,
    source TEXT NOT NULL,
    written TEXT,
    crc INTEGER,
    former TEXT,
    PRIMARY KEY (migration_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX migrated_by_record ON migrated (kind, id, source);

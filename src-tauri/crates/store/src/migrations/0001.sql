-- What the database is and whose. One row; kept in step with `user_version`, so that a damaged header shows.
CREATE TABLE identity (
    num INTEGER PRIMARY KEY NOT NULL CHECK (num = 1),
    application TEXT NOT NULL,
    schema INTEGER NOT NULL,
    owner TEXT NOT NULL,
    crc INTEGER NOT NULL
) STRICT;

-- What the user sees. `body` is the JSON document; every other column is read from it, or a checksum of it.
CREATE TABLE record (
    num INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    crc INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT;
CREATE INDEX record_by_modified ON record (kind, modified_at, id);
CREATE INDEX record_by_created ON record (kind, created_at, id);
CREATE INDEX record_by_name ON record (kind, name_key, id);

-- Indexes of record that it takes a row each to hold.
CREATE TABLE tag (
    record INTEGER NOT NULL REFERENCES record (num) ON DELETE CASCADE,
    tag_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (record, tag_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_key ON tag (kind, tag_key, tag);

CREATE TABLE exercise (
    record INTEGER NOT NULL REFERENCES record (num) ON DELETE CASCADE,
    name_key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (record, name_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX exercise_by_key ON exercise (name_key, name);

CREATE TABLE link (
    record INTEGER NOT NULL REFERENCES record (num) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (record, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_target ON link (kind, id);

-- Holds no text, only which record (rowid) has which words. Texts are folded and taken apart before they come
-- here, so the tokenizer is told to part them at spaces and nothing else.
CREATE VIRTUAL TABLE search USING fts5 (
    name, tags, exercises, description,
    content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C* Zl Zp'"
);

-- One row per transaction that changed records.
-- done: stands, can be undone. undone: taken back, can be redone. kept: stands for good. void: taken back for good.
CREATE TABLE change (
    change_id INTEGER PRIMARY KEY NOT NULL,
    op TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'kept', 'void'))
) STRICT;
CREATE INDEX change_open ON change (state, change_id) WHERE state IN ('done', 'undone');

-- What each record was before a change (while the change is undone: after it). No body: there was no such record.
CREATE TABLE history (
    history_id INTEGER PRIMARY KEY NOT NULL,
    change_id INTEGER NOT NULL REFERENCES change (change_id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    body TEXT
) STRICT;
CREATE INDEX history_by_record ON history (kind, id);
CREATE INDEX history_by_change ON history (change_id);

-- The last state known to be on the server: the base of every merge.
CREATE TABLE mirror (
    num INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    update_time TEXT NOT NULL,
    crc INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT;

-- One row per record with an unsent change; only in an account's library.
CREATE TABLE queue (
    num INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('upsert', 'delete')),
    generation INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    refused_reason TEXT,
    UNIQUE (kind, id)
) STRICT;

-- Per kind: how far the server's changes are applied.
CREATE TABLE cursor (
    kind TEXT PRIMARY KEY NOT NULL,
    applied_until TEXT NOT NULL,
    resume_token BLOB
) STRICT;

-- The journal of moves from the anonymous library to an account.
CREATE TABLE migration (
    migration_id INTEGER PRIMARY KEY NOT NULL,
    step TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- What was found each time a damaged library was rebuilt: a report as JSON.
CREATE TABLE salvage (
    at INTEGER PRIMARY KEY NOT NULL,
    report TEXT NOT NULL
) STRICT;

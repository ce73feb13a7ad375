-- What merges decided against somebody, until a person has looked at it. `lost` is what gave way, as JSON; `ours` and
-- `theirs` are the rows of history that have the versions of which something gave way.
CREATE TABLE conflict (
    conflict_id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    lost TEXT NOT NULL,
    ours INTEGER,
    theirs INTEGER
) STRICT;

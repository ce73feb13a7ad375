-- By what name this copy of the library writes to the server.
CREATE TABLE device (
    num INTEGER PRIMARY KEY NOT NULL CHECK (num = 1),
    device_id TEXT NOT NULL
) STRICT;
INSERT INTO device (num, device_id) VALUES (1, lower(hex(randomblob(8))));

-- Writes that were given out to be sent, as long as the server may hold them unknown to us. `body` is what an upsert
-- wrote; none: the record as it is still.
CREATE TABLE sent (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    op_id TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('upsert', 'delete')),
    crc INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (kind, id, generation),
    FOREIGN KEY (kind, id) REFERENCES queue (kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- When the server was last known not to have a document: what is older than that doesn't bring it back.
CREATE TABLE tombstone (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    deleted_at TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Of the query that the resume token belongs to: since when it asks; none: for all. And whether nothing was missed.
ALTER TABLE cursor ADD COLUMN since TEXT;
ALTER TABLE cursor ADD COLUMN complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1));

-- What would take a walk through the queue to count, and the last generation given out: none is given out twice.
CREATE TABLE tally (
    num INTEGER PRIMARY KEY NOT NULL CHECK (num = 1),
    pending INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO tally (num, pending, refused, generation)
SELECT 1, count(*) FILTER (WHERE refused_reason IS NULL), count(refused_reason), coalesce(max(generation), 0)
FROM queue;

CREATE TRIGGER queue_insert AFTER INSERT ON queue BEGIN
    UPDATE tally SET pending = pending + (NEW.refused_reason IS NULL),
        refused = refused + (NEW.refused_reason IS NOT NULL);
END;
CREATE TRIGGER queue_delete AFTER DELETE ON queue BEGIN
    UPDATE tally SET pending = pending - (OLD.refused_reason IS NULL),
        refused = refused - (OLD.refused_reason IS NOT NULL);
END;
CREATE TRIGGER queue_update AFTER UPDATE OF refused_reason ON queue
WHEN (OLD.refused_reason IS NULL) <> (NEW.refused_reason IS NULL) BEGIN
    UPDATE tally SET pending = pending - (OLD.refused_reason IS NULL) + (NEW.refused_reason IS NULL),
        refused = refused - (OLD.refused_reason IS NOT NULL) + (NEW.refused_reason IS NOT NULL);
END;

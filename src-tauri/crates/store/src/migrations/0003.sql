-- Which writes are known to have been in what was deleted: an object, device to op. Its tombstone said so, or nobody
-- having looked for one, the mirror did. Tombstones that are known already are heard again, so that they say it.
ALTER TABLE tombstone ADD COLUMN seen TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tombstone ADD COLUMN looked_at TEXT;
DELETE FROM cursor WHERE kind = 'tombstone';

-- When a change was put off until `not_before`: if it is earlier than that now, the clock went back since, and nobody
-- knows how long it has waited. What waits now is due at once.
ALTER TABLE queue ADD COLUMN postponed_at INTEGER NOT NULL DEFAULT 0;
UPDATE queue SET not_before = 0;

-- Which writes are known to have been in what was deleted: an object, device to op. Its tombstone said so, or nobody
-- having looked for one, the mirror did. Tombstones that are known already are heard again, so that they say it.
ALTER TABLE tombstone ADD COLUMN seen TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tombstone ADD COLUMN looked_at TEXT;
DELETE FROM cursor WHERE kind = 'tombstone';

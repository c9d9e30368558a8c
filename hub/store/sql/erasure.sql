-- name: report_keys
-- A process has these keys in memory. $1 process, $2 key names.
INSERT INTO key_report (process, at, keys) VALUES ($1, clock_timestamp(), $2)
ON CONFLICT (process) DO UPDATE SET at = excluded.at, keys = excluded.keys;

-- name: report_alive
-- A process still has the keys that it reported. $1 process.
UPDATE key_report SET at = clock_timestamp() WHERE process = $1;

-- name: forget_process
-- A process has ended. $1 process.
DELETE FROM key_report WHERE process = $1;

-- name: read_holders
-- Processes heard of within $2 that still report the key $1.
SELECT process FROM key_report WHERE $1 = ANY (keys) AND at > clock_timestamp() - $2::interval;

-- name: read_kept
-- Messages that the key $1 wraps, for a change of it, oldest first. $2 how many.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message
WHERE key = $1 AND wrapped IS NOT NULL ORDER BY index LIMIT $2 FOR UPDATE SKIP LOCKED;

-- name: read_plain
-- Messages from before records were encrypted. $1 how many.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message
WHERE key IS NULL ORDER BY index LIMIT $1 FOR UPDATE SKIP LOCKED;

-- name: read_at
-- Messages at these places, in their order, for a change of them. $1 indexes.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message
WHERE index = ANY ($1::bigint[]) ORDER BY index FOR UPDATE;

-- name: is_empty
-- Whether the key $1 wraps nothing any more.
SELECT NOT EXISTS (SELECT FROM message WHERE key = $1 AND wrapped IS NOT NULL);

-- name: rewrap
-- The data keys of these messages are wrapped by another key; the ciphertext stays. $1 indexes, $2 keys, $3 wrapped.
UPDATE message SET key = new.key, wrapped = new.wrapped
FROM unnest($1::bigint[], $2::text[], $3::bytea[]) AS new (index, key, wrapped)
WHERE message.index = new.index AND message.wrapped IS NOT NULL;

-- name: encrypt_plain
-- Messages from before records were encrypted, encrypted. $1 indexes, $2 keys, $3 wrapped, $4 bodies.
UPDATE message SET key = new.key, wrapped = new.wrapped, body = new.body
FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[]) AS new (index, key, wrapped, body)
WHERE message.index = new.index AND message.key IS NULL;

-- name: erase
-- Erase these messages: their data keys, their ciphertext, their tokens. Only those whose digest is the one named: after
-- a restore another message may stand at the same place. $1 indexes, $2 digests, $3 the key under which they were due (in
-- a restored database they may be under an earlier one). Returns what was erased.
WITH gone AS (
  UPDATE message SET wrapped = NULL, body = ''::bytea, key = $3
  FROM unnest($1::bigint[], $2::bytea[]) AS old (index, sha256)
  WHERE message.index = old.index AND message.sha256 = old.sha256
    AND (message.wrapped IS NOT NULL OR message.key IS NULL)
  RETURNING message.index
), tokens AS (
  DELETE FROM blind_index USING gone WHERE blind_index.index = gone.index
)
INSERT INTO erasure (index, key) SELECT index, $3 FROM gone ON CONFLICT DO NOTHING RETURNING index;

-- name: read_erased
-- Which messages from $1 up to, not including, $2 were erased.
SELECT index FROM erasure WHERE index >= $1 AND index < $2 ORDER BY index;

-- name: count_erased
-- How many messages were erased under the key $1.
SELECT count(*) FROM erasure WHERE key = $1;

-- name: read_journal_position
-- Up to which byte the erasure journal was followed, locked for following more.
SELECT position FROM erasure_journal FOR UPDATE;

-- name: move_journal_position
-- The erasure journal was followed up to the byte $1.
UPDATE erasure_journal SET position = $1 WHERE position < $1;

-- name: end_key
-- Nothing is wrapped by the key $1 any more; $2 messages were erased under it. $3 shift of the training clock.
INSERT INTO key_end (key, emptied, erased) VALUES ($1, clock_timestamp() + $3::interval, $2) ON CONFLICT DO NOTHING;

-- name: read_ended_keys
-- Keys that ended and are not settled: when they were emptied and destroyed, how much was erased under them.
SELECT key, emptied, erased, destroyed FROM key_end WHERE index IS NULL AND NOT (destroyed IS NOT NULL AND erased = 0)
ORDER BY key;

-- name: read_ended_names
-- The keys that ended.
SELECT key FROM key_end;

-- name: reopen_key
-- Something is wrapped by the key $1 again.
DELETE FROM key_end WHERE key = $1 AND destroyed IS NULL;

-- name: note_destroyed
-- The keys $1 were destroyed; a restored database may not have known that they ended. $2 shift of the training clock.
INSERT INTO key_end (key, emptied, erased, destroyed)
SELECT name, clock_timestamp() + $2::interval, (SELECT count(*) FROM erasure WHERE key = name),
  clock_timestamp() + $2::interval
FROM unnest($1::text[]) AS name
ON CONFLICT (key) DO UPDATE SET destroyed = coalesce(key_end.destroyed, excluded.destroyed);

-- name: read_keyring_serial
-- The highest serial of the keyring that was used.
SELECT serial FROM erasure_journal;

-- name: raise_keyring_serial
-- The keyring was used in its state $1.
UPDATE erasure_journal SET serial = $1 WHERE serial < $1;

-- name: read_destroyed_names
-- The keys that were destroyed.
SELECT key FROM key_end WHERE destroyed IS NOT NULL;

-- name: note_logged
-- The leaf at $2 says that the key $1 was destroyed.
UPDATE key_end SET index = $2 WHERE key = $1;

-- name: write_retention_act
-- The document that the leaf at $1 states: $3; $2 what it states, which is stated once.
INSERT INTO retention_act (index, what, body) VALUES ($1, $2, $3);

-- name: count_kept
-- How many messages each key wraps.
SELECT key, count(*) AS count FROM message WHERE wrapped IS NOT NULL GROUP BY key ORDER BY key;

-- name: count_ends
-- How many messages were erased, how many ended keys wait for the backup horizon, how many were destroyed.
SELECT (SELECT count(*) FROM erasure) AS erased,
  count(*) FILTER (WHERE destroyed IS NULL) AS waiting, count(destroyed) AS destroyed
FROM key_end;

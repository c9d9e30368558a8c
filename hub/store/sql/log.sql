-- name: begin_log
-- The log's first state: no leaves. Does nothing where there is one. $1 root of nothing, $2 signed note of size 0.
WITH begun AS (
  INSERT INTO log_head (size, root, frontier, at, trust_epoch)
  VALUES (0, $1, ''::bytea, '-infinity', 0) ON CONFLICT DO NOTHING
)
INSERT INTO log_release (size, note) VALUES (0, $2) ON CONFLICT DO NOTHING;

-- name: lock_log
-- Take the lock of the log. What was committed meanwhile is seen by the next statement, not by this one.
SELECT size FROM log_head FOR UPDATE;

-- name: read_group_state
-- All that a group must know, read after the lock was got: the log's end, the time of the group (never earlier than the
-- last one), message ids already used, the inboxes' last numbers, the heads, the hashes of the leaves that the process
-- has not seen yet. $1 shift of the training clock, $2 {"messages": [[sender, id]], "recipients": [name],
-- "heads": [[kind, owner, subject]]}, $3 how many leaves it has seen, $4 up to which it wants to see more.
SELECT size, root, frontier, trust_epoch, stopped, greatest(at, clock_timestamp() + $1::interval) AS at,
  (SELECT string_agg(sha256('\x00'::bytea || body), ''::bytea ORDER BY index)
     FROM leaf WHERE index >= $3 AND index < $4) AS unseen,
  (SELECT jsonb_agg(jsonb_build_array(message.sender, message.id, index, encode(sha256, 'hex'), group_size))
     FROM json_array_elements($2::json -> 'messages') AS asked
     JOIN message ON message.sender = asked ->> 0 AND message.id = (asked ->> 1)::uuid)::text AS duplicates,
  (SELECT jsonb_agg(jsonb_build_array(recipient, lane, number))
     FROM json_array_elements_text($2::json -> 'recipients') AS asked
     JOIN inbox_head ON recipient = asked)::text AS inboxes,
  (SELECT jsonb_agg(jsonb_build_array(kind, owner, subject, state, version, parties, last))
     FROM json_array_elements($2::json -> 'heads') AS asked
     JOIN head ON kind = asked ->> 0 AND owner = asked ->> 1 AND subject = asked ->> 2)::text AS heads
FROM log_head;

-- name: write_group
-- One group, whole: $1 first index, $2 leaves, $3 new size, $4 root, $5 frontier, $6 time, $7 messages without their
-- bytes, $8 their bytes in the same order, encrypted, $9 inbox entries, $10 last inbox numbers, $11 heads, $12 what
-- recipients said, $13 wrapped data keys in the order of the messages. Tables of short values come as JSON, which costs
-- the driver less than an array for each column.
WITH leaves AS (
  INSERT INTO leaf (index, body)
  SELECT $1::bigint + place - 1, body FROM unnest($2::bytea[]) WITH ORDINALITY AS new (body, place)
  RETURNING index, sha256('\x00'::bytea || body) AS hash
), messages AS (
  INSERT INTO message (index, sender, id, sha256, type, kid, group_size, key, wrapped, body)
  SELECT index, sender, id, decode(sha256, 'hex'), type, kid, $3::bigint, key, wrapped, body
  FROM ROWS FROM (
    json_to_recordset($7::json) AS (index bigint, sender text, id uuid, sha256 text, type text, kid text, key text),
    unnest($8::bytea[], $13::bytea[])
  ) AS new (index, sender, id, sha256, type, kid, key, body, wrapped)
), entries AS (
  INSERT INTO inbox_entry (recipient, lane, number, index)
  SELECT * FROM json_to_recordset($9::json) AS new (recipient text, lane text, number bigint, index bigint)
), numbers AS (
  INSERT INTO inbox_head (recipient, lane, number)
  SELECT * FROM json_to_recordset($10::json) AS new (recipient text, lane text, number bigint)
  ON CONFLICT (recipient, lane) DO UPDATE SET number = excluded.number
), heads AS (
  INSERT INTO head (kind, owner, subject, state, version, parties, last)
  SELECT *
  FROM json_to_recordset($11::json)
    AS new (kind text, owner text, subject text, state text, version bigint, parties text[], last uuid)
  ON CONFLICT (kind, owner, subject)
  DO UPDATE SET state = excluded.state, version = excluded.version, parties = excluded.parties, last = excluded.last
), deliveries AS (
  INSERT INTO delivery (index, recipient, status, receipt, first)
  SELECT index, recipient, status, receipt, receipt
  FROM json_to_recordset($12::json) AS new (index bigint, recipient text, status text, receipt bigint)
  ON CONFLICT (index, recipient) DO UPDATE SET status = excluded.status, receipt = excluded.receipt
), grouped AS (
  INSERT INTO log_group (size, root) VALUES ($3, $4)
)
UPDATE log_head SET size = $3, root = $4, frontier = $5, at = $6
RETURNING (SELECT string_agg(hash, ''::bytea ORDER BY index) FROM leaves);

-- name: read_duplicates
-- Which of these message ids their senders already used: $1 senders, $2 ids.
SELECT message.index, message.sender, message.id, message.sha256, message.group_size
FROM unnest($1::text[], $2::uuid[]) AS asked (sender, id)
JOIN message USING (sender, id);

-- name: read_deliveries
-- What receipts speak of: the messages at these places, who sent them, and what their recipients said so far. $1 indexes.
SELECT message.index, message.sender, message.id, message.sha256, message.type, leaf.body AS leaf,
  coalesce(jsonb_object_agg(delivery.recipient, delivery.status) FILTER (WHERE delivery.recipient IS NOT NULL), '{}')::text
    AS statuses
FROM message JOIN leaf USING (index) LEFT JOIN delivery USING (index)
WHERE message.index = ANY ($1::bigint[])
GROUP BY message.index, leaf.body;

-- name: release_log
-- Let readers see the log up to $1, with its signed note $2, and wake them once. Returns nothing if it was released.
WITH moved AS (
  UPDATE log_release SET size = $1, note = $2 WHERE size < $1 RETURNING size
)
SELECT pg_notify('released', size::text) FROM moved;

-- name: read_release
-- What readers may see.
SELECT size, note FROM log_release;

-- name: read_log_end
-- The end of the log, released or not.
SELECT size, root, frontier, stopped FROM log_head;

-- name: read_trust_epoch
-- How often the trust list and the register have changed.
SELECT trust_epoch FROM log_head;

-- name: stop_log
-- The stored log is not what was signed: no process signs any more.
UPDATE log_head SET stopped = true WHERE NOT stopped;

-- name: read_group_root
-- The root at the end of the group of this size. $1 size.
SELECT root FROM log_group WHERE size = $1;

-- name: read_leaves
-- Leaves from $1 up to, not including, $2.
SELECT index, body FROM leaf WHERE index >= $1 AND index < $2 ORDER BY index;

-- name: read_leaf_hashes
-- Hashes of leaves from $1 up to, not including, $2 (RFC 9162 §2.1.1).
SELECT sha256('\x00'::bytea || body) AS hash FROM leaf WHERE index >= $1 AND index < $2 ORDER BY index;

-- name: read_tile
-- A full tile. $1 level, $2 number.
SELECT root, hashes FROM tile WHERE level = $1 AND number = $2;

-- name: read_tile_roots
-- Roots of the full tiles of level $1 from number $2 up to, not including, $3: the hashes of the level above.
SELECT root AS hash FROM tile WHERE level = $1 AND number >= $2 AND number < $3 ORDER BY number;

-- name: write_tiles
-- Full tiles: $1 levels, $2 numbers, $3 roots, $4 hashes.
INSERT INTO tile (level, number, root, hashes)
SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::bytea[])
ON CONFLICT DO NOTHING;

-- name: count_tiles
-- How many full tiles of level 0 are kept; they have no gaps.
SELECT coalesce(max(number) + 1, 0) FROM tile WHERE level = 0;

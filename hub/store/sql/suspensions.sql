-- name: write_suspension
-- A suspension, stated by its leaf; its time is that of the group just written: $1 index of its leaf, $2 participant,
-- $3 key, $4 place from which messages are held (null: none), $5 digest, $6 statement.
INSERT INTO suspension (index, participant, kid, first, at, sha256, body)
SELECT $1, $2, $3, $4, log_head.at, $5, $6 FROM log_head;

-- name: read_suspensions
-- Every suspension of the keys $1, in the order of the log.
SELECT at, body FROM suspension WHERE kid = ANY ($1) ORDER BY index;

-- name: find_suspension
-- Where the statement with this digest stands in the log, and the end of its group. $1 digest.
SELECT suspension.index, leaf.body AS leaf,
  (SELECT min(size) FROM log_group WHERE size > suspension.index) AS group_size
FROM suspension JOIN leaf USING (index) WHERE suspension.sha256 = $1;

-- name: find_standing
-- A suspension of the key $1, not before the one with the digest $2, beside which a further one that holds messages from
-- the place $3 on (null: none) would change nothing.
SELECT suspension.index, leaf.body AS leaf,
  (SELECT min(size) FROM log_group WHERE size > suspension.index) AS group_size
FROM suspension JOIN leaf USING (index)
WHERE kid = $1 AND suspension.index >= (SELECT index FROM suspension WHERE sha256 = $2)
  AND ($3::bigint IS NULL OR first <= $3 OR suspension.index <= $3)
ORDER BY suspension.index LIMIT 1;

-- name: read_untold_suspensions
-- Suspensions that nobody was told of yet.
SELECT index, at, first, body FROM suspension
WHERE NOT EXISTS (SELECT FROM told WHERE what = 'suspension/' || index) ORDER BY index;

-- name: read_signed
-- Messages of a key at places from $2 up to, not including, $3, and who of their recipients had said something about
-- them at that last place: $1 key, $4 limit.
SELECT message.index, message.sender, message.id, message.sha256, message.type, leaf.body AS leaf,
  coalesce((SELECT array_agg(recipient) FROM delivery WHERE delivery.index = message.index AND delivery.first < $3), '{}')
    AS had
FROM message JOIN leaf USING (index)
WHERE message.kid = $1 AND message.index >= $2 AND message.index < $3
ORDER BY message.index LIMIT $4;

-- name: tell
-- Note that something was said. Returns nothing if it had been said before. $1 what.
INSERT INTO told (what, at) VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING RETURNING what;

-- name: read_told
-- Which of these were said before. $1 what.
SELECT what FROM told WHERE what = ANY ($1);

-- name: read_held
-- Messages of a participant that are held from somebody, with those recipients: $1 participant, $2 from this place on,
-- $3 limit.
SELECT message.index, message.id, message.sha256, message.type, message.kid, held.recipients
FROM message JOIN leaf USING (index)
CROSS JOIN LATERAL (
  SELECT array_agg(reader ORDER BY reader) AS recipients
  FROM jsonb_array_elements_text(convert_from(leaf.body, 'UTF8')::jsonb -> 'to') AS leaf_to (reader)
  WHERE is_held(message.kid, message.index, reader) AND NOT EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.released AND inbox_entry.recipient = reader AND inbox_entry.index = message.index)
) AS held
WHERE message.index >= $2 AND held.recipients IS NOT NULL AND message.sender = $1 AND message.kid IN (
    SELECT kid FROM suspension WHERE participant = $1 AND first <= message.index AND message.index < suspension.index)
ORDER BY message.index LIMIT $3;

-- name: read_held_named
-- The same for messages that are named by id: $1 participant, $2 ids.
SELECT message.index, message.id, message.sha256, message.type, message.kid, held.recipients
FROM message JOIN leaf USING (index)
CROSS JOIN LATERAL (
  SELECT array_agg(reader ORDER BY reader) AS recipients
  FROM jsonb_array_elements_text(convert_from(leaf.body, 'UTF8')::jsonb -> 'to') AS leaf_to (reader)
  WHERE is_held(message.kid, message.index, reader) AND NOT EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.released AND inbox_entry.recipient = reader AND inbox_entry.index = message.index)
) AS held
WHERE message.sender = $1 AND message.id = ANY ($2::uuid[]) AND held.recipients IS NOT NULL
ORDER BY message.index;

-- name: release_held
-- Give a held message the next number of an inbox; its first number stays a tombstone: $1 recipient, $2 lane, $3 index.
WITH taken AS (
  UPDATE inbox_head SET number = number + 1 WHERE recipient = $1 AND lane = $2 RETURNING number
)
INSERT INTO inbox_entry (recipient, lane, number, index, released) SELECT $1, $2, number, $3, true FROM taken;

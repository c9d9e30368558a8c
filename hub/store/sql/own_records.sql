-- name: read_message_of
-- The released message of a type at a place, if $1 sent it, or it is not held from $1: $1 reader, $2 place, $3 types.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.key, message.wrapped,
  message.body, leaf.body AS leaf
FROM message JOIN leaf USING (index)
WHERE message.index = $2 AND message.type = ANY ($3::text[]) AND message.wrapped IS NOT NULL
  AND message.index < (SELECT size FROM log_release)
  AND (message.sender = $1 OR NOT is_held(message.kid, message.index, $1) OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index AND inbox_entry.released));

-- name: list_messages_from
-- The last messages of a type that $1 sent, of its last $3 of any type, at most $4: ids are in the order of their making.
SELECT index, sender, id, sha256, type, key, wrapped, body
FROM (SELECT * FROM message WHERE sender = $1 ORDER BY id DESC LIMIT $3) AS sent
WHERE type = $2 AND wrapped IS NOT NULL AND index < (SELECT size FROM log_release)
ORDER BY index DESC LIMIT $4;

-- name: list_messages_to
-- The last messages of types $3 in the lane $2 of $1's inbox, of the last $4 of any type, at most $5.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.key, message.wrapped,
  message.body
FROM (
  SELECT index, released FROM inbox_entry
  WHERE recipient = $1 AND lane = $2 AND tombstone IS NULL ORDER BY number DESC LIMIT $4) AS entry
  JOIN message USING (index)
WHERE message.type = ANY ($3::text[]) AND message.sender <> $1 AND message.wrapped IS NOT NULL
  AND message.index < (SELECT size FROM log_release)
  AND (entry.released OR NOT is_held(message.kid, message.index, $1))
ORDER BY message.index DESC LIMIT $5;

-- name: read_head_version
-- The last revision of what a head stands for: $1 kind, $2 owner, $3 subject.
SELECT version FROM head WHERE kind = $1 AND owner = $2 AND subject = $3;

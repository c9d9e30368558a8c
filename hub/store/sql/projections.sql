-- name: read_position
-- How far the projection $1 has followed the log, locked for following on.
SELECT position FROM projection WHERE name = $1 FOR UPDATE;

-- name: begin_projection
-- The projection $1 begins.
INSERT INTO projection (name, position) VALUES ($1, 0) ON CONFLICT DO NOTHING;

-- name: move_position
-- The projection $1 has followed up to $2.
UPDATE projection SET position = $2 WHERE name = $1;

-- name: read_positions
-- How far every projection has followed the log.
SELECT name, position FROM projection;

-- name: read_typed
-- Messages of the types $3 from $1 up to, not including, $2, with their leaves, at most $4.
SELECT message.index, sender, id, sha256, type, key, wrapped, message.body, leaf.body AS leaf
FROM message JOIN leaf USING (index)
WHERE message.index >= $1 AND message.index < $2 AND type = ANY ($3::text[])
ORDER BY message.index LIMIT $4;

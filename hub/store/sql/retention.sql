-- name: find_place
-- The place of a message in the log. $1 sender, $2 id.
SELECT index FROM message WHERE sender = $1 AND id = $2;

-- name: open_hold
-- The leaf at $2 puts the message at $1 on hold.
INSERT INTO legal_hold (message, opened) VALUES ($1, $2);

-- name: close_hold
-- The leaf at $2 ends the hold that the leaf at $1 began. Returns nothing if it has ended.
UPDATE legal_hold SET closed = $2 WHERE opened = $1 AND closed IS NULL RETURNING message;

-- name: read_holds
-- The holds on the message at $1 that have not ended.
SELECT opened FROM legal_hold WHERE message = $1 AND closed IS NULL ORDER BY opened;

-- name: read_followed
-- Messages from $1 up to, not including, $2, for a projection of them, at most $3; none of them is changed meanwhile.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message
WHERE index >= $1 AND index < $2 ORDER BY index LIMIT $3 FOR SHARE;

-- name: write_tokens
-- Tokens of messages: $1 tokens, $2 indexes, $3 year of the blind key.
INSERT INTO blind_index (token, index, year)
SELECT token, index, $3 FROM unnest($1::bytea[], $2::bigint[]) AS new (token, index)
ON CONFLICT DO NOTHING;

-- name: find_tokens
-- The messages that have one of these tokens. $1 tokens.
SELECT DISTINCT index FROM blind_index WHERE token = ANY ($1::bytea[]) ORDER BY index;

-- name: read_of_tokens
-- The messages that have one of these tokens, for a change of them. $1 tokens.
SELECT message.index, sender, id, sha256, type, key, wrapped, body FROM message
WHERE message.index IN (SELECT blind_index.index FROM blind_index WHERE token = ANY ($1::bytea[]))
ORDER BY message.index FOR UPDATE;

-- name: delete_old_tokens
-- Take away some of the tokens under the blind keys of earlier years than $1, at most $2.
DELETE FROM blind_index WHERE (token, index) IN (
  SELECT token, index FROM blind_index WHERE year < $1 LIMIT $2
);

-- name: has_tokens
-- Whether there are tokens under the blind key of the year $1.
SELECT EXISTS (SELECT FROM blind_index WHERE year = $1);

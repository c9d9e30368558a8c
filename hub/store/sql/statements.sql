-- name: write_statement
-- A statement, stated by its leaf: $1 index of the leaf, $2 kind, $3 participant, $4 key that signed, $5 what it speaks
-- of, $6 when it was said, $7 digest, $8 statement. Writes nothing where the same key was delegated later already.
INSERT INTO statement (index, kind, participant, kid, about, said, sha256, body)
SELECT $1, $2, $3, $4, $5, $6, $7, $8
WHERE $2 <> 'delegation' OR NOT EXISTS (
  SELECT FROM statement WHERE kind = 'delegation' AND about = $5 AND (said >= $6 OR participant <> $3))
RETURNING index;

-- name: find_statement
-- Where the statement with this digest stands in the log, and the end of its group. $1 digest.
SELECT statement.index, leaf.body AS leaf,
  (SELECT min(size) FROM log_group WHERE size > statement.index) AS group_size
FROM statement JOIN leaf USING (index) WHERE statement.sha256 = $1;

-- name: read_delegations
-- Every delegation with its leaf, in the order of the log.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index) WHERE statement.kind = 'delegation' ORDER BY statement.index;

-- name: read_approvals
-- The approvals of these payloads with their leaves, in the order of the log. $1 digests (hexadecimal).
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = 'approval' AND statement.about = ANY ($1::text[]) ORDER BY statement.index;

-- name: read_of_kind
-- All statements of a kind, with their leaves, in the order of the log. $1 kind.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = $1 ORDER BY statement.index;

-- name: read_consents
-- The consents to the document of a version of an agreement, with their leaves, in the order of the log. $1 digest
-- (hexadecimal).
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = 'consent' AND statement.about = $1 ORDER BY statement.index;

-- name: read_newest_consents
-- The newest consents to versions of any agreement, with their leaves, the last one first. $1 at most how many.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = 'consent' ORDER BY statement.index DESC LIMIT $1;

-- name: read_newest_runs
-- The newest reports of runs of a sync, with their leaves, the last one first. $1 sync, $2 at most how many, $3 before
-- which index; null: the newest of all.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = 'sync' AND statement.about = $1 AND ($3::bigint IS NULL OR statement.index < $3)
ORDER BY statement.index DESC LIMIT $2;

-- name: read_statements
-- A page of the public register: $1 kind, $2 from which index on, $3 released size, $4 at most how many.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = $1 AND statement.index >= $2 AND statement.index < $3 ORDER BY statement.index LIMIT $4;

-- name: read_statements_about
-- What was said of one key or one payload: $1 kind, $2 what it speaks of, $3 from which index on, $4 released size,
-- $5 at most how many.
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.kind = $1 AND statement.about = $2 AND statement.index >= $3 AND statement.index < $4
ORDER BY statement.index LIMIT $5;

-- name: read_statements_of
-- What a message rests on: every delegation of its participant's contact persons before it, and the approvals of its
-- payload. $1 index of the message, $2 participant, $3 digest of the payload (hexadecimal).
SELECT statement.index, statement.body, leaf.body AS leaf
FROM statement JOIN leaf USING (index)
WHERE statement.index < $1 AND statement.participant = $2
  AND (statement.kind = 'delegation' OR (statement.kind = 'approval' AND statement.about = $3))
ORDER BY statement.index;

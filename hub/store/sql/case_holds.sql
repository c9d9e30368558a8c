-- name: hold_case
-- The account $5 holds a case for its participant: $1 participant, $2 kind, $3 owner, $4 subject, $6 time; none where it
-- is held already.
INSERT INTO case_hold (participant, kind, owner, subject, account, held_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING subject;

-- name: release_case
-- The account $5 releases a case that another one holds: $1 participant, $2 kind, $3 owner, $4 subject; none where there
-- is no such hold.
DELETE FROM case_hold
WHERE participant = $1 AND kind = $2 AND owner = $3 AND subject = $4 AND account <> $5 RETURNING subject;

-- name: read_case_hold
-- Who holds a case for the participant $1, and since when: $2 kind, $3 owner, $4 subject.
SELECT account, held_at FROM case_hold WHERE participant = $1 AND kind = $2 AND owner = $3 AND subject = $4;

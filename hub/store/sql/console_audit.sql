-- name: lock_console_audit
-- One at a time goes on with the chain, until its transaction ends.
SELECT pg_advisory_xact_lock(7166745216211547469);

-- name: last_deed
-- The last entry of the chain.
SELECT number, digest FROM console_audit ORDER BY number DESC LIMIT 1;

-- name: write_deed
-- An entry: $1 number, $2 time, $3 account, $4 participant, $5 action, $6 object, $7 outcome, $8 digest.
INSERT INTO console_audit (number, at, account, participant, action, object, outcome, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: read_chain
-- The entries after the number $1 in order, at most $2.
SELECT number, at, account, participant, action, object, outcome, digest FROM console_audit
WHERE number > $1 ORDER BY number LIMIT $2;

-- name: read_deeds
-- Entries of the participant $1 (of all where it is null) before the number $2, newest first, of the action $3 and with
-- the outcome $4 if these are not null, at most $5.
SELECT number, at, account, participant, action, object, outcome, digest FROM console_audit
WHERE ($1::text IS NULL OR participant = $1) AND number < $2
  AND ($3::text IS NULL OR action = $3) AND ($4::text IS NULL OR outcome = $4)
ORDER BY number DESC LIMIT $5;

-- name: write_proposal
-- Put a version before its parties, unless these bytes are before them already: $1 agreement, $2 version, $3 digest,
-- $4 document, $5 when, $6 account.
INSERT INTO agreement_proposal (agreement, version, sha256, body, at, account) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (sha256) WHERE withdrawn_at IS NULL DO NOTHING RETURNING number;

-- name: withdraw_proposal
-- Take a version back, unless it was already: $1 number, $2 when.
UPDATE agreement_proposal SET withdrawn_at = $2 WHERE number = $1 AND withdrawn_at IS NULL RETURNING number;

-- name: read_proposals
-- The versions that were not taken back, of one agreement or of all (null), newest first: $1 agreement.
SELECT number, agreement, version, sha256, body, at, withdrawn_at FROM agreement_proposal
WHERE ($1::text IS NULL OR agreement = $1) AND withdrawn_at IS NULL ORDER BY number DESC LIMIT 200;

-- name: read_proposal
-- One of them, also one that was taken back: $1 number.
SELECT number, agreement, version, sha256, body, at, withdrawn_at FROM agreement_proposal WHERE number = $1;

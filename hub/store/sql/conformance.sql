-- name: write_conformance
-- Keep a result, unless these bytes are kept already: $1 participant, $2 digest, $3 when, $4 account, $5 end of the run,
-- $6 version of the kit, $7 record type, $8 its version, $9 standing, $10 held, $11 failed, $12 scenarios of the kit,
-- $13 key, $14 whether the trust list names it, $15 the protocol, $16 its signature.
INSERT INTO conformance_result (participant, sha256, at, account, ended_at, version, record_type, record_version, standing,
  held, failed, scenarios, kid, listed, body, signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (sha256) DO NOTHING RETURNING number;

-- name: count_conformance
-- How many results a participant has handed in since: $1 participant, $2 when.
SELECT count(*) FROM conformance_result WHERE participant = $1 AND at > $2;

-- name: read_conformance
-- The results of a participant, the last run first: $1 participant, $2 how many.
SELECT number, participant, at, ended_at, version, record_type, record_version, standing, held, failed, scenarios, kid,
  listed
FROM conformance_result WHERE participant = $1 ORDER BY ended_at DESC, number DESC LIMIT $2;

-- name: read_conformance_numbered
-- One result with its bytes: $1 number.
SELECT number, participant, at, ended_at, version, record_type, record_version, standing, held, failed, scenarios, kid,
  listed, body, signature
FROM conformance_result WHERE number = $1;

-- name: read_newest_conformance
-- The newest result of each of these participants: $1 participants.
SELECT newest.* FROM unnest($1::text[]) AS asked (participant)
CROSS JOIN LATERAL (
  SELECT number, participant, at, ended_at, version, record_type, record_version, standing, held, failed, scenarios, kid,
    listed
  FROM conformance_result WHERE conformance_result.participant = asked.participant
  ORDER BY ended_at DESC, number DESC LIMIT 1) AS newest;

-- name: read_conformance_types
-- With which record types these participants passed, the newest run of each by each key: $1 participants.
SELECT DISTINCT ON (participant, record_type, record_version, kid) number, participant, at, ended_at, version, record_type,
  record_version, standing, held, failed, scenarios, kid, listed
FROM conformance_result WHERE participant = ANY ($1::text[]) AND standing = 'passed'
ORDER BY participant, record_type, record_version, kid, ended_at DESC;

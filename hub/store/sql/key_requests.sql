-- name: write_key_request
-- A new request about a key: $1 id, $2 participant, $3 kind, $4 kid, $5 statement, $6 vouched, $7 reason, $8 since,
-- $9 when; nothing where the participant has another open one about this key.
INSERT INTO key_request (id, participant, kind, kid, statement, vouched, reason, since, status, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $9)
ON CONFLICT (participant, kid) WHERE status IN ('proposed', 'confirmed', 'checked', 'approved') DO NOTHING
RETURNING id;

-- name: move_key_request
-- A request goes from one status to another; nothing where it has another one by now. $1 id, $2 from, $3 to, $4 when.
UPDATE key_request SET status = $3, changed_at = $4 WHERE id = $1 AND status = $2 RETURNING id;

-- name: write_key_request_step
-- The next step that a request took: $1 request, $2 step, $3 account or null, $4 note, $5 when.
INSERT INTO key_request_step (request, number, step, account, note, at)
SELECT $1, count(*) + 1, $2, $3, $4, $5 FROM key_request_step WHERE request = $1;

-- name: read_key_request
-- One request. $1 id.
SELECT * FROM key_request WHERE id = $1;

-- name: read_key_requests
-- Requests, those that changed last first: $1 participant (null: all), $2 statuses, $3 before when and $4 before which id
-- (null: from the newest on), $5 how many.
SELECT * FROM key_request
WHERE ($1::text IS NULL OR participant = $1) AND status = ANY ($2::text[])
  AND ($3::timestamptz IS NULL OR (changed_at, id) < ($3, $4::uuid))
ORDER BY changed_at DESC, id DESC LIMIT $5;

-- name: read_approved_key_requests
-- All approved requests, in the order in which they were made.
SELECT * FROM key_request WHERE status = 'approved' ORDER BY created_at, id;

-- name: read_key_requests_about
-- Requests about a key, whoever made them. $1 kid.
SELECT * FROM key_request WHERE kid = $1 ORDER BY created_at, id;

-- name: read_key_request_steps
-- The steps of a request, with who took them: $1 request.
SELECT step.step, step.account, account.name, account.participant, step.note, step.at
FROM key_request_step AS step LEFT JOIN account ON account.id = step.account
WHERE step.request = $1 ORDER BY step.number;

-- name: is_account_key
-- Whether a key is one that an account signs with. $1 kid.
SELECT EXISTS (SELECT FROM signing_key WHERE kid = $1);

-- name: assign_case
-- Who works on a case: $1 participant, $2 kind, $3 owner, $4 subject, $5 account (null: nobody), $6 by, $7 at.
WITH said AS (
  INSERT INTO case_assignment (participant, kind, owner, subject, account, assigned_by, assigned_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (participant, kind, owner, subject) DO UPDATE SET account = $5, assigned_by = $6, assigned_at = $7
)
UPDATE case_desk SET assignee = $5 WHERE party = $1 AND kind = $2 AND owner = $3 AND subject = $4;

-- name: read_assignment
-- Who works on a case, and who said so: $1 participant, $2 kind, $3 owner, $4 subject.
SELECT case_assignment.account, worker.name, chief.name AS assigned_by, case_assignment.assigned_at
FROM case_assignment LEFT JOIN account AS worker ON worker.id = case_assignment.account
JOIN account AS chief ON chief.id = case_assignment.assigned_by
WHERE case_assignment.participant = $1 AND kind = $2 AND owner = $3 AND subject = $4;

-- name: list_colleagues
-- People of the participant $1 who can work on cases, by name.
SELECT id, name FROM account
WHERE participant = $1 AND status = 'active' AND roles && ARRAY['liaison', 'approver'] ORDER BY name, login LIMIT 200;

-- name: add_comment
-- A comment on a case: $1 id, $2 participant, $3 kind, $4 owner, $5 subject, $6 account, $7 at, $8 key, $9 wrapped data
-- key, $10 body.
INSERT INTO case_comment (id, participant, kind, owner, subject, account, written_at, key, wrapped, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: read_comments
-- Comments on a case, oldest first: $1 participant, $2 kind, $3 owner, $4 subject.
SELECT case_comment.*, account.name FROM case_comment JOIN account ON account.id = case_comment.account
WHERE case_comment.participant = $1 AND kind = $2 AND owner = $3 AND subject = $4 ORDER BY written_at, case_comment.id
LIMIT 500;

-- name: register_case
-- The number of a case in a participant's registry: $1 participant, $2 kind, $3 owner, $4 subject, $5 number, $6 day,
-- $7 account, $8 at.
INSERT INTO case_registration (participant, kind, owner, subject, number, registered_on, account, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (participant, kind, owner, subject) DO UPDATE SET number = $5, registered_on = $6, account = $7,
  changed_at = $8;

-- name: read_registration
-- The number of a case in a participant's registry: $1 participant, $2 kind, $3 owner, $4 subject.
SELECT number, registered_on, account.name, changed_at
FROM case_registration JOIN account ON account.id = case_registration.account
WHERE case_registration.participant = $1 AND kind = $2 AND owner = $3 AND subject = $4;

-- name: save_filter
-- A named filter of a list: $1 account, $2 name, $3 query, $4 at.
INSERT INTO saved_filter (account, name, query, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account, name) DO UPDATE SET query = $3;

-- name: read_filters
-- The named filters of the account $1.
SELECT name, query FROM saved_filter WHERE account = $1 ORDER BY name LIMIT 20;

-- name: drop_filter
-- The account $1 has no filter $2 any more.
DELETE FROM saved_filter WHERE account = $1 AND name = $2;

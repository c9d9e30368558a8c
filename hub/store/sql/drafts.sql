-- name: write_signing_key
-- The account $2 signs with the key $1, $3 is its public half, $4 the time; none where somebody else has the key.
INSERT INTO signing_key (kid, account, jwk, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (kid) DO UPDATE SET jwk = signing_key.jwk WHERE signing_key.account = $2 RETURNING kid;

-- name: read_signing_keys
-- The keys of the account $1, newest first.
SELECT kid, account, jwk, created_at FROM signing_key WHERE account = $1 ORDER BY created_at DESC, kid LIMIT 20;

-- name: read_new_signing_keys
-- The keys of the people of the participant $1, newest first, with the names of their accounts.
SELECT signing_key.kid, signing_key.account, signing_key.jwk, signing_key.created_at
FROM signing_key JOIN account ON account.id = signing_key.account
WHERE account.participant = $1 ORDER BY signing_key.created_at DESC LIMIT 200;

-- name: write_draft
-- A new draft: $1 id, $2 participant, $3 kind, $4 owner, $5 subject, $6 type, $7 author, $8 message, $9 digest, $10 time,
-- $11 key, $12 wrapped data key, $13 body; none where another one is open for this step of the case.
INSERT INTO draft (id, participant, kind, owner, subject, type, revision, status, author, message, sha256, changed_at,
  key, wrapped, body)
VALUES ($1, $2, $3, $4, $5, $6, 1, 'prepared', $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING id;

-- name: change_draft
-- The draft $1, of revision $2 until now, has another content: $3 author, $4 message, $5 digest, $6 time, $7 key,
-- $8 wrapped data key, $9 body; none where somebody else was first, or where it is not a draft of the participant $10, the
-- type $11 and the case $12 kind, $13 owner, $14 subject. No approval is left.
UPDATE draft SET revision = revision + 1, status = 'prepared', author = $3, approver = NULL, approved_at = NULL,
  signer = NULL, message = $4, sha256 = $5, changed_at = $6, key = $7, wrapped = $8, body = $9
WHERE id = $1 AND revision = $2 AND status IN ('prepared', 'approved', 'returned') AND participant = $10 AND type = $11
  AND (kind, owner, subject) IS NOT DISTINCT FROM ($12, $13, $14) RETURNING id;

-- name: approve_draft
-- The draft $1 of revision $2 was approved by the account $3 at $4; none where it is another one by now.
UPDATE draft SET status = 'approved', approver = $3, approved_at = $4, changed_at = $4
WHERE id = $1 AND revision = $2 AND status IN ('prepared', 'approved') RETURNING id;

-- name: return_draft
-- The draft $1 of revision $2 goes back to its author: $3 time, $4 key, $5 wrapped data key, $6 body with the note.
UPDATE draft SET status = 'returned', approver = NULL, approved_at = NULL, changed_at = $3, key = $4, wrapped = $5,
  body = $6
WHERE id = $1 AND revision = $2 AND status IN ('prepared', 'approved') RETURNING id;

-- name: keep_signed_draft
-- The envelope of the draft $1 of revision $2 is kept before it is sent: $3 signer, $4 time, $5 key, $6 wrapped data
-- key, $7 body with the envelope.
UPDATE draft SET status = 'signed', signer = $3, changed_at = $4, key = $5, wrapped = $6, body = $7
WHERE id = $1 AND revision = $2 AND status IN ('prepared', 'approved') RETURNING id;

-- name: unsign_draft
-- The envelope of the draft $1 of revision $2 was refused: it waits again as before; $3 status, $4 time, $5 key,
-- $6 wrapped data key, $7 body without the envelope.
UPDATE draft SET status = $3, signer = NULL, changed_at = $4, key = $5, wrapped = $6, body = $7
WHERE id = $1 AND revision = $2 AND status = 'signed' RETURNING id;

-- name: end_draft
-- The draft $1 of revision $2 is over: $3 status, $4 place of its record in the log (null: dropped), $5 time.
UPDATE draft SET status = $3, index = $4, changed_at = $5, key = NULL, wrapped = NULL, body = ''
WHERE id = $1 AND revision = $2 AND status NOT IN ('sent', 'dropped') RETURNING id;

-- name: read_draft
-- The draft $1.
SELECT * FROM draft WHERE id = $1;

-- name: read_open_drafts
-- Open drafts of the participant $1, those that changed last first, at most $2.
SELECT * FROM draft WHERE participant = $1 AND status NOT IN ('sent', 'dropped') ORDER BY changed_at DESC LIMIT $2;

-- name: read_case_drafts
-- Open drafts of the participant $1 in the case $2 kind, $3 owner, $4 subject.
SELECT * FROM draft
WHERE participant = $1 AND kind = $2 AND owner = $3 AND subject = $4 AND status NOT IN ('sent', 'dropped')
ORDER BY changed_at DESC;

-- name: count_approved_drafts
-- How many drafts of the participant $1 wait for a second signature.
SELECT count(*) FROM draft WHERE participant = $1 AND status = 'approved';

-- name: open_evidence
-- The account $1 has opened the evidence $3 of the record at $2; $4 time.
INSERT INTO evidence_opened (account, index, item, opened_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: read_opened_evidence
-- What the account $1 has opened of the records at the places $2.
SELECT index, item FROM evidence_opened WHERE account = $1 AND index = ANY ($2::bigint[]);

-- name: review_safeguards
-- The account $4 says that the case $2 owner, $3 subject was reviewed for the participant $1; $5 time.
INSERT INTO safeguard_review (participant, owner, subject, account, reviewed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: are_safeguards_reviewed
-- Whether the case $2 owner, $3 subject was reviewed for the participant $1.
SELECT EXISTS (SELECT FROM safeguard_review WHERE participant = $1 AND owner = $2 AND subject = $3);

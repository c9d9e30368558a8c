-- name: open_ban_case
-- A review, an enquiry or a hit: $1 kind, $2 owner, $3 subject, $4 issuer, $5 ban or null, $6 place, $7 time, $8 outcome,
-- $9 agreement.
INSERT INTO ban_case (kind, owner, subject, issuer, ban_id, opened, opened_at, outcome, agreement)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING;

-- name: answer_ban_case
-- What answered it: $1 kind, $2 owner, $3 subject, $4 place, $5 time, $6 outcome.
UPDATE ban_case SET answered = $4, answered_at = $5, outcome = $6 WHERE kind = $1 AND owner = $2 AND subject = $3;

-- name: forget_ban_cases
-- Let go of those that the messages at the places $1 opened.
DELETE FROM ban_case WHERE opened = ANY ($1::bigint[]);

-- name: clear_ban_cases
-- Let go of all.
DELETE FROM ban_case;

-- name: read_ban_cases
-- Reviews, enquiries and hits of $1, as the one who asked or the issuer, after the place $2, at most $3, each with the
-- leaf of the first receipt by which the issuer says that it came; $4: only those that wait for an answer.
SELECT ban_case.*, leaf.body AS delivered
FROM ban_case
LEFT JOIN delivery ON delivery.index = ban_case.opened AND delivery.recipient = ban_case.issuer
  AND delivery.status IN ('delivered', 'processed')
LEFT JOIN leaf ON leaf.index = delivery.receipt
WHERE ban_case.opened > $2 AND (ban_case.owner = $1 OR ban_case.issuer = $1)
  AND NOT ($4 AND (ban_case.answered IS NOT NULL OR ban_case.kind = 'ban-hit'))
ORDER BY ban_case.opened LIMIT $3;

-- name: read_unanswered_ban_cases
-- Reviews and enquiries without an answer after the place $1, at most $2, each with the leaf of the first receipt by
-- which the issuer says that it came.
SELECT ban_case.*, leaf.body AS delivered
FROM ban_case
LEFT JOIN delivery ON delivery.index = ban_case.opened AND delivery.recipient = ban_case.issuer
  AND delivery.status IN ('delivered', 'processed')
LEFT JOIN leaf ON leaf.index = delivery.receipt
WHERE ban_case.opened > $1 AND ban_case.answered IS NULL AND ban_case.kind <> 'ban-hit'
ORDER BY ban_case.opened LIMIT $2;

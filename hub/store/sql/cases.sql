-- name: read_case_state
-- How a case stands: $1 kind, $2 owner, $3 subject.
SELECT state, version, parties, id AS last FROM case_event
WHERE kind = $1 AND owner = $2 AND subject = $3 AND newest;

-- name: add_case_event
-- One record of a case, and that it is the newest: $1 index, $2 kind, $3 owner, $4 subject, $5 parties, $6 type,
-- $7 sender, $8 id, $9 agreement, $10 time, $11 registered, $12 facts, $13 state, $14 version.
WITH before AS (
  UPDATE case_event SET newest = false WHERE kind = $2 AND owner = $3 AND subject = $4 AND newest
)
INSERT INTO case_event (index, kind, owner, subject, parties, type, sender, id, agreement, at, registered, facts, state,
  version, newest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, true);

-- name: forget_case_events
-- The records at the places $1 are erased; of what is left of each case the last one is the newest.
WITH gone AS (
  DELETE FROM case_event WHERE index = ANY ($1::bigint[]) RETURNING kind, owner, subject
)
UPDATE case_event SET newest = (index = (
  SELECT max(left_over.index) FROM case_event AS left_over
  WHERE (left_over.kind, left_over.owner, left_over.subject) = (case_event.kind, case_event.owner, case_event.subject)
    AND left_over.index <> ALL ($1::bigint[])))
WHERE index <> ALL ($1::bigint[]) AND (kind, owner, subject) IN (SELECT kind, owner, subject FROM gone);

-- name: clear_cases
-- No case is known.
DELETE FROM case_event;

-- name: read_cases
-- The cases of a party, those that moved last first: $1 party, $2 kinds, $3 stages (none: all), $4 before, $5 limit.
SELECT index, kind, owner, subject, parties, agreement, at, state, version FROM case_event
WHERE newest AND parties @> ARRAY[$1] AND kind = ANY ($2::text[])
  AND (cardinality($3::text[]) = 0 OR split_part(state, '+', 1) = ANY ($3::text[])) AND index < $4
ORDER BY index DESC LIMIT $5;

-- name: read_case_keys
-- Cases by the place of their newest record, after the place $1; those in the states $2 (kind/stage) only if they moved
-- at $3 or later; $4 limit.
SELECT index, kind, owner, subject FROM case_event
WHERE newest AND index > $1 AND (kind || '/' || split_part(state, '+', 1) <> ALL ($2::text[]) OR at >= $3)
ORDER BY index LIMIT $4;

-- name: read_case_events
-- The records of a case, in the order of the log: $1 kind, $2 owner, $3 subject. `delivered_at` is the time of the
-- first receipt that says the record reached the other side: the requested authority that the case was opened with,
-- whoever else of its state was sent a copy, and of what that side sent, the owner. `agreements` are the digests in its
-- leaf.
SELECT case_event.*, convert_from(said.body, 'UTF8')::json ->> 'at' AS delivered_at,
  coalesce(convert_from(own.body, 'UTF8')::json ->> 'agreement', '[]') AS agreements
FROM case_event LEFT JOIN leaf AS own ON own.index = case_event.index LEFT JOIN LATERAL (
  SELECT opening.facts::json ->> 'requested_authority' AS requested FROM case_event AS opening
  WHERE (opening.kind, opening.owner, opening.subject) = (case_event.kind, case_event.owner, case_event.subject)
  ORDER BY opening.index LIMIT 1
) AS opened ON true LEFT JOIN LATERAL (
  SELECT leaf.body FROM delivery JOIN leaf ON leaf.index = delivery.first
  WHERE delivery.index = case_event.index AND delivery.first < (SELECT size FROM log_release)
    AND CASE WHEN case_event.sender <> case_event.owner THEN delivery.recipient = case_event.owner
      WHEN opened.requested = ANY (case_event.parties) THEN delivery.recipient = opened.requested
      ELSE delivery.recipient = ANY (case_event.parties) END
    AND (delivery.status IN ('delivered', 'processed') OR delivery.first < delivery.receipt)
  ORDER BY delivery.first LIMIT 1
) AS said ON true
WHERE kind = $1 AND owner = $2 AND subject = $3 ORDER BY case_event.index;

-- name: read_case_records
-- The records of a case as they are kept, without those held from a reader: $1 places, $2 reader.
SELECT message.index, message.sender, message.id, encode(message.sha256, 'hex') AS sha256, message.key, message.wrapped,
  message.body, leaf.body AS leaf
FROM message JOIN leaf USING (index)
WHERE message.index = ANY ($1::bigint[])
  AND (message.sender = $2 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $2 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))))
ORDER BY message.index;

-- name: read_case_receipts
-- What recipients said of the records at the places $1, released receipts only.
SELECT delivery.index, delivery.recipient, delivery.status, delivery.receipt,
  convert_from(leaf.body, 'UTF8')::json ->> 'at' AS at
FROM delivery JOIN leaf ON leaf.index = delivery.receipt
WHERE delivery.index = ANY ($1::bigint[]) AND delivery.receipt < (SELECT size FROM log_release)
ORDER BY delivery.index, delivery.recipient;

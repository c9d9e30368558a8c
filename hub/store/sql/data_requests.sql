-- name: read_data_requests
-- Corrections, requests of data subjects and requests for reports on use of the authority $1, after the place $2, at most
-- $3; $4: only those that somebody has not answered, or not confirmed. Each with whom it went to and who is waited for:
-- the head of a request says it, and for a correction the receipts do.
WITH own AS MATERIALIZED (
  SELECT kind, owner, subject, state, parties, last FROM head
  WHERE kind IN ('correction', 'request', 'usage-request') AND owner = $1
), sent AS (
  SELECT own.kind, subject, message.index, message.id,
    array_remove(parties, owner) AS asked,
    CASE WHEN own.kind = 'correction' THEN ARRAY(
      SELECT party FROM unnest(array_remove(parties, owner)) AS party
      WHERE NOT EXISTS (
        SELECT FROM delivery
        WHERE delivery.index = message.index AND delivery.recipient = party AND delivery.status = 'processed')
      ORDER BY party)
    ELSE array_remove(string_to_array(split_part(state, ' ', 3), ','), '') END AS waits_for
  FROM own JOIN message ON message.sender = owner
    AND message.id = CASE WHEN own.kind = 'correction' THEN last ELSE split_part(state, ' ', 2)::uuid END
)
SELECT kind, subject, index, id, asked, waits_for FROM sent
WHERE index > $2 AND NOT ($4 AND waits_for = '{}')
ORDER BY index LIMIT $3;

-- name: read_waiting_requests
-- Requests of anybody about data that somebody has not answered, after the place $1, at most $2 of them: one row for each
-- who is waited for, with the request's leaf and that of the first receipt by which he says that it came.
WITH asked AS (
  SELECT head.kind, owner, subject, state, message.index
  FROM head JOIN message ON message.sender = owner AND message.id = split_part(state, ' ', 2)::uuid
  WHERE kind IN ('request', 'usage-request') AND state LIKE 'waits %' AND message.index > $1
    AND message.index < (SELECT size FROM log_release)
  ORDER BY message.index LIMIT $2
)
SELECT asked.kind, owner, subject, asked.index, waited.name AS waits_for, own.body AS leaf, said.body AS delivered
FROM asked JOIN leaf AS own ON own.index = asked.index
CROSS JOIN LATERAL unnest(string_to_array(split_part(state, ' ', 3), ',')) AS waited (name)
LEFT JOIN delivery ON delivery.index = asked.index AND delivery.recipient = waited.name
  AND delivery.status IN ('delivered', 'processed')
LEFT JOIN leaf AS said ON said.index = delivery.first
ORDER BY asked.index, waited.name;

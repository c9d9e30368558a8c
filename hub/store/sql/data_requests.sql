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

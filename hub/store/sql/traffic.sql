-- name: add_traffic
-- Messages at their recipients: $1 indexes, $2 recipients, $3 senders, $4 types, $5 times, $6 versions of the types.
INSERT INTO traffic (index, recipient, sender, type, at, version)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
ON CONFLICT DO NOTHING;

-- name: read_traffic_said_of
-- The messages at these places at one recipient, or at all (null), who have said something about them or not: $1 indexes,
-- $2 recipient.
SELECT index, recipient, sender, type, at, status, answered_at, reason FROM traffic
WHERE index = ANY ($1::bigint[]) AND ($2::text IS NULL OR recipient = $2);

-- name: answer_traffic
-- What a recipient said last, and when it said something first: $1 index, $2 recipient, $3 status, $4 first answer,
-- $5 reason.
UPDATE traffic SET status = $3, answered_at = $4, reason = $5 WHERE index = $1 AND recipient = $2;

-- name: forget_traffic
-- Messages at these places are erased. $1 indexes.
DELETE FROM traffic WHERE index = ANY ($1::bigint[])
RETURNING index, recipient, sender, type, at, status, answered_at, reason;

-- name: clear_traffic
-- No message is known.
DELETE FROM traffic;

-- name: clear_traffic_spans
-- No span is known.
DELETE FROM traffic_span;

-- name: add_to_span
-- Add to a span: $1 width, $2 begin, $3 sender, $4 recipient, $5 sent, $6 failed, $7 delivered by slot.
INSERT INTO traffic_span AS known (width, begins, sender, recipient, sent, failed, slots)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (width, begins, sender, recipient) DO UPDATE
SET sent = known.sent + excluded.sent, failed = known.failed + excluded.failed,
  slots = (SELECT array_agg(mine + added ORDER BY place)
    FROM unnest(known.slots, excluded.slots) WITH ORDINALITY AS pair (mine, added, place));

-- name: drop_empty_span
-- A span with no message in it: all were erased, or it was let go of before. $1 width, $2 begin, $3 sender, $4 recipient.
DELETE FROM traffic_span WHERE width = $1 AND begins = $2 AND sender = $3 AND recipient = $4 AND sent <= 0;

-- name: drop_old_spans
-- Spans of one width that nobody asks for any more: $1 width, $2 older than.
DELETE FROM traffic_span WHERE width = $1 AND begins < $2;

-- name: read_flows
-- What flowed since an instant, by pair: $1 width of the spans, $2 since, $3 sender or null, $4 recipient or null.
SELECT sender, recipient, sum(sent)::bigint AS sent, sum(failed)::bigint AS failed,
  ARRAY[sum(slots[1]), sum(slots[2]), sum(slots[3]), sum(slots[4]), sum(slots[5]), sum(slots[6]), sum(slots[7]),
    sum(slots[8]), sum(slots[9]), sum(slots[10]), sum(slots[11]), sum(slots[12]), sum(slots[13]), sum(slots[14]),
    sum(slots[15]), sum(slots[16]), sum(slots[17])]::bigint[] AS slots
FROM traffic_span
WHERE width = $1 AND begins >= $2 AND ($3::text IS NULL OR sender = $3) AND ($4::text IS NULL OR recipient = $4)
GROUP BY sender, recipient;

-- name: read_flow_between
-- What flowed between two instants, of all pairs together: $1 width of the spans, $2 from, $3 before.
SELECT coalesce(sum(sent), 0)::bigint AS sent, coalesce(sum(failed), 0)::bigint AS failed,
  ARRAY[sum(slots[1]), sum(slots[2]), sum(slots[3]), sum(slots[4]), sum(slots[5]), sum(slots[6]), sum(slots[7]),
    sum(slots[8]), sum(slots[9]), sum(slots[10]), sum(slots[11]), sum(slots[12]), sum(slots[13]), sum(slots[14]),
    sum(slots[15]), sum(slots[16]), sum(slots[17])]::bigint[] AS slots
FROM traffic_span WHERE width = $1 AND begins >= $2 AND begins < $3;

-- name: read_oldest_waiting
-- The oldest message of each of these pairs that its recipient has said nothing about: $1 senders, $2 recipients.
SELECT asked.sender, asked.recipient, oldest.at, oldest.index
FROM unnest($1::text[], $2::text[]) AS asked (sender, recipient)
CROSS JOIN LATERAL (
  SELECT at, index FROM traffic
  WHERE traffic.sender = asked.sender AND traffic.recipient = asked.recipient AND answered_at IS NULL
  ORDER BY at LIMIT 1) AS oldest;

-- name: read_traffic_page
-- Messages of these senders to these recipients, newest first: $1 senders, $2 recipients, $3 before the place, $4 limit.
SELECT page.*, message.id
FROM (
  SELECT near.* FROM unnest($1::text[]) AS from_whom (name) CROSS JOIN unnest($2::text[]) AS to_whom (name)
  CROSS JOIN LATERAL (
    SELECT index, recipient, sender, type, at, status, answered_at, reason FROM traffic
    WHERE traffic.sender = from_whom.name AND traffic.recipient = to_whom.name AND index < $3
    ORDER BY index DESC LIMIT $4) AS near
  ORDER BY near.index DESC, near.recipient LIMIT $4) AS page
JOIN message USING (index) ORDER BY page.index DESC, page.recipient;

-- name: read_traffic_of
-- Messages to one recipient, newest first: $1 recipient, $2 before the place, $3 limit.
SELECT traffic.*, message.id FROM traffic JOIN message USING (index)
WHERE traffic.recipient = $1 AND index < $2 ORDER BY index DESC LIMIT $3;

-- name: read_traffic_named
-- A message at each recipient: $1 its sender, $2 its id.
SELECT traffic.*, message.id FROM message JOIN traffic USING (index)
WHERE message.sender = $1 AND message.id = $2::uuid ORDER BY recipient;

-- name: find_traffic
-- The messages with this id, of whichever of these senders: $1 senders, $2 id.
SELECT traffic.*, message.id
FROM unnest($1::text[]) AS asked (sender) JOIN message ON message.sender = asked.sender AND message.id = $2::uuid
JOIN traffic USING (index) ORDER BY index, recipient;

-- name: read_failed_traffic
-- Messages that were rejected or have expired, newest first, of everybody (null) or of one sender or recipient:
-- $1 participant, $2 before the place, $3 limit.
SELECT traffic.*, message.id FROM traffic JOIN message USING (index)
WHERE status IN ('rejected', 'expired') AND index < $2 AND ($1::text IS NULL OR $1 IN (traffic.sender, recipient))
ORDER BY index DESC LIMIT $3;

-- name: count_reasons
-- Why messages of these senders were rejected by these recipients, from a place on: $1 senders, $2 recipients, $3 place.
SELECT coalesce(reason, 'expired') AS reason, count(*) AS count FROM traffic
WHERE status IN ('rejected', 'expired') AND sender = ANY ($1::text[]) AND recipient = ANY ($2::text[]) AND index >= $3
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50;

-- name: read_types
-- Which record types these senders sent to these recipients, among the newest $3 messages of each pair: $1 senders,
-- $2 recipients.
SELECT near.type, count(*) AS count
FROM unnest($1::text[]) AS from_whom (name) CROSS JOIN unnest($2::text[]) AS to_whom (name)
CROSS JOIN LATERAL (
  SELECT type FROM traffic WHERE traffic.sender = from_whom.name AND traffic.recipient = to_whom.name
  ORDER BY index DESC LIMIT $3) AS near
GROUP BY near.type ORDER BY 2 DESC, 1;

-- name: read_versions_sent
-- When each of these senders last sent a record type in a version, from one pair of type and version to the next by the
-- index: $1 senders.
WITH RECURSIVE used AS (
  SELECT begun.* FROM unnest($1::text[]) AS asked (sender)
  CROSS JOIN LATERAL (
    SELECT traffic.sender, type, version FROM traffic WHERE traffic.sender = asked.sender
    ORDER BY type, version LIMIT 1) AS begun
  UNION ALL
  SELECT following.* FROM used
  CROSS JOIN LATERAL (
    SELECT traffic.sender, traffic.type, traffic.version FROM traffic
    WHERE traffic.sender = used.sender AND (traffic.type, traffic.version) > (used.type, used.version)
    ORDER BY traffic.type, traffic.version LIMIT 1) AS following)
SELECT used.sender, used.type, used.version, newest.index, newest.at FROM used
CROSS JOIN LATERAL (
  SELECT index, at FROM traffic
  WHERE traffic.sender = used.sender AND traffic.type = used.type AND traffic.version = used.version
  ORDER BY index DESC LIMIT 1) AS newest;

-- name: read_inbox
-- A page of one inbox, released messages only: $1 recipient, $2 lane, $3 after, $4 released size, $5 limit.
SELECT inbox_entry.number, inbox_entry.index,
  CASE
    WHEN inbox_entry.tombstone IS NOT NULL THEN inbox_entry.tombstone
    WHEN message.wrapped IS NULL AND message.key IS NOT NULL THEN 'erased'
    WHEN NOT inbox_entry.released AND is_held(message.kid, message.index, $1) THEN 'held'
  END AS tombstone,
  message.sender, message.id, message.sha256, message.key, message.wrapped, message.body, leaf.body AS leaf
FROM inbox_entry JOIN message USING (index) JOIN leaf USING (index)
WHERE inbox_entry.recipient = $1 AND inbox_entry.lane = $2 AND inbox_entry.number > $3 AND inbox_entry.index < $4
ORDER BY inbox_entry.number LIMIT $5;

-- name: read_messages
-- Messages with this id that a participant sent or received, without those held from it, released ones only: $1 id,
-- $2 participant, $3 released size.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.group_size,
  message.key, message.wrapped, message.body, leaf.body AS leaf
FROM message JOIN leaf USING (index)
WHERE message.id = $1 AND message.index < $3
  AND (message.sender = $2 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $2 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))));

-- name: read_receipt_places
-- Where the recipients' receipts for a message stand: $1 index, $2 released size.
SELECT delivery.recipient, delivery.status, message.index, message.group_size,
  message.sender, message.id, message.key, message.wrapped, message.body, leaf.body AS leaf
FROM delivery JOIN message ON message.index = delivery.receipt JOIN leaf ON leaf.index = message.index
WHERE delivery.index = $1 AND delivery.receipt < $2 ORDER BY delivery.recipient;

-- name: read_accepted
-- The leaf of an accepted message, for its receipt. $1 index.
SELECT body FROM leaf WHERE index = $1;

-- name: read_leaf_named
-- The leaf of a message. $1 sender, $2 id.
SELECT leaf.body FROM message JOIN leaf USING (index) WHERE message.sender = $1 AND message.id = $2;

-- name: audit_head
-- The log's end as it stands, sound or not.
SELECT size, root, frontier, at, trust_epoch, stopped FROM log_head;

-- name: audit_groups
-- The ends of groups after size $1, up to $2.
SELECT size, root FROM log_group WHERE size > $1 AND size <= $2 ORDER BY size;

-- name: audit_tiles
-- Kept tiles of a level: $1 level, $2 first number, $3 number after the last.
SELECT number, root, hashes FROM tile WHERE level = $1 AND number >= $2 AND number < $3 ORDER BY number;

-- name: audit_tile_places
-- Every kept tile's place.
SELECT level, number FROM tile ORDER BY level, number;

-- name: audit_messages
-- Messages from $1 up to, not including, $2, as they are kept.
SELECT message.index, sender, id, sha256, type, kid, group_size, message.key, wrapped, body,
  erasure.key AS erased, erasure.at AS erased_at
FROM message LEFT JOIN erasure USING (index) WHERE message.index >= $1 AND message.index < $2 ORDER BY message.index;

-- name: audit_loose_erasures
-- What is noted as erased and is not, or never was there.
SELECT index FROM erasure
WHERE NOT EXISTS (SELECT FROM message WHERE message.index = erasure.index AND wrapped IS NULL AND key IS NOT NULL)
ORDER BY index;

-- name: audit_strays
-- What has a place before the log's beginning or after its end: $1 size.
SELECT 'leaf' AS what, min(index) AS index FROM leaf WHERE index >= $1
UNION ALL SELECT 'leaf', min(index) FROM leaf WHERE index < 0
UNION ALL SELECT 'message', min(index) FROM message WHERE index >= $1
UNION ALL SELECT 'message', min(index) FROM message WHERE index < 0
UNION ALL SELECT 'group', min(size) FROM log_group WHERE size > $1
UNION ALL SELECT 'group', min(size) FROM log_group WHERE size < 1;

-- name: audit_inbox_heads
-- The last number of every inbox, and every inbox that has an entry.
SELECT recipient, lane, number FROM inbox_head
UNION ALL
SELECT recipient, lane, NULL FROM (SELECT DISTINCT recipient, lane FROM inbox_entry) AS used
ORDER BY recipient, lane, number;

-- name: audit_inbox
-- A page of an inbox as it is kept: $1 recipient, $2 lane, $3 after, $4 limit.
SELECT number, index, tombstone, released FROM inbox_entry
WHERE recipient = $1 AND lane = $2 AND number > $3 ORDER BY number LIMIT $4;

-- name: audit_deliveries
-- What recipients said, after ($1 index, $2 recipient): $3 limit.
SELECT index, recipient, status, receipt, first FROM delivery
WHERE (index, recipient) > ($1, $2) ORDER BY index, recipient LIMIT $3;

-- name: audit_heads
-- Heads after ($1 kind, $2 owner, $3 subject): $4 limit.
SELECT kind, owner, subject, state, version, parties, last FROM head
WHERE (kind, owner, subject) > ($1, $2, $3) ORDER BY kind, owner, subject LIMIT $4;

-- name: audit_trust_documents
-- Every document of the trust list, in the order of publication.
SELECT kind, root, version, index, body FROM trust_document ORDER BY kind, root, version;

-- name: audit_agreements
-- Every version of every agreement, with its leaf's place.
SELECT id, version, index, sha256, body FROM agreement ORDER BY id, version;

-- name: audit_statements
-- Every statement that a leaf vouches for, by the leaf's place.
SELECT index, kind, participant, kid, about, said, sha256, body FROM statement
UNION ALL SELECT index, 'suspension', participant, NULL, kid, NULL, sha256, body FROM suspension
UNION ALL SELECT index, 'retention', NULL, NULL, what, NULL, sha256(body), body FROM retention_act
ORDER BY index;

-- name: audit_suspensions
-- What suspensions hold, and since when they count.
SELECT index, first, at, body FROM suspension ORDER BY index;

-- name: audit_key_ends
-- Keys that wrap nothing any more, and the leaf that says so.
SELECT key, emptied, erased, destroyed, index FROM key_end ORDER BY key;

-- name: audit_holds
-- Every legal hold.
SELECT message, opened, closed FROM legal_hold ORDER BY opened;

-- name: audit_named
-- Checkpoints named for witnessing after size $1: $2 limit.
SELECT size, note, named_checkpoint.at, witnessed_checkpoint.at AS witnessed
FROM named_checkpoint LEFT JOIN witnessed_checkpoint USING (size) WHERE size > $1 ORDER BY size LIMIT $2;

-- name: audit_loose_cosignatures
-- Cosignatures and quorums whose checkpoint was not named.
SELECT size, witness FROM cosignature
WHERE NOT EXISTS (SELECT FROM named_checkpoint WHERE named_checkpoint.size = cosignature.size)
UNION ALL SELECT size, 'quorum' FROM witnessed_checkpoint
WHERE NOT EXISTS (SELECT FROM named_checkpoint WHERE named_checkpoint.size = witnessed_checkpoint.size)
ORDER BY size, witness;

-- name: resume_log
-- Take the mark away that stops signing, if the log still ends as it was audited: $1 size, $2 root.
UPDATE log_head SET stopped = false WHERE size = $1 AND root = $2 RETURNING size;

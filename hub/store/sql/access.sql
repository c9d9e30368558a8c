-- name: write_access
-- The document that the leaf of an access states, encrypted: $1 place, $2 key, $3 wrapped data key, $4 body.
INSERT INTO access (index, key, wrapped, body) VALUES ($1, $2, $3, $4);

-- name: audit_accesses
-- Accesses from the place $1 on, by place, at most $2.
SELECT index, key, wrapped, body FROM access WHERE index >= $1 ORDER BY index LIMIT $2;

-- name: read_accesses
-- Accesses with their leaves from the place $1 on, up to the size $2, at most $3.
SELECT access.index, key, wrapped, access.body, leaf.body AS leaf
FROM access JOIN leaf USING (index) WHERE access.index >= $1 AND access.index < $2
ORDER BY access.index LIMIT $3;

-- name: read_screened
-- The messages at the places $1 that the participant $2 sent or received, without those held from it, up to the size
-- $3.
SELECT message.index, sender, id, sha256, type, key, wrapped, message.body, leaf.body AS leaf
FROM message JOIN leaf USING (index)
WHERE message.index = ANY ($1::bigint[]) AND message.index < $3
  AND (message.sender = $2 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $2 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))))
ORDER BY message.index;

-- name: read_standing_bans
-- Of the bans at the places $1, in this order, those that the participant $2 sent or received, without those held from
-- it, up to the size $3, and without those of which it sent or received a later revision likewise.
SELECT message.index
FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (index, rank)
JOIN message USING (index) LEFT JOIN ban_revision AS this USING (index)
WHERE message.index < $3
  AND (message.sender = $2 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $2 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))))
  AND NOT EXISTS (
    SELECT FROM ban_revision AS later JOIN message AS newer ON newer.index = later.index
    WHERE later.issuer = this.issuer AND later.ban_id = this.ban_id AND later.revision > this.revision
      AND later.index < $3
      AND (newer.sender = $2 OR EXISTS (
        SELECT FROM inbox_entry
        WHERE inbox_entry.recipient = $2 AND inbox_entry.index = newer.index
          AND (inbox_entry.released OR NOT is_held(newer.kid, newer.index, $2)))))
ORDER BY rank;

-- name: read_newest_of_bans
-- The newest message of each ban: $1 issuers, $2 ban ids, pair by pair.
SELECT owner, subject, last FROM head
WHERE kind = 'ban' AND (owner, subject) IN (SELECT * FROM unnest($1::text[], $2::text[]));

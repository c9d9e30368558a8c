-- name: begin_attachment
-- An upload begins. $1 owner, $2 time. Returns its number.
INSERT INTO attachment (owner, at) VALUES ($1, $2) RETURNING id;

-- name: write_attachment_chunk
-- One piece of an upload, which grows by it. $1 upload, $2 number of the piece, $3 bytes, $4 how many.
WITH piece AS (INSERT INTO attachment_chunk (attachment, number, body) VALUES ($1, $2, $3))
UPDATE attachment SET size = size + $4 WHERE id = $1;

-- name: end_attachment
-- The upload is whole. Returns nothing where its owner has the same bytes already. $1 upload, $2 digest, $3 time.
UPDATE attachment SET sha256 = $2, at = $3 WHERE id = $1 AND NOT EXISTS (
  SELECT FROM attachment AS other WHERE other.owner = attachment.owner AND other.sha256 = $2) RETURNING id;

-- name: renew_attachment
-- The same bytes are there already: the term of the owner's upload begins again. $1 owner, $2 digest, $3 time.
UPDATE attachment SET at = greatest(at, $3) WHERE owner = $1 AND sha256 = $2 RETURNING size;

-- name: drop_attachment
-- An upload that came to nothing. $1 upload.
DELETE FROM attachment WHERE id = $1;

-- name: measure_attachments
-- Bytes that a participant has uploaded and that no message refers to yet. $1 owner.
SELECT coalesce(sum(size), 0)::bigint FROM attachment WHERE owner = $1 AND NOT kept;

-- name: drop_old_attachments
-- Uploads that nothing referred to for too long. $1 older than this, $2 how many at most.
DELETE FROM attachment WHERE id IN (SELECT id FROM attachment WHERE NOT kept AND at < $1 ORDER BY at LIMIT $2);

-- name: find_attachments
-- Uploads of a participant that are whole: $1 owner, $2 digests.
SELECT sha256, size, at, kept FROM attachment WHERE owner = $1 AND sha256 = ANY ($2);

-- name: find_attachment
-- An attachment that a participant may read: his own, or referred to by a message that he sent or that went to him and is
-- not held from him. $1 digest, $2 participant.
SELECT id, size FROM attachment
WHERE sha256 = $1 AND (owner = $2 OR EXISTS (
  SELECT FROM attachment_use JOIN message USING (index)
  JOIN inbox_entry ON inbox_entry.index = message.index AND inbox_entry.recipient = $2
  WHERE attachment_use.sha256 = $1 AND attachment_use.owner = attachment.owner
    AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))))
ORDER BY id LIMIT 1;

-- name: read_attachment_chunk
-- One piece of an attachment. $1 its number, $2 number of the piece.
SELECT body FROM attachment_chunk WHERE attachment = $1 AND number = $2;

-- name: write_attachment_use
-- A released message refers to an attachment of its sender, which is kept from now on. $1 place, $2 sender, $3 digests.
WITH kept AS (UPDATE attachment SET kept = true WHERE owner = $2 AND sha256 = ANY ($3))
INSERT INTO attachment_use (index, owner, sha256) SELECT $1, $2, each FROM unnest($3::bytea[]) AS each
ON CONFLICT DO NOTHING;

-- name: forget_attachments
-- Messages are erased: with each goes every attachment that no other message refers to. $1 places.
WITH gone AS (DELETE FROM attachment_use WHERE index = ANY ($1) RETURNING owner, sha256)
DELETE FROM attachment USING gone
WHERE attachment.owner = gone.owner AND attachment.sha256 = gone.sha256 AND NOT EXISTS (
  SELECT FROM attachment_use AS other
  WHERE other.owner = gone.owner AND other.sha256 = gone.sha256 AND other.index <> ALL ($1));

-- name: clear_attachment_uses
-- Forget which message refers to what; the files stay.
DELETE FROM attachment_use;

-- name: write_attachment_about
-- The descriptor at $1 belongs to the record $3 of the sender $2.
INSERT INTO attachment_about (index, sender, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: forget_attachments_about
-- The descriptors at the places $1 are erased.
DELETE FROM attachment_about WHERE index = ANY ($1::bigint[]);

-- name: clear_attachments_about
-- Forget which descriptor belongs to what.
DELETE FROM attachment_about;

-- name: read_descriptors
-- The descriptors of files of the records $2 (ids, of the senders $1) that the participant $3 sent or got and that are not
-- held from him, in the log's order.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.key, message.wrapped, message.body
FROM unnest($1::text[], $2::uuid[]) AS record (sender, id)
JOIN attachment_about AS about ON about.sender = record.sender AND about.id = record.id
JOIN message ON message.index = about.index
WHERE message.sender = $3 OR EXISTS (
  SELECT FROM inbox_entry WHERE inbox_entry.index = message.index AND inbox_entry.recipient = $3
    AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $3)))
ORDER BY message.index LIMIT 100;

-- name: open_attachment
-- The account $1 has opened the file $3 of the descriptor at $2: $4 mark, $5 whether it could be compared, $6 time.
INSERT INTO attachment_opened (account, index, item, mark, checked, opened_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account, index, item) DO UPDATE SET mark = excluded.mark, checked = excluded.checked,
  opened_at = excluded.opened_at;

-- name: read_opened_attachments
-- Which files of the descriptors at the places $2 the account $1 has opened.
SELECT index, item, checked FROM attachment_opened WHERE account = $1 AND index = ANY ($2::bigint[]);

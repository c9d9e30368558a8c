-- name: write_council_record
-- A record of the Council or of a bilateral body: $1 index, $2 type, $3 owner, $4 subject, $5 sender, $6 body, $7 stage,
-- $8 revision, $9 year, $10 time, $11 readers.
INSERT INTO council_record (index, type, owner, subject, sender, of_body, stage, revision, year, at, readers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: forget_council_records
-- The records at the places $1 are erased.
DELETE FROM council_record WHERE index = ANY ($1::bigint[]);

-- name: clear_council_records
-- No record is known.
DELETE FROM council_record;

-- name: read_council_newest
-- The newest record of each owner and subject that a reader may see, the last ones first: $1 reader, $2 types, $3 stages,
-- $4 body (null: any), $5 year (null: any), $6 before, $7 limit.
SELECT newest.*, message.id, encode(message.sha256, 'hex') AS sha256, message.key, message.wrapped, message.body
FROM (
  SELECT DISTINCT ON (type, owner, subject) index, type, owner, subject, sender, of_body, stage, revision, at
  FROM council_record
  WHERE readers @> ARRAY[$1] AND type = ANY ($2::text[]) AND stage = ANY ($3::text[])
    AND ($4::text IS NULL OR of_body = $4) AND ($5::int IS NULL OR year = $5)
    AND (sender = $1 OR EXISTS (
      SELECT FROM inbox_entry JOIN message AS sent USING (index)
      WHERE inbox_entry.recipient = $1 AND inbox_entry.index = council_record.index
        AND (inbox_entry.released OR NOT is_held(sent.kid, sent.index, $1))))
  ORDER BY type, owner, subject, index DESC
) AS newest JOIN message USING (index)
WHERE newest.index < $6 ORDER BY newest.index DESC LIMIT $7;

-- name: read_council_subject
-- All records of one owner and subject that a reader may see, in the order of the log: $1 reader, $2 type, $3 owner,
-- $4 subject.
SELECT known.index, known.type, known.owner, known.subject, known.sender, known.stage, known.revision, known.at,
  message.id, encode(message.sha256, 'hex') AS sha256, message.key, message.wrapped, message.body
FROM council_record AS known JOIN message USING (index)
WHERE known.readers @> ARRAY[$1] AND known.type = $2 AND known.owner = $3 AND known.subject = $4
  AND (known.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY known.index;

-- name: write_search_record
-- A record of a search: $1 place, $2 time, $3 type, $4 owner, $5 reference, $6 revision, $7 stage, $8 sender, $9 readers.
INSERT INTO search_record VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING;

-- name: forget_search_records
-- The messages at the places $1 are erased.
DELETE FROM search_record WHERE index = ANY ($1::bigint[]);

-- name: clear_search_records
-- Begin anew.
DELETE FROM search_record;

-- name: read_searches
-- The newest record of the type $2 of each reference that $1 may read, before the place $3, at most $4.
SELECT index, at, type, owner, subject, revision, stage, sender, readers FROM search_record AS this
WHERE type = $2 AND index < $3 AND $1 = ANY (readers) AND NOT EXISTS (
  SELECT FROM search_record AS later
  WHERE later.owner = this.owner AND later.subject = this.subject AND later.type = this.type
    AND later.index > this.index AND $1 = ANY (later.readers))
ORDER BY index DESC LIMIT $4;

-- name: read_search_records
-- All records of the types $2 that $1 may read of the reference $4 of the owner $3, the last one first.
SELECT index, at, type, owner, subject, revision, stage, sender, readers FROM search_record
WHERE owner = $3 AND subject = $4 AND type = ANY ($2::text[]) AND $1 = ANY (readers) ORDER BY index DESC;

-- name: name_checkpoint
-- Name a released checkpoint for witnessing: $1 size, $2 its signed note, $3 time. One that is named already stays.
INSERT INTO named_checkpoint (size, note, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: read_newest_named
-- The checkpoint named last, and since when the oldest one without a quorum after the last witnessed one waits.
SELECT size, note, (
  SELECT min(waiting.at) FROM named_checkpoint AS waiting
  WHERE waiting.size > coalesce((SELECT max(witnessed_checkpoint.size) FROM witnessed_checkpoint), -1)) AS since
FROM named_checkpoint ORDER BY size DESC LIMIT 1;

-- name: read_named
-- The checkpoint of this size, if it was named. $1 size.
SELECT size, note FROM named_checkpoint WHERE size = $1;

-- name: write_cosignature
-- Keep a cosignature; the first one of a witness stays. $1 witness, $2 size, $3 name, $4 key hash, $5 signature.
INSERT INTO cosignature (witness, size, name, key_hash, signature) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- name: read_cosignatures
-- The cosignatures collected for the checkpoints of these sizes. $1 sizes.
SELECT size, witness, name, key_hash, signature FROM cosignature
WHERE size = ANY ($1::bigint[]) ORDER BY size, witness;

-- name: read_newest_cosigned
-- The largest size that each of these witnesses cosigned. $1 participants.
SELECT asked.witness, newest.size
FROM unnest($1::text[]) AS asked (witness)
CROSS JOIN LATERAL (
  SELECT size FROM cosignature WHERE cosignature.witness = asked.witness ORDER BY size DESC LIMIT 1
) AS newest;

-- name: mark_witnessed
-- The checkpoint of this size has its quorum. $1 size, $2 time.
INSERT INTO witnessed_checkpoint (size, at) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: read_witnessed
-- The smallest checkpoint with a quorum and at least this many leaves. $1 size.
SELECT size, note FROM witnessed_checkpoint JOIN named_checkpoint USING (size)
WHERE witnessed_checkpoint.size >= $1 ORDER BY witnessed_checkpoint.size LIMIT 1;

-- name: read_newest_witnessed
-- The largest checkpoint with a quorum.
SELECT size, note FROM witnessed_checkpoint JOIN named_checkpoint USING (size)
ORDER BY witnessed_checkpoint.size DESC LIMIT 1;

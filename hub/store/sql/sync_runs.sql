-- name: count_come
-- Messages of a type that each of these recipients got of a sender between two instants, the fewest of them, and when the
-- last of them got its first one; a recipient that got none leaves null. $1 sender, $2 recipients, $3 type, $4 from,
-- $5 before (null: no end).
SELECT min(one.count) AS count, CASE WHEN min(one.count) > 0 THEN max(one.first_at) END AS first_at
FROM unnest($2::text[]) AS whom (name)
CROSS JOIN LATERAL (
  SELECT count(*) AS count, min(at) AS first_at FROM traffic
  WHERE sender = $1 AND recipient = whom.name AND type = $3 AND at >= $4 AND ($5::timestamptz IS NULL OR at < $5)) AS one;

-- name: write_sync_run
-- How a run stands: $1 sync, $2 when it opens, $3 when it is due, $4 version, $5 sender, $6 state, $7 when it came, $8 how
-- many messages, $9 how many usually, $10 empty, $11 shrinking, $12 the report's payload, $13 whether this is final.
INSERT INTO sync_run AS known (sync, opens_at, due_at, version, sender, state, came_at, count, usual, empty, shrinking,
  reported, settled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (sync, opens_at) DO UPDATE
SET state = excluded.state, came_at = excluded.came_at, count = excluded.count, usual = excluded.usual,
  empty = excluded.empty, shrinking = excluded.shrinking, reported = excluded.reported, settled = excluded.settled
WHERE NOT known.settled;

-- name: settle_former
-- Runs by terms that count no more stay as they are. $1 sync, $2 version of the terms that count.
UPDATE sync_run SET settled = true WHERE sync = $1 AND version < $2 AND NOT settled;

-- name: read_sync_runs
-- The newest runs of each of these syncs, the newest first: $1 syncs, $2 how many of each.
SELECT near.* FROM unnest($1::text[]) AS asked (name)
CROSS JOIN LATERAL (
  SELECT * FROM sync_run WHERE sync = asked.name ORDER BY opens_at DESC LIMIT $2) AS near
ORDER BY near.sync, near.opens_at DESC;

-- name: read_settled
-- The newest settled run of a sync. $1 sync.
SELECT max(opens_at) FROM sync_run WHERE sync = $1 AND settled;

-- name: read_missing_since
-- Since when each of these syncs owes a run: the due time of the first one missed after the last one that came. $1 syncs.
SELECT asked.name AS sync, min(sync_run.due_at) AS due_at FROM unnest($1::text[]) AS asked (name)
JOIN sync_run ON sync_run.sync = asked.name AND sync_run.state = 'missed' AND sync_run.opens_at > coalesce(
  (SELECT max(came.opens_at) FROM sync_run AS came WHERE came.sync = asked.name AND came.came_at IS NOT NULL),
  '-infinity')
GROUP BY asked.name;

-- name: read_sync_begun
-- When the first run of each of these syncs came, of those that have one. $1 syncs.
SELECT sync, min(came_at) AS at FROM sync_run WHERE sync = ANY ($1::text[]) AND came_at IS NOT NULL GROUP BY sync;

-- name: write_announcement
-- An announcement or a maintenance window: $1 kind, $2 participant or null, $3 Russian text, $4 English text, $5 begin,
-- $6 end, $7 account.
INSERT INTO announcement (kind, participant, ru, en, starts_at, ends_at, account)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: withdraw_announcement
-- An announcement holds no more: $1 id, $2 when.
UPDATE announcement SET withdrawn = $2 WHERE id = $1 AND withdrawn IS NULL RETURNING id;

-- name: read_announcement
-- One announcement. $1 id.
SELECT id, kind, participant, ru, en, starts_at, ends_at FROM announcement WHERE id = $1 AND withdrawn IS NULL;

-- name: read_announcements
-- Announcements that hold or will hold, in the order in which they begin: $1 now, $2 limit.
SELECT id, kind, participant, ru, en, starts_at, ends_at FROM announcement
WHERE withdrawn IS NULL AND ends_at > $1 ORDER BY starts_at, id LIMIT $2;

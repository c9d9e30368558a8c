-- name: add_absence
-- Somebody is away: $1 id, $2 account, $3 deputy, $4 first day, $5 last day, $6 key, $7 wrapped data key, $8 body, $9 at.
INSERT INTO absence (id, account, deputy, first, last, key, wrapped, body, said_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: read_absences
-- Absences of the account $1, or in which it is the deputy, that are not over on the day $2.
SELECT absence.*, away.name AS away_name, substitute.name AS deputy_name
FROM absence JOIN account AS away ON away.id = absence.account JOIN account AS substitute ON substitute.id = absence.deputy
WHERE (absence.account = $1 OR absence.deputy = $1) AND absence.ended_at IS NULL AND absence.last >= $2
ORDER BY absence.first, absence.id LIMIT 50;

-- name: end_absence
-- The absence $1 of the account $2 is over at $3.
UPDATE absence SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL RETURNING id;

-- name: end_feeds
-- The addresses of the account $1 lead nowhere since $2.
UPDATE calendar_feed SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL;

-- name: add_feed
-- A new address: $1 digest, $2 account, $3 at.
INSERT INTO calendar_feed (digest, account, created_at) VALUES ($1, $2, $3);

-- name: read_feed
-- When the account $1 got its address; none where it has none.
SELECT created_at FROM calendar_feed WHERE account = $1 AND ended_at IS NULL;

-- name: find_feed
-- Whose address has the digest $1, if it still leads somewhere.
SELECT account.id FROM calendar_feed JOIN account ON account.id = calendar_feed.account
WHERE calendar_feed.digest = $1 AND calendar_feed.ended_at IS NULL AND account.status = 'active';

-- name: open_alert
-- A condition opens, unless it is open: $1 measure, $2 object, $3 value, $4 when.
INSERT INTO health_alert (measure, object, value, opened_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (measure, object) WHERE closed_at IS NULL DO NOTHING RETURNING id;

-- name: close_alert
-- An open condition closes: $1 measure, $2 object, $3 when.
UPDATE health_alert SET closed_at = $3 WHERE measure = $1 AND object = $2 AND closed_at IS NULL RETURNING id;

-- name: read_open_alerts
-- Conditions that are open.
SELECT id, measure, object, value, opened_at, closed_at FROM health_alert WHERE closed_at IS NULL
ORDER BY opened_at, id;

-- name: read_alerts
-- Conditions that were open, the newest first: $1 before the id, $2 limit.
SELECT id, measure, object, value, opened_at, closed_at FROM health_alert WHERE id < $1 ORDER BY id DESC LIMIT $2;

-- name: ask_health_notice
-- An alert is to be told by a channel: $1 alert, $2 event, $3 channel, $4 when.
INSERT INTO health_notice (alert, event, channel, next_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: take_health_notices
-- Notices that are due, and nobody else is sending: $1 now, $2 limit.
SELECT alert, event, channel, attempts, measure, object, value, opened_at, closed_at
FROM health_notice JOIN health_alert ON health_alert.id = alert
WHERE sent_at IS NULL AND next_at <= $1 ORDER BY next_at, alert, event LIMIT $2 FOR UPDATE OF health_notice SKIP LOCKED;

-- name: note_health_notice
-- What became of a notice: $1 alert, $2 event, $3 channel, $4 attempts, $5 next time, $6 when it was sent or null.
UPDATE health_notice SET attempts = $4, next_at = $5, sent_at = $6 WHERE alert = $1 AND event = $2 AND channel = $3;

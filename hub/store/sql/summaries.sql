-- name: write_summary
-- A situation summary in the log: $1 index, $2 time of its leaf, $3 sender, $4 state, $5 period, $6 revision.
INSERT INTO summary (index, at, sender, area, period, revision) VALUES ($1, $2, $3, $4, $5, $6);

-- name: write_situation_report
-- A frozen report in the log: $1 index, $2 time of its leaf, $3 sender, $4 period, $5 audience, $6 edition.
INSERT INTO situation_report (index, at, sender, period, audience, edition) VALUES ($1, $2, $3, $4, $5, $6);

-- name: forget_summaries
-- The messages at the places $1 are erased.
DELETE FROM summary WHERE index = ANY ($1::bigint[]);

-- name: forget_situation_reports
-- The messages at the places $1 are erased.
DELETE FROM situation_report WHERE index = ANY ($1::bigint[]);

-- name: clear_summaries
-- Begin anew.
DELETE FROM summary;

-- name: clear_situation_reports
-- Begin anew.
DELETE FROM situation_report;

-- name: read_summaries
-- Summaries that $1 sent, or received and that are not held from it, from the place $2 on, of period $3 and state $4 if
-- these are not null, at most $5.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.key, message.wrapped,
  message.body
FROM summary JOIN message USING (index)
WHERE message.index >= $2 AND ($3::text IS NULL OR summary.period = $3) AND ($4::text IS NULL OR summary.area = $4)
  AND message.wrapped IS NOT NULL
  AND (message.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY message.index LIMIT $5;

-- name: read_summary_years
-- The places of the summaries that $1 may read whose period begins with one of the years $2 (four digits).
SELECT summary.index FROM summary JOIN message USING (index)
WHERE left(summary.period, 4) = ANY ($2::text[]) AND message.wrapped IS NOT NULL
  AND (message.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY summary.index;

-- name: read_messages_at
-- The messages at the places $1, as they are kept.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message WHERE index = ANY ($1::bigint[]) ORDER BY index;

-- name: read_newest_report
-- The newest frozen report that $1 may read of the period $2 for the audience $3.
SELECT message.index, message.sender, message.id, message.sha256, message.type, message.key, message.wrapped,
  message.body
FROM situation_report JOIN message USING (index)
WHERE situation_report.period = $2 AND situation_report.audience = $3 AND message.wrapped IS NOT NULL
  AND (message.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY message.index DESC LIMIT 1;

-- name: last_edition
-- The last edition of a report of the period $1.
SELECT max(edition) FROM situation_report WHERE period = $1;

-- name: ask_reminder
-- $3 asks that $2 be reminded of its summary for the period $1, due on $4 (or null).
INSERT INTO summary_reminder (period, participant, asked_by, due_on, at)
VALUES ($1, $2, $3, $4, $5) RETURNING number;

-- name: read_reminders
-- Reminders that were not sent yet.
SELECT number, period, participant, due_on, at FROM summary_reminder WHERE NOT sent ORDER BY number LIMIT 100;

-- name: note_reminder_sent
-- The reminder $1 was sent.
UPDATE summary_reminder SET sent = true WHERE number = $1;

-- name: last_summary_revision
-- The last revision of the summary of the period $2 that $1 sent.
SELECT max(revision) FROM summary WHERE left(period, 4) = left($2::text, 4) AND period = $2 AND sender = $1;

-- name: read_sent_summaries
-- The summaries that $1 sent, the last ones first: before the place $2, at most $3.
SELECT summary.index, summary.at, summary.sender, summary.area, summary.period, summary.revision
FROM summary WHERE summary.sender = $1 AND summary.index < $2 ORDER BY summary.index DESC LIMIT $3;

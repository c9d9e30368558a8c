-- name: read_reporting_years
-- The years of the summaries that are known, newest first.
SELECT DISTINCT left(period, 4) AS year FROM summary ORDER BY year DESC;

-- name: read_reported
-- The newest summary of each period and state of the year $2 (four digits) that $1 sent, or received and that is not
-- held from it.
SELECT DISTINCT ON (summary.period, summary.area) summary.period, summary.area, summary.revision, summary.at,
  message.sender
FROM summary JOIN message USING (index)
WHERE left(summary.period, 4) = $2 AND message.wrapped IS NOT NULL
  AND (message.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY summary.period, summary.area, message.index DESC;

-- name: read_editions
-- The newest frozen report of each period of the year $2 and audience that $1 sent or received.
SELECT DISTINCT ON (situation_report.period, situation_report.audience) situation_report.period,
  situation_report.audience, situation_report.edition, situation_report.at
FROM situation_report JOIN message USING (index)
WHERE left(situation_report.period, 4) = $2 AND message.wrapped IS NOT NULL
  AND (message.sender = $1 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $1 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $1))))
ORDER BY situation_report.period, situation_report.audience, message.index DESC;

-- name: read_reminded
-- The last reminder of a summary of the year $1 (four digits) that each participant was to get, by period.
SELECT DISTINCT ON (period, participant) period, participant, due_on, at, sent
FROM summary_reminder WHERE left(period, 4) = $1 ORDER BY period, participant, number DESC;

-- name: count_overdue
-- Replies that are overdue, by who acts and who waits, with the oldest, and with how many are late for up to 3 days, up to
-- 14, or longer: $1 who acts, $2 now.
SELECT late.acting, late.other AS waiting, count(*) AS count, min(late.due_at) AS oldest,
  count(*) FILTER (WHERE due_at > $2 - interval '4 days') AS fresh,
  count(*) FILTER (WHERE due_at <= $2 - interval '4 days' AND due_at > $2 - interval '15 days') AS older,
  count(*) FILTER (WHERE due_at <= $2 - interval '15 days') AS oldest_ones
FROM unnest($1::text[]) AS who (name)
CROSS JOIN LATERAL (
  SELECT acting, other, due_at FROM case_desk
  WHERE acting = who.name AND party = who.name AND open AND sort_at < $2) AS late
GROUP BY late.acting, late.other ORDER BY count(*) DESC, late.acting, late.other;

-- name: read_overdue
-- Replies that are overdue, the oldest first, with the agreement that the case was opened under: $1 who acts, $2 who
-- waits or null, $3 only under these agreements or null, $4 now, $5 after this end of a term, $6 and this place, $7 limit.
SELECT late.kind, late.owner, late.subject, late.acting, late.other AS waiting, late.term, late.due_on, late.due_at,
  late.newest, opening.agreement
FROM unnest($1::text[]) AS who (name)
CROSS JOIN LATERAL (
  SELECT * FROM case_desk
  WHERE acting = who.name AND party = who.name AND open AND sort_at < $4 AND (sort_at, newest) > ($5, $6)
    AND ($2::text IS NULL OR other = $2)
  ORDER BY sort_at, newest) AS late
JOIN case_event AS opening ON opening.index = late.opened
WHERE $3::text[] IS NULL OR opening.agreement = ANY ($3::text[])
ORDER BY late.sort_at, late.newest LIMIT $7;

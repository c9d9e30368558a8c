-- name: add_desk_rows
-- The rows of one case, one for each party: arrays in step. $1 parties, $2 kind, $3 owner, $4 subject, $5 inbound,
-- $6 other, $7 stage, $8 open, $9 opened, $10 newest, $11 opened_at, $12 moved_at, $13 acting, $14 term, $15 verified,
-- $16 stopped, $17 due_on, $18 due_at, $19 judged, $20 until.
INSERT INTO case_desk (party, kind, owner, subject, inbound, other, stage, open, opened, newest, opened_at, moved_at,
  acting, term, verified, stopped, due_on, due_at, sort_at, judged, until, assignee)
SELECT said.party, $2, $3, $4, said.inbound, said.other, $7, $8, $9, $10, $11, $12, said.acting, said.term,
  said.verified, said.stopped, said.due_on, said.due_at, coalesce(said.due_at, 'infinity'), $19, $20,
  (SELECT account FROM case_assignment WHERE (participant, kind, owner, subject) = (said.party, $2, $3, $4))
FROM unnest($1::text[], $5::boolean[], $6::text[], $13::text[], $14::text[], $15::boolean[], $16::boolean[],
  $17::date[], $18::timestamptz[])
  AS said (party, inbound, other, acting, term, verified, stopped, due_on, due_at);

-- name: drop_desk_rows
-- A case is on nobody's desk: $1 kind, $2 owner, $3 subject.
DELETE FROM case_desk WHERE kind = $1 AND owner = $2 AND subject = $3;

-- name: clear_desk
-- No case is on any desk.
DELETE FROM case_desk;

-- name: find_desk_cases
-- The cases whose records stand at the places $1.
SELECT DISTINCT kind, owner, subject FROM case_event WHERE index = ANY ($1::bigint[]) ORDER BY 1, 2, 3;

-- name: read_judged_cases
-- Open cases whose terms were counted by other registers than $1; $2 limit.
SELECT DISTINCT kind, owner, subject FROM (
  (SELECT kind, owner, subject FROM case_desk WHERE open AND judged < $1 LIMIT $2)
  UNION ALL
  (SELECT kind, owner, subject FROM case_desk WHERE open AND judged > $1 LIMIT $2)
) AS stale ORDER BY 1, 2, 3 LIMIT $2;

-- name: read_passed_cases
-- Cases in which a term has ended by $1 since they were counted; $2 limit.
SELECT DISTINCT kind, owner, subject FROM (
  SELECT kind, owner, subject FROM case_desk WHERE until <= $1 ORDER BY until LIMIT $2
) AS passed ORDER BY 1, 2, 3;

-- name: list_desk_by_due
-- A page of a party's cases, the term that ends first at first: $1 party, $2 inbound (null: both), $3 open, $4 stage
-- (null: any), $5 other (null: any), $6 assignees (null: anybody or nobody), $7 nobody's only, $8 only where the party
-- has to act, $9 terms that end from, $10 before (null: any), $11 after this end of a term, $12 and this place, $13 limit.
SELECT case_desk.*, account.name AS assignee_name FROM (
  SELECT * FROM case_desk
  WHERE party = $1 AND ($2::boolean IS NULL OR inbound = $2) AND open = $3 AND ($4::text IS NULL OR stage = $4)
    AND ($5::text IS NULL OR other = $5) AND ($6::uuid[] IS NULL OR assignee = ANY ($6)) AND (NOT $7 OR assignee IS NULL)
    AND (NOT $8 OR acting = $1) AND sort_at >= $9 AND ($10::timestamptz IS NULL OR sort_at < $10)
    AND (sort_at, newest) > ($11, $12)
  ORDER BY sort_at, newest LIMIT $13
) AS case_desk LEFT JOIN account ON account.id = case_desk.assignee
ORDER BY case_desk.sort_at, case_desk.newest;

-- name: list_desk_by_move
-- A page of a party's cases, those that moved last first: $1 to $8 as above, $9 before this place, $10 limit.
SELECT case_desk.*, account.name AS assignee_name FROM (
  SELECT * FROM case_desk
  WHERE party = $1 AND ($2::boolean IS NULL OR inbound = $2) AND open = $3 AND ($4::text IS NULL OR stage = $4)
    AND ($5::text IS NULL OR other = $5) AND ($6::uuid[] IS NULL OR assignee = ANY ($6)) AND (NOT $7 OR assignee IS NULL)
    AND (NOT $8 OR acting = $1) AND newest < $9
  ORDER BY newest DESC LIMIT $10
) AS case_desk LEFT JOIN account ON account.id = case_desk.assignee
ORDER BY case_desk.newest DESC;

-- name: search_desk
-- A party's cases whose number begins with a text: $1 party, $2 inbound (null: both), $3 the text, $4 the first text
-- behind those that begin so, $5 limit.
SELECT case_desk.*, account.name AS assignee_name FROM (
  SELECT * FROM case_desk
  WHERE party = $1 AND subject COLLATE "C" >= $3 AND subject COLLATE "C" < $4
    AND ($2::boolean IS NULL OR inbound = $2)
  ORDER BY subject COLLATE "C" LIMIT $5
) AS case_desk LEFT JOIN account ON account.id = case_desk.assignee
ORDER BY case_desk.subject COLLATE "C";

-- name: list_waiting
-- Cases in which the party $1 itself has to act, the term that ends first at first; $2 limit.
SELECT case_desk.*, account.name AS assignee_name FROM (
  SELECT * FROM case_desk WHERE acting = $1 AND party = $1 AND open ORDER BY sort_at, newest LIMIT $2
) AS case_desk LEFT JOIN account ON account.id = case_desk.assignee
ORDER BY case_desk.sort_at, case_desk.newest;

-- name: count_waiting
-- How many cases there are in which the party $1 itself has to act and a term ends from $2 and before $3, $4 at most.
SELECT count(*) FROM (
  SELECT FROM case_desk WHERE acting = $1 AND party = $1 AND open AND sort_at >= $2 AND ($3::timestamptz IS NULL OR sort_at < $3)
  LIMIT $4
) AS counted;

-- name: count_unassigned
-- How many open cases sent to the party $1 nobody works on, $2 at most.
SELECT count(*) FROM (
  SELECT FROM case_desk WHERE party = $1 AND inbound AND open AND assignee IS NULL LIMIT $2
) AS counted;

-- name: list_dated
-- Open cases of the party $1 with a last day, where somebody of $2 works on them or nobody does; $3 limit.
SELECT case_desk.*, NULL AS assignee_name FROM case_desk
WHERE acting = $1 AND party = $1 AND open AND sort_at < 'infinity' AND (assignee IS NULL OR assignee = ANY ($2::uuid[]))
ORDER BY sort_at, newest LIMIT $3;

-- name: read_desk_row
-- A case on the desk of a party: $1 party, $2 kind, $3 owner, $4 subject.
SELECT case_desk.*, account.name AS assignee_name
FROM case_desk LEFT JOIN account ON account.id = case_desk.assignee
WHERE party = $1 AND kind = $2 AND owner = $3 AND subject = $4;

-- name: find_related
-- Other cases on a party's desk whose records stand at the places $1: $2 party, $3 kind, $4 owner, $5 subject (the case
-- itself), $6 limit.
SELECT DISTINCT case_desk.kind, case_desk.owner, case_desk.subject, case_desk.stage, case_desk.inbound,
  case_desk.other, case_desk.moved_at
FROM case_event JOIN case_desk USING (kind, owner, subject)
WHERE case_event.index = ANY ($1::bigint[]) AND case_desk.party = $2
  AND (case_desk.kind, case_desk.owner, case_desk.subject) <> ($3, $4, $5)
ORDER BY case_desk.moved_at DESC LIMIT $6;

-- name: read_desk_records
-- Records as they are kept, for the persons of a list: $1 places, $2 reader, who sent them or has them.
SELECT message.index, message.sender, message.id, message.key, message.wrapped, message.body FROM message
WHERE message.index = ANY ($1::bigint[])
  AND (message.sender = $2 OR EXISTS (
    SELECT FROM inbox_entry
    WHERE inbox_entry.recipient = $2 AND inbox_entry.index = message.index
      AND (inbox_entry.released OR NOT is_held(message.kid, message.index, $2))));

-- name: forget_desk
-- Records of a case were erased: $1 kind, $2 owner, $3 subject. It is counted again with what is left; without any
-- record it is on no desk.
WITH gone AS (
  DELETE FROM case_desk WHERE kind = $1 AND owner = $2 AND subject = $3
    AND NOT EXISTS (SELECT FROM case_event WHERE kind = $1 AND owner = $2 AND subject = $3)
)
UPDATE case_desk SET until = '-infinity' WHERE kind = $1 AND owner = $2 AND subject = $3
  AND EXISTS (SELECT FROM case_event WHERE kind = $1 AND owner = $2 AND subject = $3);

-- name: write_suspension
-- A suspension, stated by its leaf; its time is that of the group just written: $1 index of its leaf, $2 participant,
-- $3 key, $4 place from which messages are held (null: none), $5 digest, $6 statement.
INSERT INTO suspension (index, participant, kid, first, at, sha256, body)
SELECT $1, $2, $3, $4, log_head.at, $5, $6 FROM log_head;

-- name: read_suspensions
-- Every suspension, in the order of the log.
SELECT at, body FROM suspension ORDER BY index;

-- name: find_suspension
-- Where the statement with this digest stands in the log, and the end of its group. $1 digest.
SELECT suspension.index, leaf.body AS leaf,
  (SELECT min(size) FROM log_group WHERE size > suspension.index) AS group_size
FROM suspension JOIN leaf USING (index) WHERE suspension.sha256 = $1;

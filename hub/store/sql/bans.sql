-- name: write_ban_revision
-- A revision of a ban: $1 issuer, $2 reference, $3 revision, $4 place, $5 status, $6 action, $7 first day, $8 last day,
-- $9 day of the review, $10 first day of its warning, $11 recipients.
INSERT INTO ban_revision VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING;

-- name: forget_ban_revisions
-- Let go of the revisions at the places $1.
DELETE FROM ban_revision WHERE index = ANY ($1::bigint[]);

-- name: clear_ban_revisions
-- Let go of all revisions.
DELETE FROM ban_revision;

-- name: read_bans
-- The newest revision that $1 sent or received before the place $5 of each ban of the issuer $2 after the reference $3,
-- at most $4 (null: all).
SELECT DISTINCT ON (issuer, ban_id)
  issuer, ban_id, revision, index, status, action, starts_on, ends_on, review_due, warn_from, recipients
FROM ban_revision
WHERE issuer = $2 AND ban_id > $3 AND (issuer = $1 OR $1 = ANY (recipients)) AND index < $5
ORDER BY issuer, ban_id, revision DESC LIMIT $4;

-- name: count_bans
-- How many bans of the issuer $2 the participant $1 sent or received at any time before the place $3.
SELECT count(DISTINCT ban_id) FROM ban_revision
WHERE issuer = $2 AND (issuer = $1 OR $1 = ANY (recipients)) AND index < $3;

-- name: read_ban
-- The newest revision that $1 sent or received of the ban $3 of the issuer $2.
SELECT issuer, ban_id, revision, index, status, action, starts_on, ends_on, review_due, warn_from, recipients
FROM ban_revision
WHERE issuer = $2 AND ban_id = $3 AND (issuer = $1 OR $1 = ANY (recipients))
ORDER BY revision DESC LIMIT 1;

-- name: read_bans_to_review
-- Newest revisions of bans whose warning begins on the day $1 or before, by that first day and the place, after the day
-- $2 and the place $3, at most $4.
SELECT issuer, ban_id, revision, index, status, action, starts_on, ends_on, review_due, warn_from, recipients
FROM ban_revision AS this
WHERE warn_from <= $1 AND (warn_from, index) > ($2, $3) AND NOT EXISTS (
  SELECT FROM ban_revision AS later
  WHERE later.issuer = this.issuer AND later.ban_id = this.ban_id AND later.revision > this.revision)
ORDER BY warn_from, index LIMIT $4;

-- name: read_bans_at
-- The revisions at the places $2 that $1 sent or received and that are the newest he did of their ban.
SELECT issuer, ban_id, revision, index, status, action, starts_on, ends_on, review_due, warn_from, recipients
FROM ban_revision AS this
WHERE index = ANY ($2::bigint[]) AND (issuer = $1 OR $1 = ANY (recipients)) AND NOT EXISTS (
  SELECT FROM ban_revision AS later
  WHERE later.issuer = this.issuer AND later.ban_id = this.ban_id AND later.revision > this.revision
    AND (later.issuer = $1 OR $1 = ANY (later.recipients)))
ORDER BY index;

-- name: read_ban_messages
-- The messages at the places $1, by place.
SELECT index, sender, id, sha256, type, key, wrapped, body FROM message WHERE index = ANY ($1::bigint[]) ORDER BY index;

-- name: write_amnesty_act
-- A revision of an act: $1 issuer, $2 reference, $3 revision, $4 place.
INSERT INTO amnesty_act VALUES ($1, $2, $3, $4)
ON CONFLICT (issuer, act_id) DO UPDATE SET revision = excluded.revision, index = excluded.index
WHERE amnesty_act.revision < excluded.revision;

-- name: forget_amnesty_acts
-- Let go of the acts at the places $1.
DELETE FROM amnesty_act WHERE index = ANY ($1::bigint[]);

-- name: clear_amnesty_acts
-- Let go of all acts.
DELETE FROM amnesty_act;

-- name: read_amnesty_act
-- The place of the newest revision of the act $2 of the issuer $1.
SELECT index FROM amnesty_act WHERE issuer = $1 AND act_id = $2;

-- name: write_ban_list_state
-- A state of a list: $1 place, $2 issuer, $3 holder, $4 recipients, $5 digest.
INSERT INTO ban_list_state VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- name: forget_ban_list_states
-- Let go of the states at the places $1.
DELETE FROM ban_list_state WHERE index = ANY ($1::bigint[]);

-- name: clear_ban_list_states
-- Let go of all states.
DELETE FROM ban_list_state;

-- name: read_ban_list_state
-- The newest state of the issuer $1's own list that was sent to $2.
SELECT index FROM ban_list_state
WHERE issuer = $1 AND holder = $1 AND $2 = ANY (recipients) ORDER BY index DESC LIMIT 1;

-- name: digest_ban_list
-- The list of the issuer $2 at the participant $1 before the place $3, by buckets of $4 bits: how many bans each holds, and
-- the SHA-256 over them as `cis-ban-list/1` says. Listed is what has one of the statuses $5 and has not ended before $6.
SELECT bucket, count(*) AS count, sha256(string_agg(entry, '' ORDER BY ban_id)) AS digest
FROM (
  SELECT ban_id, convert_to(ban_id, 'UTF8') || '\x00' || convert_to(revision::text, 'UTF8') || '\x00'
      || convert_to(status, 'UTF8') || '\x0a' AS entry,
    ((get_byte(name, 0) << 8) + get_byte(name, 1)) >> (16 - $4::integer) AS bucket
  FROM (
    SELECT DISTINCT ON (issuer, ban_id) ban_id, revision, status, ends_on, sha256(convert_to(ban_id, 'UTF8')) AS name
    FROM ban_revision
    WHERE issuer = $2 AND (issuer = $1 OR $1 = ANY (recipients)) AND index < $3
    ORDER BY issuer, ban_id, revision DESC
  ) AS newest
  WHERE status = ANY ($5::text[]) AND (ends_on IS NULL OR ends_on >= $6)
) AS listed
GROUP BY bucket;

-- name: read_ban_list_states
-- The newest states of lists that $1 sent or received (null: anybody), by whose bans they are (issuer), at whom (reader),
-- and who said so (holder): the issuer of what it has sent, or the reader of what it holds; and when they were accepted.
SELECT issuer, reader, holder, index, (convert_from(leaf.body, 'UTF8')::json ->> 'at')::timestamptz AS at
FROM (
  SELECT DISTINCT ON (issuer, reader, holder) issuer, reader, holder, index
  FROM ban_list_state, unnest(recipients) AS recipient,
    LATERAL (SELECT CASE WHEN holder = issuer THEN recipient ELSE holder END AS reader) AS said
  WHERE (holder = issuer OR recipient = issuer) AND ($1::text IS NULL OR holder = $1 OR recipient = $1)
  ORDER BY issuer, reader, holder, index DESC
) AS newest JOIN leaf USING (index)
ORDER BY issuer, reader, holder;

-- name: read_ban_revisions
-- All revisions that $1 sent or received of the ban $3 of the issuer $2, the last one first.
SELECT issuer, ban_id, revision, index, status, action, starts_on, ends_on, review_due, warn_from, recipients
FROM ban_revision
WHERE issuer = $2 AND ban_id = $3 AND (issuer = $1 OR $1 = ANY (recipients))
ORDER BY revision DESC;

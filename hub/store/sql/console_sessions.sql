-- name: write_session
-- A session: $1 digest of its token, $2 id, $3 account, $4 how it was signed in, $5 time, $6 the browser.
INSERT INTO console_session (digest, id, account, level, opened_at, seen_at, agent) VALUES ($1, $2, $3, $4, $5, $5, $6);

-- name: read_session
-- The session whose token has the digest $1, with its account.
SELECT console_session.id AS session, digest, account, level, opened_at, seen_at, confirmed_at, agent,
  account.id, login, participant, name, roles, lang, zone, status, demo
FROM console_session JOIN account ON account.id = console_session.account WHERE digest = $1;

-- name: note_session_use
-- The session with the digest $1 was used at $2.
UPDATE console_session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2;

-- name: confirm_session
-- The person of the session with the digest $1 was confirmed at $2.
UPDATE console_session SET confirmed_at = $2 WHERE digest = $1;

-- name: read_sessions
-- The sessions of the account $1, newest first.
SELECT id AS session, digest, account, level, opened_at, seen_at, confirmed_at, agent FROM console_session
WHERE account = $1 ORDER BY opened_at DESC LIMIT 100;

-- name: drop_session
-- The session with the digest $1 ends.
DELETE FROM console_session WHERE digest = $1;

-- name: drop_session_by_id
-- The session $2 of the account $1 ends.
DELETE FROM console_session WHERE account = $1 AND id = $2 RETURNING id;

-- name: drop_sessions
-- All sessions of the account $1 end, but for the one with the digest $2 (null: all of them).
DELETE FROM console_session WHERE account = $1 AND ($2::bytea IS NULL OR digest <> $2);

-- name: drop_old_sessions
-- Sessions that were opened before $1.
DELETE FROM console_session WHERE opened_at < $1;

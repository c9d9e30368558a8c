-- name: write_passkey
-- A passkey: $1 its id, $2 account, $3 public key, $4 sign count, $5 what the person calls it, $6 time; none where it is
-- known already.
INSERT INTO passkey (id, account, public_key, sign_count, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING RETURNING id;

-- name: read_passkeys
-- The passkeys of the account $1, oldest first.
SELECT id, account, public_key, sign_count, name, created_at, used_at FROM passkey
WHERE account = $1 ORDER BY created_at, id;

-- name: read_passkey
-- The passkey $1, locked until the transaction ends.
SELECT id, account, public_key, sign_count, name, created_at, used_at FROM passkey WHERE id = $1 FOR UPDATE;

-- name: note_passkey_use
-- The passkey $1 was used at $3 and counts $2.
UPDATE passkey SET sign_count = $2, used_at = $3 WHERE id = $1;

-- name: drop_passkey
-- The passkey $2 of the account $1 goes.
DELETE FROM passkey WHERE account = $1 AND id = $2 RETURNING id;

-- name: drop_passkeys
-- All passkeys of the account $1 go, but for $2 (null: all of them).
DELETE FROM passkey WHERE account = $1 AND ($2::bytea IS NULL OR id <> $2);

-- name: note_answered
-- The challenge $1, which expires at $2, is answered; none where it was answered before.
INSERT INTO passkey_answered (challenge, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING challenge;

-- name: drop_answered
-- Challenges that had expired by $1.
DELETE FROM passkey_answered WHERE expires_at < $1;

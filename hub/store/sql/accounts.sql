-- name: write_account
-- A new account: $1 id, $2 login, $3 participant, $4 name, $5 roles, $6 language, $7 zone, $8 status, $9 whether it
-- is one of the demo, $10 time; none where the login is taken.
INSERT INTO account (id, login, participant, name, roles, lang, zone, status, demo, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (login) DO NOTHING RETURNING id;

-- name: read_account
-- The account $1.
SELECT id, login, participant, name, roles, lang, zone, status, demo FROM account WHERE id = $1;

-- name: read_account_by_login
-- The account of the login $1.
SELECT id, login, participant, name, roles, lang, zone, status, demo FROM account WHERE login = $1;

-- name: read_accounts
-- Accounts of the participant $1 (of all where it is null) after the login $2, at most $3.
SELECT id, login, participant, name, roles, lang, zone, status, demo FROM account
WHERE ($1::text IS NULL OR participant = $1) AND login > $2 ORDER BY login LIMIT $3;

-- name: read_demo_accounts
-- Accounts of the demo by login, at most $1.
SELECT id, login, participant, name, roles, lang, zone, status, demo FROM account WHERE demo ORDER BY login LIMIT $1;

-- name: activate_account
-- The account $1, which was invited, is active now.
UPDATE account SET status = 'active' WHERE id = $1 AND status = 'invited';

-- name: set_account_status
-- The account $1 has the status $2 from now on.
UPDATE account SET status = $2 WHERE id = $1;

-- name: set_account_tongue
-- The account $1 is spoken to in the language $2, and its times are those of the zone $3.
UPDATE account SET lang = $2, zone = $3 WHERE id = $1;

-- name: count_attempt
-- One more wrong attempt of the account $1, to be forgiven when it turns out right; $2: when it was looked at, or null.
UPDATE account_secret SET failures = failures + 1, failed_at = coalesce($2, failed_at) WHERE account = $1;

-- name: lock_account_secret
-- The row of the account $1, locked until the transaction ends.
SELECT password, code, code_step, failures, failed_at FROM account_secret WHERE account = $1 FOR UPDATE;

-- name: forgive_attempts
-- The account $1 begins anew with no wrong attempts.
UPDATE account_secret SET failures = 0, failed_at = NULL WHERE account = $1;

-- name: use_code_step
-- The account $1 has used the code of the step $2; none where that or a later one was used already.
UPDATE account_secret SET code_step = $2 WHERE account = $1 AND code_step < $2 RETURNING account;

-- name: write_account_secret
-- The account $1 signs in by the password of the hash $2 and the codes of the sealed secret $3, used up to the step $4.
INSERT INTO account_secret (account, password, code, code_step) VALUES ($1, $2, $3, $4)
ON CONFLICT (account) DO UPDATE
SET password = $2, code = $3, code_step = $4, failures = 0, failed_at = NULL;

-- name: set_password_hash
-- The password of the account $1 is kept as $2: the same one, by costs of today.
UPDATE account_secret SET password = $2 WHERE account = $1;

-- name: forget_password
-- The account $1 signs in by no password any more.
UPDATE account_secret SET password = NULL, code = NULL, failures = 0, failed_at = NULL WHERE account = $1;

-- name: write_invitation
-- The account $1 is invited by the code whose digest is $2, until $3; an earlier invitation ends.
INSERT INTO account_invitation (account, digest, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (account) DO UPDATE SET digest = $2, expires_at = $3;

-- name: take_invitation
-- Use the invitation whose digest is $1, if it holds at $2.
DELETE FROM account_invitation WHERE digest = $1 AND expires_at > $2 RETURNING account;

-- name: drop_invitation
-- The invitation of the account $1 ends.
DELETE FROM account_invitation WHERE account = $1;

-- name: read_console_secret
-- The console's secret as it is kept.
SELECT master, wrapped FROM console_secret;

-- name: write_console_secret
-- Keep a new secret of the console, wrapped by the master key $1, unless there is one.
INSERT INTO console_secret (master, wrapped) VALUES ($1, $2) ON CONFLICT (one) DO NOTHING;

-- name: rewrap_console_secret
-- The same secret, wrapped by the master key $1 instead of $3.
UPDATE console_secret SET master = $1, wrapped = $2 WHERE master = $3;

-- name: read_guessed_accounts
-- Accounts of the participant $1 (of all where it is null) with at least $2 wrong attempts in a row, and how many.
SELECT account.id, login, participant, name, roles, lang, zone, status, demo, failures
FROM account_secret JOIN account ON account.id = account_secret.account
WHERE failures >= $2 AND ($1::text IS NULL OR participant = $1) ORDER BY login LIMIT 100;

-- name: read_logins
-- The logins of the accounts $1.
SELECT id::text AS id, login FROM account WHERE id::text = ANY($1::text[]);

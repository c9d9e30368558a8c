-- Accounts of the console: people of participants, and operators of the hub (without a participant).
CREATE TABLE account (
  id          uuid PRIMARY KEY,
  login       text NOT NULL UNIQUE,
  participant text,
  name        text NOT NULL,
  roles       text[] NOT NULL,
  lang        text NOT NULL,
  zone        text NOT NULL,
  status      text NOT NULL CHECK (status IN ('invited', 'active', 'locked')),
  demo        boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL
);
CREATE INDEX account_participant ON account (participant, login);
COMMENT ON TABLE account IS 'People who use the console, and their roles.';

-- The password's hash, the secret of one-time codes (encrypted), and wrong attempts since the last right one.
CREATE TABLE account_secret (
  account   uuid PRIMARY KEY REFERENCES account,
  password  text,
  code      bytea,
  code_step bigint NOT NULL DEFAULT 0,
  failures  integer NOT NULL DEFAULT 0,
  failed_at timestamptz
);
COMMENT ON TABLE account_secret IS 'How accounts sign in by password and one-time code.';

CREATE TABLE account_invitation (
  account    uuid PRIMARY KEY REFERENCES account,
  digest     bytea NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE account_invitation IS 'Codes by which somebody signs in for the first time; each goes when it is used.';

CREATE TABLE passkey (
  id         bytea PRIMARY KEY,
  account    uuid NOT NULL REFERENCES account,
  public_key bytea NOT NULL,
  sign_count bigint NOT NULL,
  name       text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX passkey_account ON passkey (account);
COMMENT ON TABLE passkey IS 'Passkeys of accounts: public keys only.';

-- A challenge is answered once.
CREATE TABLE passkey_answered (
  challenge  bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_answered_expires ON passkey_answered (expires_at);
COMMENT ON TABLE passkey_answered IS 'Challenges that were answered and have not expired yet.';

-- `digest` is SHA-256 of what the cookie holds; the cookie itself is kept nowhere.
CREATE TABLE console_session (
  digest    bytea PRIMARY KEY,
  id        uuid NOT NULL UNIQUE,
  account   uuid NOT NULL REFERENCES account,
  level     text NOT NULL,
  opened_at timestamptz NOT NULL,
  seen_at   timestamptz NOT NULL,
  agent     text NOT NULL
);
CREATE INDEX console_session_account ON console_session (account, opened_at);
CREATE INDEX console_session_opened ON console_session (opened_at);
COMMENT ON TABLE console_session IS 'Browsers that are signed in.';

CREATE TABLE console_audit (
  number      bigint PRIMARY KEY,
  at          timestamptz NOT NULL,
  account     uuid,
  participant text,
  action      text NOT NULL,
  object      text NOT NULL,
  outcome     text NOT NULL,
  digest      bytea NOT NULL
);
CREATE INDEX console_audit_participant ON console_audit (participant, number);
CREATE INDEX console_audit_account ON console_audit (account, number);
CREATE INDEX console_audit_action ON console_audit (action, outcome, number);
COMMENT ON TABLE console_audit IS 'What people did in the console; each row is bound to the one before by its digest.';

-- One secret of the console, wrapped by the master key that `master` names.
CREATE TABLE console_secret (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  master  text NOT NULL,
  wrapped bytea NOT NULL
);
COMMENT ON TABLE console_secret IS 'The secret that one-time codes are encrypted by and forms are bound with.';

-- Records at rest are ciphertext; keys, erasure and blind indexes.

-- `body` is the encrypted envelope, `wrapped` its data key, `key` the name of the key that wraps it (see keys.at_rest).
-- key null: the envelope is plain, from before this migration; the worker encrypts it. wrapped null, key not: erased.
ALTER TABLE message ADD COLUMN key text;
ALTER TABLE message ADD COLUMN wrapped bytea;
CREATE INDEX message_key ON message (key);

-- What was erased, and under which key it was kept at last.
CREATE TABLE erasure (
  index bigint PRIMARY KEY,
  key   text NOT NULL,
  at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Up to which byte of the erasure journal, which is a file outside the database, this database has followed it.
CREATE TABLE erasure_journal (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint NOT NULL
);
INSERT INTO erasure_journal (position) VALUES (0);

-- The end of a key: when nothing was wrapped by it any more, how many messages were erased under it, when it was
-- destroyed, and the leaf that says so.
CREATE TABLE key_end (
  key       text PRIMARY KEY,
  emptied   timestamptz NOT NULL,
  erased    bigint NOT NULL,
  destroyed timestamptz,
  index     bigint REFERENCES leaf
);

-- Which keys each running process has in its memory.
CREATE TABLE key_report (
  process text PRIMARY KEY,
  at      timestamptz NOT NULL,
  keys    text[] NOT NULL
);

-- Legal holds: the message, the leaves that opened and closed the hold.
CREATE TABLE legal_hold (
  message bigint NOT NULL,
  opened  bigint PRIMARY KEY REFERENCES leaf,
  closed  bigint REFERENCES leaf
);
CREATE INDEX legal_hold_message ON legal_hold (message);

-- The documents that leaves about retention state: holds, releases, erasures. No personal data.
CREATE TABLE retention_act (
  index bigint PRIMARY KEY REFERENCES leaf,
  what  text NOT NULL UNIQUE, -- so that two processes do not state the same twice
  body  bytea NOT NULL
);

-- Tokens of numbers, identifiers and names under the blind key of a year (see keys.blind_index).
CREATE TABLE blind_index (
  token bytea,
  index bigint,
  year  smallint NOT NULL,
  PRIMARY KEY (token, index)
);
CREATE INDEX blind_index_index ON blind_index (index);
CREATE INDEX blind_index_year ON blind_index (year);

-- How far a projection has followed the log.
CREATE TABLE projection (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);

-- The exchange: the audit log, the messages behind its leaves, and the numbered inboxes.
-- Numbers in every table are given under the lock on log_head, by one writer at a time, so they have no gaps
-- and a reader may go by `number > last`.

CREATE TABLE log_head (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  size        bigint NOT NULL,
  root        bytea NOT NULL,
  frontier    bytea NOT NULL,
  at          timestamptz NOT NULL,
  trust_epoch bigint NOT NULL
);
COMMENT ON TABLE log_head IS 'The end of the log; its row lock is the lock of the log.';

-- What readers may see. A lazy second transaction moves it, after the checkpoint was signed.
CREATE TABLE log_release (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  size  bigint NOT NULL,
  note  bytea NOT NULL
);

CREATE TABLE leaf (
  index bigint PRIMARY KEY,
  body  bytea NOT NULL
);

-- The end of each group: the tree size a receipt of that group is made for.
CREATE TABLE log_group (
  size bigint PRIMARY KEY,
  root bytea NOT NULL
);

CREATE TABLE tile (
  level  smallint,
  number bigint,
  root   bytea NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, number)
);
COMMENT ON TABLE tile IS 'Full tiles only: 256 hashes each, with the root over them.';

-- One statement writes a group's leaves and messages together, so a foreign key would only look again at each row. A
-- signed record of about 2 KB stays in its row: it cannot be compressed, and a table beside it would cost two writes more.
CREATE TABLE message (
  index      bigint PRIMARY KEY,
  sender     text NOT NULL,
  id         uuid NOT NULL,
  sha256     bytea NOT NULL,
  type       text NOT NULL,
  group_size bigint NOT NULL,
  body       bytea NOT NULL,
  UNIQUE (sender, id)
) WITH (toast_tuple_target = 8160);

CREATE TABLE inbox_head (
  recipient text,
  lane      text,
  number    bigint NOT NULL,
  PRIMARY KEY (recipient, lane)
) WITH (fillfactor = 50);

CREATE TABLE inbox_entry (
  recipient text,
  lane      text,
  number    bigint,
  index     bigint NOT NULL,
  tombstone text,
  PRIMARY KEY (recipient, lane, number)
);

CREATE TABLE head (
  kind    text,
  owner   text,
  subject text,
  state   text NOT NULL,
  version bigint NOT NULL,
  parties text[] NOT NULL,
  last    uuid NOT NULL,
  PRIMARY KEY (kind, owner, subject)
);

-- What became of a message at one recipient, by the recipient's own signed receipt (or the hub's, when it expired).
CREATE TABLE delivery (
  index     bigint,
  recipient text,
  status    text NOT NULL,
  receipt   bigint NOT NULL,
  PRIMARY KEY (index, recipient)
);

CREATE TABLE agreement (
  id      text,
  version bigint,
  index   bigint NOT NULL REFERENCES leaf,
  sha256  bytea NOT NULL,
  body    bytea NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE trust_document (
  kind    text,
  version bigint,
  index   bigint REFERENCES leaf,
  body    bytea NOT NULL,
  PRIMARY KEY (kind, version)
);

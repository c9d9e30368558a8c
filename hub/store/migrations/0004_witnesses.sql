-- Witnesses: released checkpoints named for witnessing, the cosignatures collected for each, and which of them reached
-- the quorum of the trust list that was in force then. Rows are only ever added.

CREATE TABLE named_checkpoint (
  size bigint PRIMARY KEY,
  note bytea NOT NULL,
  at   timestamptz NOT NULL
);
COMMENT ON TABLE named_checkpoint IS 'Released checkpoints, as the log''s key signed them, that witnesses are asked to cosign.';

CREATE TABLE cosignature (
  witness   text,
  size      bigint REFERENCES named_checkpoint,
  name      text NOT NULL,
  key_hash  bytea NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (witness, size)
);
CREATE INDEX cosignature_size ON cosignature (size);
COMMENT ON TABLE cosignature IS 'One line of a cosigned note: the participant that witnessed, and the line''s own parts.';

CREATE TABLE witnessed_checkpoint (
  size bigint PRIMARY KEY REFERENCES named_checkpoint,
  at   timestamptz NOT NULL
);

-- What is said about keys outside of envelopes, and logged: delegations of contact persons' keys, and their approvals.

-- `kid` signed it. `about` is what it speaks of: the delegated key, or the digest of the payload that is approved. `said`
-- is when, by the signer's clock: of two delegations of one key none is logged after one that was said later.
CREATE TABLE statement (
  index       bigint PRIMARY KEY REFERENCES leaf,
  kind        text NOT NULL,
  participant text NOT NULL,
  kid         text NOT NULL,
  about       text NOT NULL,
  said        timestamptz NOT NULL,
  sha256      bytea NOT NULL UNIQUE,
  body        bytea NOT NULL
);
CREATE INDEX statement_kind ON statement (kind, index);
CREATE INDEX statement_about ON statement (kind, about, index);

-- Records that people of a participant prepare in the console, and their way to two signatures.

-- A public key that an account signs with. Whether it may sign is said by its delegation in the log, not here.
CREATE TABLE signing_key (
  kid        text PRIMARY KEY,
  account    uuid NOT NULL REFERENCES account,
  jwk        text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX signing_key_account ON signing_key (account, created_at);
COMMENT ON TABLE signing_key IS 'Public keys that accounts sign with, in a browser or from a file.';

-- A record that is prepared: its exact bytes, and later its envelope, are in `body`, encrypted; it is emptied once the
-- record was accepted or dropped. `kind`, `owner`, `subject` name its case, if it has one. `message` and `sha256` name
-- its payload; both are new with each revision, so an edit leaves every approval behind.
CREATE TABLE draft (
  id          uuid PRIMARY KEY,
  participant text NOT NULL,
  kind        text,
  owner       text,
  subject     text,
  type        text NOT NULL,
  revision    integer NOT NULL,
  status      text NOT NULL CHECK (status IN ('prepared', 'approved', 'returned', 'signed', 'sent', 'dropped')),
  author      uuid NOT NULL REFERENCES account,
  approver    uuid REFERENCES account,
  approved_at timestamptz,
  signer      uuid REFERENCES account,
  message     uuid NOT NULL,
  sha256      bytea NOT NULL,
  index       bigint,
  changed_at  timestamptz NOT NULL,
  key         text,
  wrapped     bytea,
  body        bytea NOT NULL
);
-- Two persons cannot prepare the same step of one case beside each other.
CREATE UNIQUE INDEX draft_open ON draft (participant, kind, owner, subject, type)
  WHERE status NOT IN ('sent', 'dropped');
CREATE INDEX draft_participant ON draft (participant, changed_at DESC) WHERE status NOT IN ('sent', 'dropped');
COMMENT ON TABLE draft IS 'Records that people prepare, approve and sign in the console.';

-- Which evidence of which record an officer has opened: `item` is its place in the record.
CREATE TABLE evidence_opened (
  account   uuid NOT NULL REFERENCES account,
  index     bigint NOT NULL,
  item      integer NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (account, index, item)
);
COMMENT ON TABLE evidence_opened IS 'Evidence that officers have opened before they decide.';

-- That the officer in charge has reviewed a case whose record concerns a minor, says an account of the participant.
CREATE TABLE safeguard_review (
  participant text NOT NULL,
  owner       text NOT NULL,
  subject     text NOT NULL,
  account     uuid NOT NULL REFERENCES account,
  reviewed_at timestamptz NOT NULL,
  PRIMARY KEY (participant, owner, subject)
);
COMMENT ON TABLE safeguard_review IS 'Cases whose safeguards were reviewed, by participant.';

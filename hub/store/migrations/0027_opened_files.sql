-- Files that came beside a case's records, and who has opened them; and sessions in which a person has confirmed himself.

-- `index` is the place of the descriptor, `item` the file's place in it. `mark` is what could be had from the opened file
-- alone (docs/reference/attachments.md); `checked` where the sender's descriptor let the hub compare it.
CREATE TABLE attachment_opened (
  account   uuid NOT NULL REFERENCES account,
  index     bigint NOT NULL,
  item      integer NOT NULL,
  mark      bytea NOT NULL,
  checked   boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (account, index, item)
);
COMMENT ON TABLE attachment_opened IS 'Files that officers say they have opened, with what they had to find in them.';

-- Which descriptors belong to which record: a projection of the records of type `attachment`.
CREATE TABLE attachment_about (
  index  bigint PRIMARY KEY,
  sender text NOT NULL,
  id     uuid NOT NULL
);
CREATE INDEX attachment_about_record ON attachment_about (sender, id);
COMMENT ON TABLE attachment_about IS 'Descriptors of files, by the record that they belong to.';
DELETE FROM projection WHERE name = 'attachments'; -- it is followed anew, for the table above

-- When the person of a session has confirmed himself last, by a passkey or by password and code.
ALTER TABLE console_session ADD COLUMN confirmed_at timestamptz;

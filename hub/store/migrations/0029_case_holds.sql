-- Cases in which a participant prepares and signs nothing for now, says an account of it. There is no column for a reason,
-- and there shall be none: whoever is protected is known at the member's site alone (docs/adr/0041). A row goes when the
-- hold is released; that it stood is told by the console's audit alone.
CREATE TABLE case_hold (
  participant text NOT NULL,
  kind        text NOT NULL,
  owner       text NOT NULL,
  subject     text NOT NULL,
  account     uuid NOT NULL REFERENCES account,
  held_at     timestamptz NOT NULL,
  PRIMARY KEY (participant, kind, owner, subject)
);
COMMENT ON TABLE case_hold IS 'Cases in which a participant signs nothing until the hold is released.';

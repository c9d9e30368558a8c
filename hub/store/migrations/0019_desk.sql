-- The desk: cases as lists show them to each party, and what a participant's people add for themselves.

-- One row for each case and party, made with the projection `cases`: whose move it is, and until when. `opened` and
-- `newest` are places in the log, `sort_at` is `due_at` or infinity, `judged` names the registers that the term was
-- counted by, `until` is when it has to be counted again. `assignee` repeats `case_assignment`, so that lists need no
-- join.
CREATE TABLE case_desk (
  party     text NOT NULL,
  kind      text NOT NULL,
  owner     text NOT NULL,
  subject   text NOT NULL,
  inbound   boolean NOT NULL,
  other     text NOT NULL,
  stage     text NOT NULL,
  open      boolean NOT NULL,
  opened    bigint NOT NULL,
  newest    bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  moved_at  timestamptz NOT NULL,
  acting    text,
  term      text,
  verified  boolean NOT NULL,
  stopped   boolean NOT NULL,
  due_on    date,
  due_at    timestamptz,
  sort_at   timestamptz NOT NULL,
  judged    text NOT NULL,
  until     timestamptz NOT NULL,
  assignee  uuid,
  PRIMARY KEY (party, kind, owner, subject)
);
CREATE INDEX case_desk_case ON case_desk (kind, owner, subject);
CREATE INDEX case_desk_due ON case_desk (party, inbound, open, sort_at, newest);
CREATE INDEX case_desk_stage ON case_desk (party, inbound, stage, sort_at, newest);
CREATE INDEX case_desk_other ON case_desk (party, inbound, open, other, sort_at, newest);
CREATE INDEX case_desk_assignee ON case_desk (party, inbound, open, assignee, sort_at, newest);
CREATE INDEX case_desk_newest ON case_desk (party, inbound, open, newest);
CREATE INDEX case_desk_subject ON case_desk (party, subject COLLATE "C");
CREATE INDEX case_desk_acting ON case_desk (acting, party, open, sort_at, newest);
CREATE INDEX case_desk_judged ON case_desk (open, judged);
CREATE INDEX case_desk_until ON case_desk (until);
COMMENT ON TABLE case_desk IS 'Cases as lists show them to each party.';

-- Who works on a case, said by his participant's people.
CREATE TABLE case_assignment (
  participant text NOT NULL,
  kind        text NOT NULL,
  owner       text NOT NULL,
  subject     text NOT NULL,
  account     uuid REFERENCES account,
  assigned_by uuid NOT NULL REFERENCES account,
  assigned_at timestamptz NOT NULL,
  PRIMARY KEY (participant, kind, owner, subject)
);
COMMENT ON TABLE case_assignment IS 'Who works on a case; each participant for itself.';

-- What colleagues tell each other about a case: encrypted, and never shown to another participant.
CREATE TABLE case_comment (
  id          uuid PRIMARY KEY,
  participant text NOT NULL,
  kind        text NOT NULL,
  owner       text NOT NULL,
  subject     text NOT NULL,
  account     uuid NOT NULL REFERENCES account,
  written_at  timestamptz NOT NULL,
  key         text NOT NULL,
  wrapped     bytea NOT NULL,
  body        bytea NOT NULL
);
CREATE INDEX case_comment_case ON case_comment (participant, kind, owner, subject, written_at);
COMMENT ON TABLE case_comment IS 'Comments inside one participant.';

-- The number under which a participant''s own registry took a case in.
CREATE TABLE case_registration (
  participant   text NOT NULL,
  kind          text NOT NULL,
  owner         text NOT NULL,
  subject       text NOT NULL,
  number        text NOT NULL,
  registered_on date NOT NULL,
  account       uuid NOT NULL REFERENCES account,
  changed_at    timestamptz NOT NULL,
  PRIMARY KEY (participant, kind, owner, subject)
);
COMMENT ON TABLE case_registration IS 'Incoming numbers of cases, each participant''s own.';

-- Somebody is away, and a colleague does his work; the note says what has to be known, encrypted.
CREATE TABLE absence (
  id       uuid PRIMARY KEY,
  account  uuid NOT NULL REFERENCES account,
  deputy   uuid NOT NULL REFERENCES account,
  first    date NOT NULL,
  last     date NOT NULL,
  key      text NOT NULL,
  wrapped  bytea NOT NULL,
  body     bytea NOT NULL,
  said_at  timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX absence_account ON absence (account, last);
CREATE INDEX absence_deputy ON absence (deputy, last);
COMMENT ON TABLE absence IS 'Who is away, until when, and who does his work.';

-- A secret address of deadlines for a calendar; `digest` is SHA-256 of its secret part.
CREATE TABLE calendar_feed (
  digest     bytea PRIMARY KEY,
  account    uuid NOT NULL REFERENCES account,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX calendar_feed_account ON calendar_feed (account) WHERE ended_at IS NULL;
COMMENT ON TABLE calendar_feed IS 'Secret addresses of calendars of deadlines.';

-- Filters of lists that somebody has given a name.
CREATE TABLE saved_filter (
  account    uuid NOT NULL REFERENCES account,
  name       text NOT NULL,
  query      text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, name)
);
COMMENT ON TABLE saved_filter IS 'Named filters of lists.';

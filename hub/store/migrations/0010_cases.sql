-- Cases of readmission, transit and citizenship checks as the released log tells them: a projection, made anew by
-- `hub rebuild --only cases`. It holds codes and legal dates; what a record says of a person stays encrypted.
--
-- One row for each record of a case, with the state of the case after it. The newest row says how the case stands.
CREATE TABLE case_event (
  index      bigint PRIMARY KEY,
  kind       text NOT NULL,
  owner      text NOT NULL,
  subject    text NOT NULL,
  parties    text[] NOT NULL,
  type       text NOT NULL,
  sender     text NOT NULL,
  id         uuid NOT NULL,
  agreement  text,
  at         timestamptz NOT NULL,
  registered boolean NOT NULL,
  facts      text NOT NULL,
  state      text NOT NULL,
  version    bigint NOT NULL,
  newest     boolean NOT NULL
);
CREATE INDEX case_event_case ON case_event (kind, owner, subject, index);
CREATE INDEX case_event_parties ON case_event USING gin (parties) WHERE newest;

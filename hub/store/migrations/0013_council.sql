-- Records of the Council and of bilateral bodies as the released log tells them: a projection, made anew by
-- `hub rebuild --only council`. Who may read each is who sent it or got it; what it says stays in the messages.
CREATE TABLE council_record (
  index    bigint PRIMARY KEY,
  type     text NOT NULL,
  owner    text NOT NULL,
  subject  text NOT NULL,
  sender   text NOT NULL,
  of_body  text,
  stage    text NOT NULL,
  revision bigint NOT NULL,
  year     integer,
  at       timestamptz NOT NULL,
  readers  text[] NOT NULL
);
CREATE INDEX council_record_subject ON council_record (type, owner, subject, index);
CREATE INDEX council_record_readers ON council_record USING gin (readers);

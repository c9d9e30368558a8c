-- Searches for missing persons, remains, proposals of matches and what is told of searches: a projection of the log. It
-- keeps references, stages and who may read; persons stay in the messages. `readers` are sender and recipients,
-- `stage` is that of a proposal, the outcome of an update, else empty.
CREATE TABLE search_record (
  index    bigint PRIMARY KEY,
  at       timestamptz NOT NULL,
  type     text NOT NULL,
  owner    text NOT NULL,
  subject  text NOT NULL,
  revision integer NOT NULL,
  stage    text NOT NULL,
  sender   text NOT NULL,
  readers  text[] NOT NULL
);
CREATE INDEX search_record_subject ON search_record (owner, subject, index);
CREATE INDEX search_record_type ON search_record (type, index);
COMMENT ON TABLE search_record IS 'Searches, remains, matches and updates by reference, as the log tells of them.';

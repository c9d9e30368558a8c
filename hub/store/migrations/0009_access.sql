-- Accesses to person data: the document that each leaf `access` states, encrypted under a key of the class `access`.
-- No names, no numbers of persons; when the key's term is over and it is destroyed, nobody can read it any more.
CREATE TABLE access (
  index   bigint PRIMARY KEY REFERENCES leaf,
  key     text NOT NULL,
  wrapped bytea NOT NULL,
  body    bytea NOT NULL
);

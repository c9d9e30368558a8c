-- What the projection `bans` keeps. Who is banned stays in the messages: here are references, states and days.

-- A revision of a ban: its message, from when to when it holds as far as that is known, and when it is reviewed.
CREATE TABLE ban_revision (
  issuer     text,
  ban_id     text COLLATE "C", -- lists are digested in this order
  revision   bigint,
  index      bigint NOT NULL UNIQUE,
  status     text NOT NULL,
  action     text NOT NULL,
  starts_on  date,
  ends_on    date,
  review_due date NOT NULL,
  warn_from  date NOT NULL,
  recipients text[] NOT NULL,
  PRIMARY KEY (issuer, ban_id, revision)
);

-- A review, an enquiry or a hit: who asked, about whose ban, under which agreement, what opened it, and what answered it.
CREATE TABLE ban_case (
  kind        text,
  owner       text,
  subject     text,
  issuer      text NOT NULL,
  ban_id      text COLLATE "C",
  agreement   text,
  opened      bigint NOT NULL UNIQUE,
  opened_at   timestamptz NOT NULL,
  answered    bigint,
  answered_at timestamptz,
  outcome     text,
  PRIMARY KEY (kind, owner, subject)
);
CREATE INDEX ban_case_issuer ON ban_case (issuer, ban_id);
CREATE INDEX ban_case_answered ON ban_case (answered);

-- The newest revision of an amnesty act.
CREATE TABLE amnesty_act (
  issuer   text,
  act_id   text,
  revision bigint NOT NULL,
  index    bigint NOT NULL UNIQUE,
  PRIMARY KEY (issuer, act_id)
);

-- States of ban lists that were sent.
CREATE TABLE ban_list_state (
  index      bigint PRIMARY KEY,
  issuer     text NOT NULL,
  holder     text NOT NULL,
  recipients text[] NOT NULL,
  digest     bytea NOT NULL
);
CREATE INDEX ban_list_state_issuer ON ban_list_state (issuer, index);

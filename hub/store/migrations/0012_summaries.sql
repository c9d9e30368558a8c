-- Situation summaries and frozen reports, found by state and period: projections of the log. The figures stay in the
-- messages.
CREATE TABLE summary (
  index    bigint PRIMARY KEY,
  at       timestamptz NOT NULL,
  sender   text NOT NULL,
  area     text NOT NULL,
  period   text NOT NULL,
  revision integer NOT NULL
);
CREATE INDEX summary_period ON summary (left(period, 4), index);

CREATE TABLE situation_report (
  index    bigint PRIMARY KEY,
  at       timestamptz NOT NULL,
  sender   text NOT NULL,
  period   text NOT NULL,
  audience text NOT NULL,
  edition  integer NOT NULL
);
CREATE INDEX situation_report_period ON situation_report (period, audience, index);

-- Who asked that a state be reminded; the worker has the hub say so, once.
CREATE TABLE summary_reminder (
  number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  period      text NOT NULL,
  participant text NOT NULL,
  asked_by    text NOT NULL,
  due_on      date,
  at          timestamptz NOT NULL,
  sent        boolean NOT NULL DEFAULT false
);

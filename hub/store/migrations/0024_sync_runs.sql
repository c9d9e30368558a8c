-- What became of the runs of scheduled syncs, as the hub judged it by what came; a settled row changes no more.
CREATE TABLE sync_run (
  sync        text,
  opens_at    timestamptz,
  due_at      timestamptz NOT NULL,
  version     integer NOT NULL,
  sender      text NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'done', 'late', 'missed')),
  came_at     timestamptz,
  count       bigint NOT NULL,
  usual       double precision,
  empty       boolean NOT NULL,
  shrinking   boolean NOT NULL,
  reported    bytea,
  settled     boolean NOT NULL,
  PRIMARY KEY (sync, opens_at)
);
CREATE INDEX sync_run_missed ON sync_run (sync, due_at) WHERE state = 'missed';
COMMENT ON TABLE sync_run IS 'Runs of scheduled syncs, as judged by the messages and reports that came.';

-- How many messages of a type came in the time of a run.
CREATE INDEX traffic_typed ON traffic (sender, recipient, type, at);

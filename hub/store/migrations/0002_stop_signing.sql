-- A log that is not what was signed is signed no more, by any process, also after a restart.
-- An operator takes the mark away once the log was restored: UPDATE log_head SET stopped = false.

ALTER TABLE log_head ADD COLUMN stopped boolean NOT NULL DEFAULT false;

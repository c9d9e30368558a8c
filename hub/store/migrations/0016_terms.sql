-- Terms that people are warned of are looked for a stretch at a time.
CREATE INDEX case_event_newest ON case_event (index) WHERE newest;
CREATE INDEX ban_case_unanswered ON ban_case (opened) WHERE answered IS NULL AND kind <> 'ban-hit';
CREATE INDEX ban_revision_warned ON ban_revision (warn_from, index);

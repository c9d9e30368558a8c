-- Pages of bans are read in the order of their references, the newest revision of each first.
CREATE UNIQUE INDEX ban_revision_newest ON ban_revision (issuer, ban_id, revision DESC);

-- Cases in which a party has to act, those that moved last first.
CREATE INDEX case_desk_acting_newest ON case_desk (acting, party, open, newest);
CREATE INDEX case_desk_stage_newest ON case_desk (party, inbound, stage, newest);
CREATE INDEX case_desk_other_newest ON case_desk (party, inbound, open, other, newest);
CREATE INDEX case_desk_assignee_newest ON case_desk (party, inbound, open, assignee, newest);

-- The audit of the console is searched by outcome alone, too: rare ones ("locked") are found without reading all of it.
CREATE INDEX console_audit_outcome ON console_audit (outcome, number);

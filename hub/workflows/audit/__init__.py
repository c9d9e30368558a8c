"""The audit of the whole log, from the leaves up: `whole.audit_log` and what it consists of."""

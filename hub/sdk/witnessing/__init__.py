"""The gateway as a witness of the log, and what it keeps for an audit of its own."""

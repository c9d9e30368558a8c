"""Scheduled syncs: which are agreed on, when each run begins and is due, and what became of it."""

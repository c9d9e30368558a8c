"""Situation summaries, and the consolidated report of a period."""

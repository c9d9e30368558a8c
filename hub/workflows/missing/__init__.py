"""Searches for missing persons, and proposals of matches."""

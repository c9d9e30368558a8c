"""Composing: which records a participant may send, to whom, and what a new one begins with."""

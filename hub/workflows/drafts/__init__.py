"""Records that people prepare, approve and sign by their own keys."""

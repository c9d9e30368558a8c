"""What an envelope is checked for before it has a place in the log, in the order of docs/reference/submission.md."""

"""What the member trusts: the trust list, the keys of the log, the statements in it."""

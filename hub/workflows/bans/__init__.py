"""Entry bans as issuers and recipients hold them: how they stand, and whether two lists are the same."""

"""People's accounts: invitations, passkeys, passwords, sessions, locks."""

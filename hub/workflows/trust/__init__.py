"""Who may say what: the trust list, and the statements that participants and the secretariat make in the log."""

"""The register of agreements: its versions, consents of parties, and what may be sent between whom."""

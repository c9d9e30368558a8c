"""One case: its records, terms, evidence, and what blocks its next step."""

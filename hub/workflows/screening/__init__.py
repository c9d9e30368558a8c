"""Who may be banned: the index, questions with their purpose, and the advice to a citizen."""

"""The desk of contact persons: tasks, lists of cases, who works on what, who is away."""

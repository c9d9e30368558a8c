"""What recipients fetch: their inbox, and the files beside their records."""

"""What data subjects and supervisors ask: accesses, corrections, and who has not answered."""

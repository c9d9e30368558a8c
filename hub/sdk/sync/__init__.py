"""The member's part of scheduled syncs: the schedule, its runs, what people order."""

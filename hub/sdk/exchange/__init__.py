"""Between the national system and the hub, in both directions, in steps that may be repeated."""

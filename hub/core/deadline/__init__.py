"""Deadline clocks: terms of agreements, counted day by day by the acting state's calendar."""

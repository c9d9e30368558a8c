"""The adapter in a process of its own: bounded, without keys, spoken to in lines."""

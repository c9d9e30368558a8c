"""What a process of the hub opens when it starts, and whether it may take work."""

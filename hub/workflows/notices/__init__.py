"""What the hub says of itself, signed by its own key."""

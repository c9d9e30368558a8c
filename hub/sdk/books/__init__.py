"""What the gateway remembers of messages: sent, received, waiting, asked; each a table of its state."""

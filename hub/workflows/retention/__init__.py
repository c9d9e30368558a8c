"""How long messages are kept, on whose hold, and what is let go."""

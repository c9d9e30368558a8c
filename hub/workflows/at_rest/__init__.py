"""Records at rest: the keyring that opens them, its rotation, and erasure that a restore does not undo."""

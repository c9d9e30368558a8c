"""The log: places in it, its release, proofs of it, its witnesses; evidence for one message."""

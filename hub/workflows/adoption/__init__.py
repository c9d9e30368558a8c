"""Which versions of record types are in use, and which clients have passed the conformance kit."""

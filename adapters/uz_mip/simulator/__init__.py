"""A simulated Uzbek register behind a simulated platform: a process of its own, for tests, demo and conformance.

    python -m adapters.uz_mip.simulator --port 0 --state DIR

It asks for a token from its identity server (`token` in its first line), keeps the feed of documents, and recognises
idempotency keys. It writes and reads the national documents itself; all persons in it are fictitious.
"""

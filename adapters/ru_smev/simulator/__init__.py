"""A simulated Russian register behind a simulated SMEV 3 queue: a process of its own, for tests, demo and conformance.

    python -m adapters.ru_smev.simulator --port 0 --state DIR

It speaks real HTTP and XML on the loopback, keeps its state in one SQLite file, and shares no mapping code with the
adapter: cards are written to XML by `cards`, so that a mistake of the mapping is seen and not cancelled out.
All persons in it are generated and fictitious.
"""

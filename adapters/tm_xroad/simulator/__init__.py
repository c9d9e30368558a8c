"""A simulated register of an observer behind a simulated security server: Council records and summaries, no persons.

    python -m adapters.tm_xroad.simulator --port 0 --state DIR

`put` makes summaries, notes of experience and notices of legislation. Documents are written and read here, not by the
adapter's mapping.
"""

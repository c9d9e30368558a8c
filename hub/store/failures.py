"""PostgreSQL's failures, grouped by what a workflow does next."""

import asyncpg

NumberTakenError = asyncpg.UniqueViolationError  # somebody else took the number: read again and repeat
BadDataError = asyncpg.DataError  # one value cannot be stored: find out whose it is


class InDoubtError(Exception):
    """A commit returned, yet its standby may not have it."""


# Nothing is known or nothing was done; the same bytes may be sent again. When a server dies while asyncpg speaks to it,
# the driver may find itself in a state it does not know, and says so with an error outside its other two families.
FAILURES = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    InDoubtError,
    OSError,
    TimeoutError,
)

"""Wrong passwords and codes: the first few cost nothing, then one waits ever longer, in the end that way is locked.

Attempts made while one has to wait are not looked at, but counted. A passkey always works: it cannot be guessed.
"""

from datetime import datetime, timedelta

FREE = 5
LONGEST = timedelta(minutes=15)
LOCKED_AT = 100


def wait_after(failures: int) -> timedelta:
    """Return how long one waits after so many failures in a row."""
    if failures < FREE:
        return timedelta()
    return min(LONGEST, timedelta(seconds=2 ** min(failures - FREE, 16)))


def has_to_wait(failures: int, failed_at: datetime | None, now: datetime) -> bool:
    """Say whether an attempt comes too early; `failed_at` is when the last one was looked at."""
    return failed_at is not None and now < failed_at + wait_after(failures)


def is_locked(failures: int) -> bool:
    """Say whether this way in is locked until an administrator opens it."""
    return failures >= LOCKED_AT

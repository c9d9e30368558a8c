"""How much one participant may submit: a bucket that fills by itself and that each envelope takes from.

A flood by one participant must not stand in the way of another. Only envelopes with a good signature are charged, so
nobody can spend another's quota.
"""

from dataclasses import dataclass
from datetime import datetime

from hub.core.errors import OverloadedError


@dataclass(slots=True)
class _Bucket:
    level: float
    at: datetime


class Quotas:
    """A bucket per participant: `rate` envelopes a second, `burst` of them at once; a rate of 0 is no limit."""

    def __init__(self, *, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._buckets: dict[str, _Bucket] = {}

    def charge(self, participant: str, now: datetime, *, count: int = 1) -> None:
        """Take so many from the participant's bucket, or none if it does not hold them all; `count` is at most `burst`.

        Raises:
            OverloadedError: it is empty; says in how many seconds it will not be.
        """
        if not self._rate:
            return
        bucket = self._buckets.setdefault(participant, _Bucket(float(self._burst), now))
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.level = min(float(self._burst), bucket.level + passed * self._rate)
        bucket.at = now
        if bucket.level < count:
            raise OverloadedError(retry_after=max(1, round((count - bucket.level) / self._rate)))
        bucket.level -= count

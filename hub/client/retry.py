"""When to try again: growing pauses with jitter, never earlier than the other side asked for.

Only identical bytes are ever sent again, so trying again is always safe; this module decides only when.
"""

import asyncio
import random
import time
from collections.abc import Callable

_draw = random.SystemRandom().random


class Backoff:
    """The pause after failures: doubles from `first` to `most` seconds, half of it drawn by lot.

    The lot keeps gateways that failed together from coming back together.
    """

    def __init__(self, *, first: float = 0.5, most: float = 60.0, draw: Callable[[], float] = _draw) -> None:
        self._first = first
        self._most = most
        self._draw = draw
        self._until = 0.0
        self.failures = 0

    def fail(self, after: float = 0.0) -> float:
        """Count a failure; returns the pause in seconds, at least `after` (a Retry-After)."""
        whole = min(self._most, self._first * 2.0 ** min(self.failures, 30))
        pause = max(after, whole / 2 + whole / 2 * self._draw())
        self.failures += 1
        self._until = time.monotonic() + pause
        return pause

    def reset(self) -> None:
        """Forget failures: something worked."""
        self.failures = 0
        self._until = 0.0

    @property
    def remaining(self) -> float:
        """Seconds that are left of the pause."""
        return max(0.0, self._until - time.monotonic())

    async def wait(self) -> None:
        """Sleep through what is left of the pause."""
        if self.remaining:
            await asyncio.sleep(self.remaining)

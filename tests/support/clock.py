"""A clock that tests move."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.clock import SystemClock


@dataclass
class MovedClock:
    """The machine's time and a shift."""

    moved: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moved time."""
        return SystemClock().now() + self.moved

    def shift(self) -> timedelta:
        """Return by how much it was moved."""
        return self.moved

"""What is announced to everybody, said on every page: read once in a while, not with every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.workflows.exchange import Exchange
from hub.workflows.health.announce import Announcement, read_announcements

_AGAIN = timedelta(seconds=15)  # how long another process's announcement may stay unsaid here


@dataclass(slots=True)
class Announced:
    """What was announced when it was read last; `read_at` is None where it has to be read anew."""

    standing: Sequence[Announcement] = ()
    read_at: datetime | None = None

    async def holding(self, exchange: Exchange, now: datetime) -> Sequence[Announcement]:
        """Return what holds now."""
        if self.read_at is None or not timedelta(0) <= now - self.read_at <= _AGAIN:  # a training clock may jump
            self.standing, self.read_at = await read_announcements(exchange), now
        return [each for each in self.standing if each.holds(now)]

"""When participants' gateways read their inboxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The last time that a gateway read a lane: after which number, and how many numbers the lane has now."""

    participant: str
    lane: str
    at: datetime
    number: int
    last: int

    @property
    def behind(self) -> int:
        """Return how many numbers it had not asked for by then."""
        return max(0, self.last - self.number)


async def note(conn: Connection, *, participant: str, lane: str, at: datetime, number: int) -> None:
    """Note that a gateway reads a lane after a number."""
    await conn.execute(_SQL["note_sync"], participant, lane, at, number)


async def read(conn: Connection, participant: str | None = None) -> Sequence[Sync]:
    """Return the last synchronisation of each lane, of one participant or of all."""
    return [Sync(**row) for row in await conn.fetch(_SQL["read_syncs"], participant)]

"""What became of the runs of scheduled syncs, as the hub judged it."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """How a run stands: `count` messages came that `usual` ones would have; `reported` is its report's payload.

    What is `settled` changes no more: the next run has begun.
    """

    sync: str
    opens_at: datetime
    due_at: datetime
    version: int
    sender: str
    state: str
    came_at: datetime | None
    count: int
    usual: float | None
    empty: bool
    shrinking: bool
    reported: bytes | None
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """How many messages each recipient got at least, and when the last of them got its first one."""

    count: int
    first_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Messages of a type from one to others, from an instant on and before another (None: no end)."""

    sender: str
    recipients: Sequence[str]
    type: str
    since: datetime
    until: datetime | None


async def count_come(conn: Connection, wanted: Wanted) -> Come:
    """Return what came."""
    asked = (wanted.sender, list(wanted.recipients), wanted.type, wanted.since, wanted.until)
    (row,) = await conn.fetch(_SQL["count_come"], *asked)
    return Come(count=row["count"], first_at=row["first_at"])


async def write(conn: Connection, run: SyncRun) -> None:
    """Write how a run stands; a settled one stays as it is."""
    await conn.execute(_SQL["write_sync_run"], *astuple(run))


async def settle_former(conn: Connection, sync: str, version: int) -> None:
    """Let runs by earlier versions of the terms stay as they are."""
    await conn.execute(_SQL["settle_former"], sync, version)


async def read_settled(conn: Connection, sync: str) -> datetime | None:
    """Return which run of a sync was settled last."""
    found: datetime | None = await conn.fetchval(_SQL["read_settled"], sync)
    return found


async def read(conn: Connection, syncs: Sequence[str], limit: int) -> dict[str, list[SyncRun]]:
    """Return the newest runs of each of these syncs, the newest first."""
    found: dict[str, list[SyncRun]] = {name: [] for name in syncs}
    for row in await conn.fetch(_SQL["read_sync_runs"], list(syncs), limit):
        found[row["sync"]].append(SyncRun(**row))
    return found


async def read_missing_since(conn: Connection, syncs: Sequence[str]) -> Mapping[str, datetime]:
    """Return since when syncs owe a run, of those that do."""
    return {row["sync"]: row["due_at"] for row in await conn.fetch(_SQL["read_missing_since"], list(syncs))}


async def read_begun(conn: Connection, syncs: Sequence[str]) -> Mapping[str, datetime]:
    """Return when the first run of each of these syncs came, of those that have one."""
    return {row["sync"]: row["at"] for row in await conn.fetch(_SQL["read_sync_begun"], list(syncs))}

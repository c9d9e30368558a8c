"""Projections: what is computed from the released log, each with a cursor of its own (docs/explanation/projections.md).

    released messages of its types  ->  opened  ->  `apply`, in log order  ->  cursor, in the same transaction

The log is the truth: a projection can be cleared and followed anew at any time, and ends with the same rows. It keeps
no personal data in plain: where a person matters it keeps the message's place, and whoever reads opens the record.
A message that was erased is not shown to `apply`, and `forget` takes away what was kept of it: so a rebuilt projection
is the same as one that lived through the erasure.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.envelope import Envelope
from hub.core.leaf import MessageLeaf
from hub.store import log, projections
from hub.store.connection import Connection
from hub.store.projections import TypedMessage
from hub.workflows.exchange import Exchange
from hub.workflows.projections.pace import Pace
from hub.workflows.retention.retain_messages import read_envelope

BATCH = 50  # messages in one transaction
WINDOW = 2_000  # leaves looked through in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One released message, opened: its place, the time of its leaf, to whom it went, the agreements applied."""

    index: int
    at: datetime
    to: tuple[str, ...]
    agreements: tuple[str, ...]
    envelope: Envelope


class Projection(Protocol):
    """What one projection makes of the messages of its record types.

    `name` is its cursor's, and never used for another meaning again. A change of what `apply` keeps is followed by
    `hub rebuild --only NAME`.
    """

    @property
    def name(self) -> str:
        """Its name, kebab-case."""

    @property
    def types(self) -> frozenset[str]:
        """The record types that it follows."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it writes, and nothing else does."""

    async def apply(self, conn: Connection, exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order; everything is undone together if it fails."""

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of what was kept of the messages at these places: they are erased, in the same transaction."""

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""


class Projector:
    """One process's share of the following; each cursor's row lets one process follow at a time."""

    def __init__(self, exchange: Exchange, followers: Iterable[Projection]) -> None:
        self._exchange = exchange
        self._followers = [(each, Pace(exchange)) for each in followers]

    async def step(self) -> int:
        """Follow with each projection for its share of time, one window at least; return how many messages were met."""
        return sum([await self._step(each, pace) for each, pace in self._followers])

    async def _step(self, projection: Projection, pace: Pace) -> int:
        begun, followed = time.monotonic(), 0
        while True:
            count, is_done = await follow(self._exchange, projection)
            followed += count
            if is_done:
                await pace.rest()
                return followed
            if time.monotonic() - begun >= await pace.share():
                return followed


async def follow(exchange: Exchange, projection: Projection) -> tuple[int, bool]:
    """Follow on by one window; return how many messages were met, and whether all that is released was.

    Raises:
        EncryptionKeyError: a record's key is not to be had now; nothing was moved.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        released, _ = await log.read_release(conn)
        position = await projections.read_position(conn, projection.name)
        end = min(position + WINDOW, released)
        found = await projections.read_typed(conn, position, end, sorted(projection.types), BATCH)
        await projection.apply(conn, exchange, [each for each in (_open(exchange, one) for one in found) if each])
        reached = found[-1].message.index + 1 if len(found) == BATCH else max(end, position)
        if reached != position:
            await projections.move_position(conn, projection.name, reached)
    return len(found), reached >= released


def _open(exchange: Exchange, found: TypedMessage) -> Followed | None:
    envelope, leaf = read_envelope(exchange, found.message), leaves.parse(found.leaf)
    at = instant.parse(leaf.at)
    if envelope is None or at is None or not isinstance(leaf, MessageLeaf):
        return None
    return Followed(index=found.message.index, at=at, to=leaf.to, agreements=leaf.agreement, envelope=envelope)


async def rebuild(exchange: Exchange, projection: Projection) -> int:
    """Clear a projection and follow the log anew; return how many messages were met.

    Until it ends, readers find what was followed so far.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        await projections.read_position(conn, projection.name)  # nobody else follows meanwhile
        await projection.clear(conn)
        await projections.move_position(conn, projection.name, 0)
    total, is_done = 0, False
    while not is_done:
        count, is_done = await follow(exchange, projection)
        total += count
    return total


async def read_positions(exchange: Exchange, followers: Iterable[Projection]) -> dict[str, int]:
    """Return how far each of these projections has followed the log."""
    async with exchange.pool.acquire() as conn:
        known = await projections.read_positions(conn)
    return {each.name: known.get(each.name, 0) for each in followers}

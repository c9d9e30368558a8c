"""Compare ban lists: the digest of a list as it was delivered, its buckets, and where a sent state differs from it.

A list is what the reader sent or received of an issuer's bans before a place in the log, as it stands on a day. A state
that the issuer sent is compared with the list before the state's own place: later bans are no difference.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed, ListState
from hub.core.entry_ban.standing import LISTED
from hub.core.errors import MissingError
from hub.store import bans, log
from hub.store.connection import Connection
from hub.workflows.bans.read_bans import followed_size, standing_on
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose list is read by whom, on which day, and before which place in the log; `released` is where the log ends.

    Where `before` is less than `released`, the newest bans are not in the list yet: a list to be stated waits for them.
    """

    reader: str
    issuer: str
    on: date
    before: int
    released: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An issuer's sent state against the list as it was delivered; `shown` are the delivered entries where they differ.

    `index` is the place of the state's message, `on` the day of both.
    """

    index: int
    on: date
    stated: ListState
    delivered: ListState
    shown: Mapping[int, Sequence[Listed]]


async def read_state(
    exchange: Exchange, *, reader: str, issuer: str, on: date | None, depth: int | None
) -> tuple[View, ListState]:
    """Return the state of an issuer's list as it was delivered to the reader."""
    async with exchange.pool.acquire() as conn:
        view = await view_of(exchange, conn, reader=reader, issuer=issuer, on=on)
        return view, await digest_list(conn, view, depth)


async def read_bucket(
    exchange: Exchange, *, reader: str, issuer: str, on: date | None, depth: int, number: int
) -> tuple[View, Sequence[Listed]]:
    """Return the entries of one bucket of that list."""
    async with exchange.pool.acquire() as conn:
        view = await view_of(exchange, conn, reader=reader, issuer=issuer, on=on)
        return view, (await _show(conn, view, [number], depth))[number]


async def compare(exchange: Exchange, *, reader: str, issuer: str) -> Comparison:
    """Compare the newest state that the issuer sent to the reader with what the issuer had delivered to him before.

    Raises:
        MissingError: the issuer has sent the reader no state.
    """
    async with exchange.pool.acquire() as conn:
        place = await bans.find_state(conn, issuer=issuer, recipient=reader)
        message = await bans.read_messages_at(conn, [] if place is None else [place])
        envelope = read_envelope(exchange, message[0]) if message else None
        if place is None or envelope is None:
            raise MissingError
        stated, on = listing.read_state(envelope.record), date.fromisoformat(envelope.record["on"])
        view = View(reader=reader, issuer=issuer, on=on, before=place, released=place)
        delivered = await digest_list(conn, view, stated.depth)
        numbers = listing.differing(delivered, stated)
        shown = await _show(conn, view, numbers, stated.depth) if numbers else {}
    return Comparison(index=place, on=on, stated=stated, delivered=delivered, shown=shown)


async def view_of(exchange: Exchange, conn: Connection, *, reader: str, issuer: str, on: date | None) -> View:
    """Return the view of a list on a day; None: on the issuer's today."""
    day = on or legal_day(exchange.judgement.trust, issuer, exchange.clock.now())
    released, _ = await log.read_release(conn)
    return View(reader=reader, issuer=issuer, on=day, before=await followed_size(conn), released=released)


async def digest_list(conn: Connection, view: View, depth: int | None) -> ListState:
    """Return the state of a list; `depth` None: as many buckets as are worth while."""
    chosen = depth
    if chosen is None:
        count = await bans.count_bans(conn, reader=view.reader, issuer=view.issuer, before=view.before)
        chosen = listing.depth_for(count)
    found = await bans.digest_list(
        conn, reader=view.reader, issuer=view.issuer, before=view.before, depth=chosen, listed=LISTED, on=view.on
    )
    return listing.state_of_buckets(found, chosen)


async def _show(conn: Connection, view: View, numbers: Collection[int], depth: int) -> dict[int, list[Listed]]:
    shown: dict[int, list[Listed]] = {number: [] for number in numbers}
    async for entry in _entries(conn, view):
        bucket = shown.get(listing.bucket_of(entry.ban_id, depth))
        if bucket is not None:
            bucket.append(entry)
    return shown


async def _entries(conn: Connection, view: View) -> AsyncIterator[Listed]:
    """Yield the list, in the order of its references, without holding it."""
    async with conn.transaction():
        async for row in bans.stream_bans(conn, reader=view.reader, issuer=view.issuer, before=view.before):
            if standing_on(row, view.on).is_listed:
                yield Listed(ban_id=row.ban_id, revision=row.revision, status=row.status)

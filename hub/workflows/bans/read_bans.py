"""How bans stand, for those who issued or received them: references, states and days, no persons.

Of a ban that was sent to others as well, each reader finds the newest revision that was sent to him.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hub.core.entry_ban.compatible import Clash, Placed, clash
from hub.core.entry_ban.period import Span
from hub.core.entry_ban.standing import EXPIRED, Standing, stand
from hub.core.errors import MissingError
from hub.store import bans, projections
from hub.store.bans import BanRow
from hub.store.connection import Connection
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.projections.bans import Bans
from hub.workflows.projections.follow_messages import find_by_document, find_by_identifier
from hub.workflows.retention.retain_messages import read_envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingBan:
    """One ban on a day; `warnings` are codes of what its issuer should look at, and empty for others."""

    row: BanRow
    standing: Standing
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BanPage:
    """Bans of an issuer by reference, as the log up to `size` says; `next` is where to go on, None at the end."""

    size: int
    on: date
    bans: tuple[StandingBan, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashing:
    """Another ban on the same person, by a document or identifier that both name, and what is odd about the two."""

    issuer: str
    ban_id: str
    clash: Clash


async def read_page(
    exchange: Exchange, *, reader: str, issuer: str, on: date | None, after: str, limit: int
) -> BanPage:
    """Return bans of an issuer that the reader sent or received."""
    day = on or legal_day(exchange.judgement.trust, issuer, exchange.clock.now())
    async with exchange.pool.acquire() as conn:
        size = await followed_size(conn)
        rows = await bans.read_bans(conn, reader=reader, issuer=issuer, after=after, limit=limit)
    found = tuple(_standing(row, day, reader) for row in rows)
    return BanPage(size=size, on=day, bans=found, next=rows[-1].ban_id if len(rows) == limit else None)


async def read_one(
    exchange: Exchange, *, reader: str, issuer: str, ban_id: str, on: date | None
) -> tuple[StandingBan, tuple[Clashing, ...]]:
    """Return one ban, and to its issuer the other bans on the same person that he may see.

    Raises:
        MissingError: there is none, or none that the reader sent or received.
    """
    day = on or legal_day(exchange.judgement.trust, issuer, exchange.clock.now())
    async with exchange.pool.acquire() as conn:
        row = await bans.read_ban(conn, reader=reader, issuer=issuer, ban_id=ban_id)
    if row is None:
        raise MissingError
    found = _standing(row, day, reader)
    return found, await _clashes(exchange, row, day) if reader == issuer else ()


async def followed_size(conn: Connection) -> int:
    """Return up to which log size the bans were followed."""
    return (await projections.read_positions(conn)).get(Bans.name, 0)


def standing_on(row: BanRow, on: date) -> Standing:
    """Return how the ban of a row stands on a day."""
    return stand(row.status, Span(start=row.starts_on, end=row.ends_on), on)


def _standing(row: BanRow, on: date, reader: str) -> StandingBan:
    standing = standing_on(row, on)
    warnings = tuple(_warnings(row, standing, on)) if reader == row.issuer else ()
    return StandingBan(row=row, standing=standing, warnings=warnings)


def _warnings(row: BanRow, standing: Standing, on: date) -> Iterator[str]:
    if standing.status == EXPIRED != row.status:
        yield "expired-unsaid"
    if standing.is_listed and row.warn_from <= on:
        yield "review-overdue" if row.review_due < on else "review-due"


async def _clashes(exchange: Exchange, row: BanRow, on: date) -> tuple[Clashing, ...]:
    async with exchange.pool.acquire() as conn:
        (message,) = await bans.read_messages_at(conn, [row.index])
    envelope = read_envelope(exchange, message)
    if envelope is None:
        return ()
    subject = envelope.record["subject"]
    places: set[int] = set()
    for document in subject.get("documents", ()):
        places.update(await find_by_document(exchange, document["number"], document.get("series", "")))
    for identifier in subject.get("identifiers", ()):
        places.update(await find_by_identifier(exchange, identifier["scheme"], identifier["value"]))
    async with exchange.pool.acquire() as conn:
        others = await bans.read_bans_at(conn, reader=row.issuer, indexes=sorted(places))
    return tuple(_pairs(row, others, on))


def _pairs(row: BanRow, others: Sequence[BanRow], on: date) -> Iterator[Clashing]:
    mine = _placed(row, on)
    for other in others:
        found = clash(mine, _placed(other, on))
        if found is not None:
            yield Clashing(issuer=other.issuer, ban_id=other.ban_id, clash=found)


def _placed(row: BanRow, on: date) -> Placed:
    listed = standing_on(row, on).is_listed
    return Placed(issuer=row.issuer, ban_id=row.ban_id, is_listed=listed, action=row.action)

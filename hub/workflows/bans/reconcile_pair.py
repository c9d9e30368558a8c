"""Reconcile the lists of pairs: what an issuer's list should be at a reader by the log, and what the two have stated.

    pairs        whose bans whom reach, by the agreements in force, with the newest statements of both
    reconcile    of one pair: the list by the log, and each statement against the log as it was when that was sent

Totals and numbers of buckets alone: references stay with those who hold the lists (`hub bans compare`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hub.core import instant
from hub.core.console.account import Account
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import ListState
from hub.core.errors import MissingError
from hub.store import bans
from hub.store.connection import Connection
from hub.workflows.audit_console import deed_of, note_alone, read_deeds
from hub.workflows.bans.reconcile_bans import View, digest_list, view_of
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope

ACTION, TYPE = "entry-bans-reconcile", "entry-ban"
EQUAL, DIFFERENT, UNSTATED = "equal", "different", "not-stated"
REMEMBERED = 200
FRESH = timedelta(days=8)
"""A list is stated anew each week; a day later it is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one of a pair has stated of the list, and the log's list of the same day before the statement's place.

    `differing` are the numbers of the buckets in which the two are not equal, of `stated.buckets`.
    """

    index: int
    holder: str
    on: date
    as_of: datetime
    stated: ListState = field(repr=False)
    delivered: ListState = field(repr=False)
    differing: tuple[int, ...]

    @property
    def is_equal(self) -> bool:
        """Tell whether both lists are the same."""
        return self.stated == self.delivered


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """A pair: how many bans of the issuer the reader should hold on a day by the log, and the statements by holder."""

    issuer: str
    reader: str
    on: date
    count: int
    statements: Mapping[str, Statement]

    @property
    def outcome(self) -> str:
        """One word for all of it."""
        if not self.statements:
            return UNSTATED
        return EQUAL if all(each.is_equal for each in self.statements.values()) else DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair in a list of such: when either side has stated the list last, and what was found last, and when."""

    issuer: str
    reader: str
    stated: Mapping[str, datetime]
    outcome: str | None
    compared_at: datetime | None


async def list_pairs(exchange: Exchange, account: Account, *, reader: str | None) -> Sequence[Pair]:
    """Return the pairs of a participant (None: all of which there are statements), by issuer and reader."""
    async with exchange.pool.acquire() as conn:
        rows = await bans.read_stated(conn, reader)
    last = await read_deeds(exchange, account.participant, action=ACTION, limit=REMEMBERED)
    found = {each.deed.object: each for each in reversed(last)}
    stated: dict[tuple[str, str], dict[str, datetime]] = {}
    for row in rows:
        stated.setdefault((row.issuer, row.reader), {})[row.holder] = row.at
    agreed = frozenset() if reader is None else _agreed(exchange, reader)
    return [
        Pair(
            issuer=issuer,
            reader=to,
            stated=stated.get((issuer, to), {}),
            outcome=None if (deed := found.get(_object(issuer, to))) is None else deed.deed.outcome,
            compared_at=None if deed is None else deed.at,
        )
        for issuer, to in sorted({*stated, *agreed})
    ]


async def reconcile(exchange: Exchange, account: Account, *, issuer: str, reader: str) -> Reconciled:
    """Return how the lists of a pair compare now; who looked is noted with what was found.

    Raises:
        MissingError: no list goes from the one to the other.
    """
    async with exchange.pool.acquire() as conn:
        rows = [each for each in await bans.read_stated(conn, reader) if (each.issuer, each.reader) == (issuer, reader)]
        if not rows and (issuer, reader) not in _agreed(exchange, reader):
            raise MissingError
        view = await view_of(exchange, conn, reader=reader, issuer=issuer, on=None)
        now = await digest_list(conn, view, 0)
        statements = [await _statement(exchange, conn, each) for each in rows]
    found = Reconciled(
        issuer=issuer,
        reader=reader,
        on=view.on,
        count=now.count,
        statements={each.holder: each for each in statements if each is not None},
    )
    await note_alone(exchange, deed_of(account, ACTION, _object(issuer, reader), found.outcome))
    return found


async def _statement(exchange: Exchange, conn: Connection, row: bans.StatedList) -> Statement | None:
    """Compare one statement; None where it was erased."""
    message = await bans.read_messages_at(conn, [row.index])
    envelope = read_envelope(exchange, message[0]) if message else None
    if envelope is None:
        return None
    stated, on = listing.read_state(envelope.record), date.fromisoformat(envelope.record["on"])
    view = View(reader=row.reader, issuer=row.issuer, on=on, before=row.index, released=row.index)
    delivered = await digest_list(conn, view, stated.depth)
    return Statement(
        index=row.index,
        holder=row.holder,
        on=on,
        as_of=instant.parse(envelope.record["as_of"]) or envelope.sent_at,
        stated=stated,
        delivered=delivered,
        differing=tuple(listing.differing(delivered, stated)),
    )


def _agreed(exchange: Exchange, participant: str) -> frozenset[tuple[str, str]]:
    """Return between whom bans go by an agreement in force, one of them being the participant."""
    register, today = exchange.judgement.register, exchange.clock.now().date()
    judging = (register.judging(name, today) for name in register)
    clauses = [clause for each in judging if each is not None and each.is_in_force(today) for clause in each.allows]
    return frozenset(
        (sender, recipient)
        for clause in clauses
        if TYPE in clause.types
        for sender in clause.senders
        for recipient in clause.recipients
        if participant in {sender, recipient} and sender != recipient
    )


def _object(issuer: str, reader: str) -> str:
    return f"{issuer}/{reader}"

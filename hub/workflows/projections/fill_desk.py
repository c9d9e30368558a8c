"""Put cases on the desks of their parties: how each stands, whose move it is, and until when.

    records of a case  ->  its clocks  ->  one row for each party       (table `case_desk`, with the projection `cases`)

A row is made again when a record or a receipt of the case is followed, when a calendar, an outage or the register of
agreements changes (`judged`), and when a term in it ends (`until`). Only codes and days are kept, nothing of a person.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from hub.core.deadline.case_clock import Clock, ClockState
from hub.core.mover import Head, HeadKey
from hub.core.readmission import legal
from hub.store import cases, desk
from hub.store.cases import CaseRow
from hub.store.connection import Connection
from hub.store.desk import NEVER, DeskCase, PartyTerm
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.exchange import Exchange

TICKING = frozenset({ClockState.RUNNING, ClockState.STOPPED, ClockState.EXPIRED, ClockState.UNKNOWN})
A_STEP = 50  # cases counted again in one step of the worker


async def fill(conn: Connection, exchange: Exchange, keys: Iterable[HeadKey]) -> None:
    """Make the rows of these cases anew."""
    for key in keys:
        rows = await cases.read_rows(conn, key)
        if rows:
            await desk.put(conn, _case(exchange, rows))
        else:
            await desk.drop(conn, key)


async def refill(exchange: Exchange) -> int:
    """Count anew what calendars, agreements or the time have changed; return in how many cases."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        keys = await desk.read_stale(conn, judged_by(exchange), exchange.clock.now(), A_STEP)
        await fill(conn, exchange, keys)
    return len(keys)


def judged_by(exchange: Exchange) -> str:
    """Return a digest of what terms are counted by besides the records: calendars, outages, agreements."""
    judgement = exchange.judgement
    said = [f"{state} {each.version}" for state, each in sorted(judgement.calendars.items())]
    said += [f"{each.index} {each.type}" for each in judgement.outages]
    register = judgement.register
    said += [version.digest for name in sorted(register) for version in register.versions(name)]
    return sha256("\n".join(said).encode()).hexdigest()[:32]


def _case(exchange: Exchange, rows: Sequence[CaseRow]) -> DeskCase:
    first, last = rows[0], rows[-1]
    head, now = last.head, exchange.clock.now()
    terms = count_terms(exchange, [row.event for row in rows], agreement=first.agreement, parties=head.parties)
    is_open = not legal.is_closed(head.key.kind, head.state)
    ticking = [term.clock for term in terms if is_open and term.clock.state in TICKING]
    return DeskCase(
        key=head.key,
        stage=legal.stage_of(head.state),
        open=is_open,
        opened=first.index,
        newest=last.index,
        opened_at=first.at,
        moved_at=last.at,
        judged=judged_by(exchange),
        until=min((at for clock in ticking if (at := _due(clock)) > now), default=NEVER),
        terms=[_term(head, party, ticking) for party in dict.fromkeys(head.parties)],
    )


def _term(head: Head, party: str, ticking: Sequence[Clock]) -> PartyTerm:
    """Return the term that a party has to keep before others, else the one that it waits for."""
    inbound = party != head.key.owner
    other = head.key.owner if inbound else next((each for each in head.parties if each != party), head.key.owner)
    own = [clock for clock in ticking if clock.acting == party]
    clock = min(own or ticking, key=_due, default=None)
    if clock is None:
        return PartyTerm(party=party, inbound=inbound, other=other)
    due = clock.deadline
    return PartyTerm(
        party=party,
        inbound=inbound,
        other=other,
        acting=clock.acting,
        term=clock.parameter.name,
        verified=clock.verified,
        stopped=clock.state is ClockState.STOPPED,
        due_on=None if due is None else due.on,
        due_at=None if due is None else due.at,
    )


def _due(clock: Clock) -> datetime:
    return NEVER if clock.deadline is None or clock.deadline.at is None else clock.deadline.at

"""Evaluate an amnesty act over the issuer's own bans: a proposed verdict with its reason for each.

Nothing is changed here: only the issuer lifts or shortens a ban, by its next revision.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hub.core.entry_ban import amnesty
from hub.core.entry_ban.amnesty import Proposal
from hub.core.envelope import Envelope
from hub.core.errors import MissingError
from hub.store import bans
from hub.store.connection import Connection
from hub.workflows.bans.read_bans import followed_size
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope

AT_A_TURN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed for one ban, and the message and revision that it was judged by."""

    ban_id: str
    revision: int
    message: str
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A page of proposals, by reference: `revision` is the act's, `size` the log size, `next` where to go on."""

    act_id: str
    revision: int
    on: date
    size: int
    proposals: tuple[Proposed, ...]
    next: str | None


async def evaluate_amnesty(
    exchange: Exchange, *, issuer: str, act_id: str, on: date | None, after: str, limit: int
) -> Evaluation:
    """Evaluate an issuer's own act over a page of its own bans.

    Raises:
        MissingError: the issuer has sent no such act.
    """
    day = on or legal_day(exchange.judgement.trust, issuer, exchange.clock.now())
    async with exchange.pool.acquire() as conn:
        act = await _read_act(exchange, conn, issuer, act_id)
        size = await followed_size(conn)
        rows = await bans.read_bans(conn, reader=issuer, issuer=issuer, after=after, limit=limit)
        messages = {each.index: each for each in await bans.read_messages_at(conn, [row.index for row in rows])}
    proposals: list[Proposed] = []
    for begin in range(0, len(rows), AT_A_TURN):
        part = [messages[row.index] for row in rows[begin : begin + AT_A_TURN] if row.index in messages]
        proposals += _judge(act, (read_envelope(exchange, each) for each in part), day)
        await asyncio.sleep(0)  # a long page holds up nobody
    return Evaluation(
        act_id=act_id,
        revision=act.record["revision"],
        on=day,
        size=size,
        proposals=tuple(proposals),
        next=rows[-1].ban_id if len(rows) == limit else None,
    )


def _judge(act: Envelope, opened: Iterable[Envelope | None], on: date) -> list[Proposed]:
    return [
        Proposed(
            ban_id=each.record["ban_id"],
            revision=each.record["revision"],
            message=each.id,
            proposal=amnesty.evaluate(act.record, each.record, on),
        )
        for each in opened
        if each is not None
    ]


async def _read_act(exchange: Exchange, conn: Connection, issuer: str, act_id: str) -> Envelope:
    place = await bans.find_act(conn, issuer=issuer, act_id=act_id)
    messages = await bans.read_messages_at(conn, [] if place is None else [place])
    envelope = read_envelope(exchange, messages[0]) if messages else None
    if envelope is None:
        raise MissingError
    return envelope

"""Cases of readmission, transit and citizenship checks: what happened in each, and how it stood afterwards.

The state is moved by the same pure step that moved the head at acceptance. It is kept here beside each record, so that
readers see what is released and no more. With each record, and each receipt of one, the case is put on the desks of its
parties anew (`hub.workflows.projections.fill_desk`); who works on it is added there from `case_assignment`.
"""

from collections.abc import Sequence

from hub.core import delivery
from hub.core import head as heads
from hub.core.envelope import TYP, Envelope
from hub.core.errors import ConflictError
from hub.core.mover import Head, HeadKey
from hub.core.readmission import facts, kinds
from hub.store import cases, desk
from hub.store.cases import CaseRow
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.projections import fill_desk
from hub.workflows.projections.project import Followed
from keys import jws
from schemas import protection_rules

UNKNOWN = "unknown"  # a record before it was erased, so that nobody can tell any more


class Cases:
    """The projection `cases`."""

    name = "cases"
    types = kinds.ALL | {delivery.TYPE}
    tables = ("case_event", "case_desk")

    async def apply(self, conn: Connection, exchange: Exchange, messages: Sequence[Followed]) -> None:
        """Add the records to their cases, and put these on the desks."""
        moved = dict[HeadKey, None]()
        for each in messages:
            key = heads.key_of(each.envelope) if each.envelope.type in kinds.ALL else None
            if key is not None:
                after = _move(key, await cases.read_state(conn, key), each.envelope)
                await cases.add_event(conn, _row(each, after, exchange))
                moved[key] = None
        moved |= dict.fromkeys(await desk.find_cases(conn, [place for each in messages for place in _receipted(each)]))
        await fill_desk.fill(conn, exchange, moved)

    async def forget(self, conn: Connection, indexes: Sequence[int]) -> None:
        """Forget records that are erased; the cases stand as the records left over say."""
        left = await desk.find_cases(conn, indexes)
        await cases.forget(conn, indexes)
        for key in left:
            await desk.forget(conn, key)

    async def clear(self, conn: Connection) -> None:
        """Forget all cases."""
        await cases.clear(conn)
        await desk.clear(conn)


def _receipted(message: Followed) -> list[int]:
    """Return the places of the records that a receipt is about."""
    return (
        [each["index"] for each in message.envelope.record["messages"]]
        if message.envelope.type == delivery.TYPE
        else []
    )


def _move(key: HeadKey, before: Head | None, envelope: Envelope) -> Head:
    try:
        return heads.step(key, before, envelope)
    except (ConflictError, ValueError):
        parties = before.parties if before else (envelope.sender, *envelope.to)
        return Head(key=key, state=UNKNOWN, version=0, parties=parties, last=envelope.id)


def _row(message: Followed, after: Head, exchange: Exchange) -> CaseRow:
    envelope = message.envelope
    return CaseRow(
        index=message.index,
        head=after,
        agreement=envelope.agreement,
        at=message.at,
        type=envelope.type,
        sender=envelope.sender,
        registered=jws.read(envelope.raw, TYP).kid in exchange.judgement.delegations,
        facts=facts.read(envelope.type, envelope.record, message.at.date(), majority=protection_rules.majority()),
    )

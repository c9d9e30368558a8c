"""Taking back what was sent about a protected person: a withdrawal for each case, for a reason that tells nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.cli import sending
from hub.cli.connection import Connection
from hub.client.answers import Refused
from hub.client.case_answers import CaseSeen
from hub.client.errors import RefusedError, RetryLaterError
from hub.client.members import Members
from hub.client.reading import shape
from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from hub.core.readmission import kinds, legal
from hub.core.readmission.case_state import Stage
from hub.core.readmission.movers import CASE_KIND, CHECK_KIND, TRANSIT_KIND
from keys import jws
from schemas import catalogue

NEUTRAL = "authority_decision"  # of withdrawal-reasons: the same for whatever is behind it
WITHDRAWALS = {
    CASE_KIND: kinds.WITHDRAWAL,
    TRANSIT_KIND: kinds.TRANSIT_WITHDRAWAL,
    CHECK_KIND: kinds.CHECK_WITHDRAWAL,
}
VERSION = "1.0"
MOVED = "move-not-allowed"
GONE = frozenset({404, 410})
MAX_ENVELOPE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What was taken back: the places of the withdrawals in the log, and the kinds of cases that stand."""

    places: Sequence[int]
    left: Sequence[str]


async def take_back(connection: Connection, case_id: str, among: Sequence[str] = legal.KINDS) -> TakenBack:
    """Withdraw our cases of this id, where they may be withdrawn, and tell what still stands under it.

    Raises:
        RefusedError: the hub refuses a withdrawal.
        RetryLaterError: it cannot be reached, or does not know.
    """
    places, left = list[int](), list[str]()
    for kind in among:
        case = await find(connection, case_id, kind)
        if case is None or case.state == Stage.WITHDRAWN:
            continue
        asked = await read_own(connection, case)
        may = asked and case.may_send(WITHDRAWALS[kind], connection.config.participant)
        place = await _withdraw(connection, case, kind, asked[-1]) if may else None
        if place is None:
            left.append(kind)
        else:
            places.append(place)
    return TakenBack(places=places, left=left)


async def find(connection: Connection, case_id: str, kind: str) -> CaseSeen | None:
    """Return a case of our own; None: there is none."""
    try:
        return await connection.client.read_case(connection.config.participant, case_id, kind=kind)
    except RefusedError as error:
        if error.problem.status == 404:
            return None
        raise


async def read_own(connection: Connection, case: CaseSeen) -> list[Envelope]:
    """Return what we sent in a case, in the order of the log; what was erased is left out."""
    own, found = connection.config.participant, []
    for each in case.records:
        if each.sender == own:
            token = await read_message(connection, each.id)
            found += [] if token is None else [envelopes.parse(jws.read(token, envelopes.TYP).payload, token)]
    return found


async def read_message(connection: Connection, message_id: str) -> bytes | None:
    """Return the envelope of a message of our own; None: it is there no more."""
    own = connection.config.participant
    try:
        answer = await connection.client.look(f"/v1/messages/{message_id}", {"from": own})
    except RefusedError as error:
        if error.problem.status in GONE:
            return None
        raise
    return shape(lambda value: Members(value, "message").text("envelope", MAX_ENVELOPE).encode("ascii"), answer)


async def _withdraw(connection: Connection, case: CaseSeen, kind: str, asked: Envelope) -> int | None:
    """Return the place of the withdrawal in the log; None: the case has moved, and does not allow it any more."""
    token = sending.sign(connection, _payload(connection, case, kind, asked))
    result = await sending.submit(connection, token)
    if isinstance(result, Refused):
        if result.problem.code == MOVED:
            return None
        raise RefusedError(result.problem)
    if result is None:
        raise RetryLaterError("503")
    return result.receipt.index


def _payload(connection: Connection, case: CaseSeen, kind: str, asked: Envelope) -> bytes:
    """Return the withdrawal, under the agreement and for the purpose of what was asked: that the case is over."""
    now, own = connection.clock.now(), connection.config.participant
    known = catalogue.load()
    names = known.code_list("participants").index
    withdrawal = known.record_type(WITHDRAWALS[kind], VERSION)
    record: dict[str, Any] = {
        withdrawal.subject_member or "": asked.subject,
        "requesting_authority": own,
        "withdrawn_on": now.date().isoformat(),
        "authority": {"name": names[own].ru if own in names else own, "participant": own},
        "reason": NEUTRAL,
    }
    return sending.prepare(
        connection,
        record,
        type=withdrawal.name,
        version=withdrawal.version,
        to=[each for each in case.parties if each != own],
        purpose=asked.purpose,
        agreement=asked.agreement,
        subject=asked.subject,
    )

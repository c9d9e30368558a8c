"""Check what is about to be signed as the hub will check it afterwards, so that nobody signs what is refused anyway.

The checks are those of a submission (`check_envelope`) without the signature; then, for a case, whether it allows the
step as it stands now.
"""

from collections.abc import Sequence
from datetime import datetime

from hub.core import envelope as envelopes
from hub.core import head as heads
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.readmission import legal
from hub.core.record_objects import objects
from hub.store import cases
from hub.workflows.exchange import Exchange
from hub.workflows.submission import listed_grounds
from hub.workflows.submission.check_direction import check_direction
from hub.workflows.submission.check_envelope import check_record, check_sealed, check_time, find_type, permit
from hub.workflows.submission.check_person import check_person


def check_payload(exchange: Exchange, payload: bytes, now: datetime) -> tuple[Envelope, Sequence[Fault]]:
    """Return the envelope that a payload will be, and what is odd in it.

    Raises:
        HubError: what the hub would refuse; the faults name the places.
    """
    judgement = exchange.judgement
    envelope = envelopes.parse(payload, payload)
    check_time(envelope, now)
    record_type = find_type(envelope, exchange.catalogue)
    permission = permit(envelope, record_type, judgement, now)
    parts, state = objects(envelope.record), judgement.trust.state_of(envelope.sender)
    odd = [*check_record(envelope, parts, record_type, exchange.catalogue, state=state)]
    odd += check_person(envelope, parts, record_type, judgement, now)
    odd += listed_grounds.check(envelope, exchange.catalogue, judgement.trust)
    check_direction(envelope, permission, judgement, now)
    check_sealed(envelope, permission, judgement, now)
    return envelope, odd


async def check_step(exchange: Exchange, envelope: Envelope) -> None:
    """Check that the case allows the step as far as the released log tells; records of no case pass.

    Raises:
        ConflictError: it does not; the subclass says why.
    """
    key = heads.key_of(envelope)
    if key is None or key.kind not in legal.KINDS:
        return
    async with exchange.pool.acquire() as conn:
        head = await cases.read_state(conn, key)
    heads.step(key, head, envelope)

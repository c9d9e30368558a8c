"""Heed attachments: a descriptor is of parties of its record, and its files are there."""

from collections.abc import Sequence

from hub.core import attachment
from hub.core import leaf as leaves
from hub.core.errors import Fault, HubError, UnavailableError, UnprocessableError
from hub.core.leaf import MessageLeaf
from hub.store import attachments, messages
from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.log.candidate import Candidate
from keys.errors import KeysError

RETRY_AFTER = 5
Checked = Candidate | HubError | KeysError


async def heed_attachments(exchange: Exchange, checked: Sequence[Checked]) -> list[Checked]:
    """Return the same, with a refusal for descriptors of what is not there, or none of the sender's business."""
    return [
        await _heed(exchange, each) if isinstance(each, Candidate) and each.envelope.type == attachment.TYPE else each
        for each in checked
    ]


async def _heed(exchange: Exchange, candidate: Candidate) -> Checked:
    try:
        faults = await _find_faults(exchange, candidate)
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    return UnprocessableError(faults) if faults else candidate


async def _find_faults(exchange: Exchange, candidate: Candidate) -> list[Fault]:
    envelope = candidate.envelope
    about = envelope.record["about"]
    async with exchange.pool.acquire() as conn:
        body = await messages.read_leaf_named(conn, about["sender"], about["id"])
        uploads = await attachments.find_uploads(conn, envelope.sender, attachment.digests(envelope))
    leaf = None if body is None else leaves.parse(body)
    known = {each.sha256: (each.size, each.at, each.kept) for each in uploads.values()}
    parties = attachment.check_parties(envelope, leaf if isinstance(leaf, MessageLeaf) else None)
    return parties or attachment.check_uploads(envelope, known, exchange.clock.now())

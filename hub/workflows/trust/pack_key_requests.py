"""Gather the approved requests about keys in one file that `hub trust propose --requests` takes to the ceremony."""

from collections.abc import Sequence

from hub.core.console.account import Account
from hub.core.console.key_request import RequestStatus
from hub.core.errors import MissingError
from hub.store import key_requests
from hub.store.key_requests import KeptRequest
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.exchange import Exchange
from hub.workflows.trust.read_key_requests import proof_of, status_of
from keys import trust_requests
from keys.trust_requests import KeyRequest, RequestFile

ACTION = "key-request-file"


async def list_approved(exchange: Exchange) -> Sequence[KeptRequest]:
    """Return the requests that wait for the ceremony, in the order in which they were made."""
    async with exchange.pool.acquire() as conn:
        approved = await key_requests.read_approved(conn)
    return [each for each in approved if status_of(exchange, each) is RequestStatus.APPROVED]


async def pack_key_requests(exchange: Exchange, account: Account) -> bytes:
    """Return the file, and note who has taken it.

    Raises:
        MissingError: no approved request waits for the ceremony.
    """
    now, waiting = exchange.clock.now(), await list_approved(exchange)
    if not waiting:
        raise MissingError
    listed = tuple(_entry(each) for each in waiting[: trust_requests.MOST])  # what is left over waits for the next one
    await note_alone(exchange, deed_of(account, ACTION, str(len(listed))))
    return trust_requests.format(
        RequestFile(hub=exchange.judgement.trust.hub, made_at=now.replace(microsecond=0), requests=listed)
    )


def _entry(kept: KeptRequest) -> KeyRequest:
    return KeyRequest(
        kind=kept.kind,
        participant=kept.participant,
        kid=kept.kid,
        proof=proof_of(kept),
        reason=kept.reason,
        since=kept.since,
    )

"""Gather the approved requests about keys in one file that `hub trust propose --requests` takes to the ceremony."""

from hub.core.console.account import Account
from hub.core.console.key_request import RequestStatus
from hub.core.errors import MissingError
from hub.store import key_requests
from hub.store.key_requests import KeptRequest
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.trust.read_key_requests import proof_of, status_of
from keys import trust_requests
from keys.trust_requests import KeyRequest, RequestFile

ACTION = "key-request-file"


async def pack_key_requests(exchange: Exchange, account: Account) -> bytes:
    """Return the file, and note who has taken it.

    Raises:
        MissingError: no approved request waits for the ceremony.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        approved = await key_requests.read_approved(conn)
        waiting = [each for each in approved if status_of(exchange, each) is RequestStatus.APPROVED]
        if not waiting:
            raise MissingError
        await note(conn, deed_of(account, ACTION, str(len(waiting))), now)
    listed = tuple(_entry(each) for each in waiting[: trust_requests.MOST])
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

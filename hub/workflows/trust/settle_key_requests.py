"""Note of approved requests about keys that the trust list in use does what they ask: seen, never clicked."""

from hub.core.console import key_request
from hub.core.console.audit import Deed
from hub.core.console.key_request import RequestStatus, RequestStep
from hub.store import key_requests
from hub.store.key_requests import KeptStep
from hub.workflows.audit_console import note
from hub.workflows.exchange import Exchange
from hub.workflows.trust.read_key_requests import listed_status

ACTION = "key-requests"


async def settle_key_requests(exchange: Exchange) -> int:
    """Note it; return of how many requests."""
    now, settled = exchange.clock.now(), 0
    root, participants, _ = exchange.judgement.trust.version
    step = KeptStep(step=RequestStep.LIST, account=None, note=f"{root}/{participants}", at=now)
    async with exchange.pool.acquire() as conn:
        for kept in await key_requests.read_approved(conn):
            if not key_request.is_carried(kept.kind, listed_status(exchange, kept)):
                continue
            async with conn.transaction():
                if await key_requests.move(conn, kept, RequestStatus.LISTED, now):
                    await key_requests.write_step(conn, kept.id, step)
                    said = Deed(
                        account=None, participant=kept.participant, action=ACTION, object=kept.id, outcome="listed"
                    )
                    await note(conn, said, now)
                    settled += 1
    return settled

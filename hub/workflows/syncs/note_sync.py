"""Note that a participant's gateway reads its inbox: what is late or silent is told from that."""

from datetime import timedelta

from hub.store import gateway_syncs
from hub.workflows.exchange import Exchange

SELDOM = timedelta(seconds=20)  # a gateway reads far more often than anybody has to know


async def note_sync(exchange: Exchange, *, participant: str, lane: str, after: int) -> bool:
    """Note a reading of a lane after a number; False where this process has noted one just before."""
    now, last = exchange.clock.now(), exchange.syncs.get((participant, lane))
    if last is not None and timedelta() <= now - last < SELDOM:
        return False
    exchange.syncs[participant, lane] = now
    async with exchange.pool.acquire() as conn:
        await gateway_syncs.note(conn, participant=participant, lane=lane, at=now, number=after)
    return True

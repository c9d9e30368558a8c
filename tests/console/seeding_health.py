"""What the board has to show: a message with a name that tests know, one that was refused, gateways that came and went."""

from datetime import timedelta

from hub.store import gateway_syncs
from tests.integration.hubs import Hub

TRACED = "01932f3e-7d00-7000-8000-00000000f10e"
REASON = {"code": "schema-violation", "ru": "Проба отказа.", "en": "A refusal for tests."}


async def seed_health(hub: Hub) -> None:
    """Kazakhstan's request that is traced; Russia's ban that Tajikistan rejects; Belarus is silent, Kyrgyzstan late."""
    await hub.submit(hub.request("KZ-TEST-TRACE", message_id=TRACED))
    rejected = (await hub.submit(hub.ban())).receipt
    await hub.submit(hub.said("tj-mvd", "rejected", rejected, reason=REASON))
    now = hub.exchange.clock.now()
    ages = {"tj-mvd": timedelta(seconds=10), "kg-migration": timedelta(minutes=20), "by-mvd": timedelta(hours=5)}
    async with hub.exchange.pool.acquire() as conn:
        for name, age in ages.items():
            for lane in ("urgent", "ordinary"):
                await gateway_syncs.note(conn, participant=name, lane=lane, at=now - age, number=0)

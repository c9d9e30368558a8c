"""What the served console of the tests has in it. Each room adds one function here; routes name what it makes.

A function gets the hub with its participants' keys and submits signed records, as members' gateways would. The `sample`
of a route (hub/console/routing.py) names objects made here, so their names never change.
"""

from collections.abc import Awaitable, Callable, Sequence

from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import ALL, project
from tests.console.seeding_adoption import seed_adoption
from tests.console.seeding_bans import seed_bans
from tests.console.seeding_council import seed_council
from tests.console.seeding_health import seed_health
from tests.console.seeding_reports import seed_agreements, seed_reports
from tests.console.seeding_schedule import seed_schedule
from tests.console.seeding_searches import seed_searches
from tests.console.seeding_signing import seed_signing
from tests.console.seeding_summaries import seed_legislation, seed_summaries
from tests.integration.hubs import Hub, make_message_id

KZ, TJ, RU = "kz-mvd", "tj-mvd", "ru-guvm"


async def seed_cases(hub: Hub) -> None:
    """Three requests of Kazakhstan to Tajikistan: one delivered, one answered, one only accepted."""
    delivered = await hub.submit(hub.request("KZ-TEST-0001"))
    await hub.submit(hub.said(TJ, "processed", delivered.receipt))
    answered = make_message_id()
    await hub.submit(hub.request("KZ-TEST-0002", message_id=answered))
    await hub.submit(hub.reply("KZ-TEST-0002", "accepted", answered))
    await hub.submit(hub.request("KZ-TEST-0003"))


SEEDS: Sequence[Callable[[Hub], Awaitable[None]]] = (
    seed_cases,
    seed_bans,
    seed_summaries,
    seed_legislation,
    seed_searches,
    seed_signing,
    seed_health,
    seed_reports,
    seed_agreements,
    seed_council,
    seed_schedule,
    seed_adoption,
)


async def seed(hub: Hub) -> None:
    """Put all of it into the hub, and let the projections follow."""
    for each in SEEDS:
        await each(hub)
    await follow_all(hub)


async def follow_all(hub: Hub) -> None:
    """Let the projections follow what was submitted since."""
    await release_rest(hub.exchange)
    for projection in ALL:
        while not (await project.follow(hub.exchange, projection))[1]:
            pass

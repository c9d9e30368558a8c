"""What the schedule has to show: a sync of the Council with runs, and a bilateral one that waits for the other side."""

from datetime import timedelta

from hub.core.schedule import slot
from hub.store import sync_runs
from hub.workflows.trust.log_statement import log_statement
from hub.workflows.trust.scheduled_syncs import local_of
from keys import strict_json, sync_plan, sync_run
from keys.sync_plan import Every, SyncPlan
from keys.sync_run import Count
from tests.integration.hubs import Hub
from tests.support.hub import now
from tests.support.syncs import ITEM, make_judged, make_plan, make_rhythm, make_run

SUMMARIES, BANS = "council-summaries", "ru-tj-bans"
NIGHTS = (("done", 40, False), ("late", 38, False), ("missed", 0, False), ("done", 9, True))


async def seed_schedule(hub: Hub) -> None:
    """Figures after each quarter, and bans each night: done, late, missed, fewer than usual; a proposal of Russia."""
    common = {"hub": hub.trust.list.hub, "at": now(), "begins_on": now().date() - timedelta(days=30), "agreement": None}
    rhythm = make_rhythm(every=Every.QUARTER, due_day=14, due_working=True)
    council = make_plan(
        participant="cis-ec", sync=SUMMARIES, work_plan=ITEM, sender="tj-mvd", recipients=("cis-ec",),
        type="situation-summary", rhythm=rhythm, **common,
    )  # fmt: skip
    nightly = make_plan(participant="cis-ec", sync="council-bans", work_plan=ITEM, recipients=("tj-mvd",), **common)
    proposed = make_plan(sync=BANS, recipients=("tj-mvd",), **common)
    for plan in (council, nightly, proposed):
        token = sync_plan.sign(plan, hub.trust.keys[plan.participant])
        await log_statement(hub.exchange, hub.process.committer, token)
    await _add_runs(hub, nightly)


async def _add_runs(hub: Hub, plan: SyncPlan) -> None:
    """Add runs of the last nights, as the worker would have judged them."""
    since = now() - timedelta(days=len(NIGHTS) + 1)
    found = slot.slots(plan.rhythm, local_of(hub.exchange.judgement, plan.sender), since=since)
    report = make_run(
        hub=plan.hub, sync=plan.sync, sent=9, refused=2, problems=(Count(code="schema-violation", count=2),)
    )
    async with hub.exchange.pool.acquire() as conn:
        for it, (state, count, shrinking) in zip(found, NIGHTS, strict=False):
            came = None if state == "missed" else it.due_at + timedelta(hours=1 if state == "late" else -1)
            run = make_judged(
                sync=plan.sync, opens_at=it.opens_at, due_at=it.due_at, state=state, came_at=came, count=count,
                usual=39.0, shrinking=shrinking,
                reported=strict_json.dumps(sync_run.format(report)) if shrinking else None,
            )  # fmt: skip
            await sync_runs.write(conn, run)

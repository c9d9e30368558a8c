"""Read the schedule: the syncs that somebody may see, what became of their last runs, and when the next ones begin.

The sides of a sync see it, and the secretariat and the hub's operator see all. Of the Council's everybody sees the
terms and what became of the runs; how much came is for its sides.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from hub.core import instant
from hub.core.schedule import slot
from hub.core.schedule.agreed import Sync
from hub.core.schedule.slot import Slot
from hub.store import sync_runs
from hub.store.connection import Connection
from hub.store.sync_runs import SyncRun
from hub.workflows.exchange import Exchange
from hub.workflows.trust.scheduled_syncs import local_of
from keys import strict_json, sync_plan
from keys.sync_plan import SyncPlan, WorkPlanItem

LAST_RUNS = 8
_UNCOUNTED = {"count": None, "usual": None, "report": None}
_TERMS = ("type", "agreement", "work_plan", "begins_on", "rhythm", "volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A sync with its last runs, the newest first, and its next one.

    `missing_since` is since when a run is owed; `zone` names the clock that it follows; `counted` says whether its
    reader is shown how much came.
    """

    sync: Sync
    zone: str
    next: Slot | None
    runs: tuple[SyncRun, ...]
    missing_since: datetime | None
    counted: bool = True

    @property
    def plan(self) -> SyncPlan:
        """Return its terms: agreed ones, or else proposed ones."""
        return self.sync.shown

    @property
    def state(self) -> str:
        """Return "in_force", "stopped" or "proposed"."""
        return "proposed" if self.sync.agreed is None else self.plan.status.value

    @property
    def newest(self) -> SyncRun | None:
        """Return the newest run that is over, or else the one that is open."""
        over = (each for each in self.runs if each.state != "open")
        return next(over, self.runs[0] if self.runs else None)

    def owed(self, now: datetime) -> float:
        """Return for how many seconds a run is owed; 0: none is."""
        return 0.0 if self.missing_since is None else max(0.0, (now - self.missing_since).total_seconds())

    @property
    def share(self) -> float | None:
        """Return what the last run brought of the usual, where that is remarkable; 0: nothing, though it should."""
        last = next((each for each in self.runs if each.came_at is not None), None)
        if last is None or not (last.empty or last.shrinking):
            return None
        return last.count / last.usual if last.usual else 0.0


def may_see(sync: Sync, reader: str | None) -> bool:
    """Tell whether a participant is shown a sync; None sees all."""
    return sync.shown.work_plan is not None or _is_side(sync, reader)


def _is_side(sync: Sync, reader: str | None) -> bool:
    return reader is None or reader in {sync.shown.sender, *sync.shown.recipients}


async def read_schedule(exchange: Exchange, *, reader: str | None) -> list[Planned]:
    """Return the syncs that a participant may see, by name; None sees all."""
    async with exchange.pool.acquire() as conn:
        return await gather_planned(exchange, conn, reader=reader)


async def gather_planned(exchange: Exchange, conn: Connection, *, reader: str | None) -> list[Planned]:
    """Return the same, read by a connection that is open."""
    seen = sorted((each for each in exchange.judgement.schedule.values() if may_see(each, reader)), key=_name)
    if not seen:
        return []
    runs = await sync_runs.read(conn, [each.name for each in seen], LAST_RUNS)
    missing = await sync_runs.read_missing_since(conn, [each.name for each in seen if each.running is not None])
    found = (_planned(exchange, each, runs[each.name], missing.get(each.name)) for each in seen)
    return [replace(each, counted=_is_side(each.sync, reader)) for each in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A sync that serves an item of a Work Plan, and when its first run came."""

    planned: Planned
    begun: datetime | None

    def to_json(self) -> dict[str, Any]:
        """Return it as the API shows it beside its item."""
        newest, upcoming = self.planned.newest, self.planned.next
        return {
            "sync": self.planned.plan.sync,
            "sender": self.planned.plan.sender,
            "state": self.planned.state,
            "last": None if newest is None else {"state": newest.state, "opens_at": _at(newest.opens_at)},
            "next": None if upcoming is None else _at(upcoming.opens_at),
        }


async def read_serving(exchange: Exchange, *, reader: str) -> dict[WorkPlanItem, list[Serving]]:
    """Return the syncs of the Council by the item that each serves."""
    planned = [each for each in await read_schedule(exchange, reader=reader) if each.plan.work_plan is not None]
    async with exchange.pool.acquire() as conn:
        begun = await sync_runs.read_begun(conn, [each.plan.sync for each in planned])
    found: dict[WorkPlanItem, list[Serving]] = {}
    for each in planned:
        if each.plan.work_plan is not None:
            found.setdefault(each.plan.work_plan, []).append(Serving(planned=each, begun=begun.get(each.plan.sync)))
    return found


def _at(at: datetime) -> str:
    return instant.format(at, seconds=True)


def _name(sync: Sync) -> str:
    return sync.name


def _planned(exchange: Exchange, sync: Sync, runs: Sequence[SyncRun], missing: datetime | None) -> Planned:
    local, now, agreed = local_of(exchange.judgement, sync.shown.sender), exchange.clock.now(), sync.running
    upcoming = None
    if agreed is not None:
        begin = slot.begin_of(agreed.plan.begins_on, max(agreed.since, now), local)
        upcoming = slot.next_slot(agreed.plan.rhythm, local, since=begin)
    return Planned(sync=sync, zone=str(local.zone), next=upcoming, runs=tuple(runs), missing_since=missing)


def to_json(planned: Sequence[Planned], at: datetime) -> dict[str, Any]:
    """Return what `GET /v1/schedule` answers."""
    return {"at": instant.format(at), "syncs": [_sync(each) for each in planned]}


def _sync(planned: Planned) -> dict[str, Any]:
    plan, proposed = planned.plan, planned.sync.proposed
    return {
        "sync": plan.sync,
        "state": planned.state,
        "version": plan.version,
        "since": None if planned.sync.agreed is None else instant.format(planned.sync.agreed.since),
        "sender": plan.sender,
        "recipients": list(plan.recipients),
        **_terms(plan),
        "time_zone": planned.zone,
        "proposed": None if proposed is None else _proposed(planned.sync, proposed),
        "next": None if planned.next is None else _times(planned.next),
        "missing_since": None if planned.missing_since is None else instant.format(planned.missing_since),
        "runs": [_run(each) if planned.counted else {**_run(each), **_UNCOUNTED} for each in planned.runs],
    }


def _terms(plan: SyncPlan) -> dict[str, Any]:
    payload = sync_plan.format(plan)
    return {name: payload[name] for name in _TERMS}


def _proposed(sync: Sync, plan: SyncPlan) -> dict[str, Any]:
    return {
        "version": plan.version,
        **_terms(plan),
        "stated_by": list(sync.stated_by),
        "deciding": sorted(sync.deciding),
    }


def _times(planned: Slot) -> dict[str, str]:
    return {name: _at(at) for name, at in asdict(planned).items()}


def _run(run: SyncRun) -> dict[str, Any]:
    times = {name: getattr(run, name) for name in ("opens_at", "due_at", "came_at")}
    members = ("version", "state", "count", "usual", "empty", "shrinking", "settled")
    return {
        **{name: None if at is None else _at(at) for name, at in times.items()},
        **{name: getattr(run, name) for name in members},
        "report": report_of(run),
    }


def report_of(run: SyncRun) -> dict[str, Any] | None:
    """Return what the gateway said of a run: times, counts and codes."""
    if run.reported is None:
        return None
    said = strict_json.loads(run.reported)
    wanted = ("began_at", "ended_at", "why", "sent", "refused", "held", "problems")
    return {name: said[name] for name in wanted} if isinstance(said, dict) else None

"""Plans and runs of scheduled syncs for tests: a nightly one from Russia to Tajikistan unless told otherwise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hub.store.sync_runs import SyncRun as Judged
from keys.sync_plan import Every, Rhythm, Status, SyncPlan, Volume, WorkPlanItem
from keys.sync_run import SyncRun, Why

HUB = "mig.example/test"
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
ITEM = WorkPlanItem(owner="cis-ec", document="council/work-plan/2026", item="3.2")


def make_rhythm(**members: Any) -> Rhythm:
    """Return a rhythm: each day from two in the morning, due at six."""
    nightly: dict[str, Any] = {
        "every": Every.DAY,
        "weekday": None,
        "open_day": 0,
        "open_hour": 2,
        "due_day": 0,
        "due_time": "06:00",
        "due_working": False,
    }
    return Rhythm(**{**nightly, **members})


def make_volume(**members: Any) -> Volume:
    """Return that nothing at all, and less than half of the usual, is told."""
    return Volume(**{"empty_is_normal": False, "shrinks_below": 50, **members})


def make_plan(**members: Any) -> SyncPlan:
    """Return what a side says about a nightly sync."""
    plain: dict[str, Any] = {
        "hub": HUB,
        "participant": "ru-guvm",
        "sync": "ru-tj-bans",
        "version": 1,
        "status": Status.IN_FORCE,
        "sender": "ru-guvm",
        "recipients": ("tj-molme",),
        "type": "entry-ban",
        "agreement": "ru-tj-interior",
        "work_plan": None,
        "begins_on": date(2026, 11, 1),
        "rhythm": make_rhythm(),
        "volume": make_volume(),
        "at": BEGAN,
    }
    return SyncPlan(**{**plain, **members})


def make_run(**members: Any) -> SyncRun:
    """Return the report of a run of that sync."""
    plain: dict[str, Any] = {
        "hub": HUB,
        "participant": "ru-guvm",
        "sync": "ru-tj-bans",
        "version": 1,
        "opens_at": BEGAN,
        "began_at": BEGAN,
        "ended_at": BEGAN + timedelta(minutes=5),
        "why": Why.SCHEDULE,
        "cursor_sha256": None,
        "sent": 3,
        "refused": 0,
        "held": 0,
        "problems": (),
        "at": BEGAN,
    }
    return SyncRun(**{**plain, **members})


def make_judged(**members: Any) -> Judged:
    """Return a run as the hub has judged it: done, with forty messages."""
    plain: dict[str, Any] = {
        "sync": "ru-tj-bans",
        "opens_at": BEGAN,
        "due_at": BEGAN + timedelta(hours=4),
        "version": 1,
        "sender": "ru-guvm",
        "state": "done",
        "came_at": BEGAN + timedelta(hours=1),
        "count": 40,
        "usual": None,
        "empty": False,
        "shrinking": False,
        "reported": None,
        "settled": True,
    }
    return Judged(**{**plain, **members})

"""Plans and runs of scheduled syncs as statements: what was signed is read, what makes no sense is refused."""

from datetime import timedelta
from typing import Any

import pytest

from keys import statement, sync_plan, sync_run
from keys.errors import StatementError
from keys.statement import Kind
from keys.sync_plan import Every
from keys.sync_run import Count
from tests.support import private_keys
from tests.support.syncs import BEGAN, ITEM, make_plan, make_rhythm, make_run

KEY = private_keys.from_seed(bytes(32))
PLAN = sync_plan.format(make_plan())
RUN = sync_run.format(make_run())


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"work_plan": ITEM, "agreement": None},
        {"rhythm": make_rhythm(every=Every.WEEK, weekday=7, due_day=7, due_time="02:00")},
        {"rhythm": make_rhythm(every=Every.QUARTER, due_day=14, due_working=True)},
    ],
)
def test_a_plan_that_was_signed_is_read_and_verified(members: dict[str, Any]):
    plan = make_plan(**members)
    unread, read = sync_plan.read(sync_plan.sign(plan, KEY))
    unread.verify(KEY.public)
    assert read == plan


@pytest.mark.parametrize("members", [{}, {"cursor_sha256": "ab" * 32, "problems": (Count(code="no-such", count=2),)}])
def test_a_run_that_was_signed_is_read_and_verified(members: dict[str, Any]):
    run = make_run(**members)
    unread, read = sync_run.read(sync_run.sign(run, KEY))
    unread.verify(KEY.public)
    assert read == run


def rhythm(**members: Any) -> dict[str, Any]:
    return {"rhythm": {**PLAN["rhythm"], **members}}


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": True},
        {"sync": "RU"},
        {"status": "asleep"},
        {"recipients": []},
        {"recipients": ["ru-guvm"]},
        {"recipients": ["tj-molme", "tj-molme"]},
        {"type": "entry ban"},
        {"agreement": "?"},
        {"work_plan": {"owner": "cis-ec", "document": "plan"}},
        {"work_plan": {"owner": "cis-ec", "document": "plan", "item": 3}},
        {"work_plan": {"owner": "cis-ec", "document": " ", "item": "3"}},
        {"work_plan": {"owner": "CIS", "document": "plan", "item": "3"}},
        {"work_plan": {"owner": "cis-ec", "document": "plan", "item": ""}},
        {"work_plan": {"owner": "cis-ec", "document": "plan", "item": "3\n"}},
        {"begins_on": "2026-02-30"},
        {"begins_on": "20260201"},
        {"begins_on": "9999-12-31"},  # no zone or calendar counts on from there
        {"begins_on": "0001-01-01"},
        {"rhythm": None},
        rhythm(every="hour"),
        rhythm(weekday=1),
        rhythm(every="week"),
        rhythm(every="week", weekday=8),
        rhythm(open_hour=24),
        rhythm(open_day=2),
        rhythm(due_time="6:00"),
        rhythm(due_time=6),
        rhythm(due_time="02:00"),
        rhythm(due_day=1),
        rhythm(due_working="yes"),
        {"volume": {"empty_is_normal": 0, "shrinks_below": 50}},
        {"volume": {"empty_is_normal": True, "shrinks_below": 101}},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(change: dict[str, Any]):
    token = statement.sign({**PLAN, **change}, KEY, Kind.SCHEDULE)
    with pytest.raises(StatementError):
        sync_plan.read(token)


@pytest.mark.parametrize(
    "change",
    [
        {"sent": -1},
        {"refused": 1.5},
        {"why": "because"},
        {"cursor_sha256": "short"},
        {"ended_at": sync_run.format(make_run(ended_at=BEGAN - timedelta(seconds=1)))["ended_at"]},
        {"problems": {}},
        {"problems": [{"code": "a", "count": 1}] * 21},
        {"problems": [{"code": "a"}]},
        {"problems": [{"code": "Surname Testov", "count": 1}]},
        {"problems": [{"code": 7, "count": 1}]},
        {"problems": [{"code": "a", "count": 0}]},
        {"problems": ["a"]},
    ],
)
def test_a_run_that_makes_no_sense_is_refused(change: dict[str, Any]):
    token = statement.sign({**RUN, **change}, KEY, Kind.SYNC)
    with pytest.raises(StatementError):
        sync_run.read(token)

"""Which syncs are agreed on: the secretariat's for the Council, those that both sides state, one who stops."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from hub.core import instant
from hub.core.leaf import ActLeaf
from hub.core.schedule import agreed
from hub.core.schedule.agreed import Agreed, Sync, SyncPlanError
from hub.core.statement import Stated
from keys import sync_plan
from keys.sync_plan import Status, SyncPlan
from keys.trustlist import KeyStatus, TrustList
from tests.support.syncs import ITEM, make_plan
from tests.support.trust import make_trust

NOW = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
HOUR = timedelta(hours=1)
TRUST = make_trust(now=NOW)
RU, TJ, EC = "ru-guvm", "tj-molme", "cis-ec"


def plan(by: str = RU, **members: Any) -> SyncPlan:
    return make_plan(**{"hub": TRUST.list.hub, "participant": by, "at": NOW, **members})


def stated(said: SyncPlan, *, at: datetime = NOW, key: str | None = None, **changes: Any) -> Stated:
    token = sync_plan.sign(said, TRUST.keys[key or said.participant])
    correct = {
        "hub": TRUST.list.hub,
        "act": "schedule",
        "subject": said.participant,
        "sha256": sha256(token).hexdigest(),
        "at": instant.format(at),
        "trust": 1,
        "salt": "0" * 32,
    }
    return Stated(token=token, leaf=ActLeaf(**{**correct, **changes}), index=0)


def gathered(*said: SyncPlan) -> dict[str, Sync]:
    return agreed.gather([stated(each, at=NOW + place * HOUR) for place, each in enumerate(said)], TRUST.list)


def test_a_sync_of_the_council_counts_once_the_secretariat_has_stated_it():
    found = gathered(plan(EC, work_plan=ITEM))["ru-tj-bans"]
    assert (found.running, found.proposed) == (Agreed(plan=plan(EC, work_plan=ITEM), since=NOW), None)


def test_a_bilateral_sync_counts_once_both_sides_have_stated_the_same_terms():
    alone = gathered(plan())["ru-tj-bans"]
    assert (alone.running, alone.proposed, alone.shown) == (None, plan(), plan())
    both = gathered(plan(), plan(TJ))["ru-tj-bans"]
    assert (both.running, both.proposed) == (Agreed(plan=plan(TJ), since=NOW + HOUR), None)


def test_new_terms_wait_for_the_other_side_and_the_old_ones_hold_meanwhile():
    other = make_plan().rhythm
    later = {"version": 2, "rhythm": replace(other, due_time="05:00")}
    waiting = gathered(plan(), plan(TJ), plan(**later))["ru-tj-bans"]
    assert waiting.shown == plan(TJ)
    assert waiting.proposed == plan(**later)
    differing = gathered(plan(), plan(TJ), plan(**later), plan(TJ, version=2))["ru-tj-bans"]
    assert differing.shown == plan(TJ)
    settled = gathered(plan(), plan(TJ), plan(**later), plan(TJ, **later))["ru-tj-bans"]
    assert settled.running == Agreed(plan=plan(TJ, **later), since=NOW + 3 * HOUR)


def test_one_side_stops_a_sync_and_both_begin_it_again():
    stopped = gathered(plan(), plan(TJ), plan(TJ, version=2, status=Status.STOPPED))["ru-tj-bans"]
    assert stopped.running is None
    assert stopped.shown.status is Status.STOPPED
    again = gathered(plan(), plan(TJ), plan(TJ, version=2, status=Status.STOPPED), plan(version=3), plan(TJ, version=3))
    assert again["ru-tj-bans"].running


@pytest.mark.parametrize(
    "second",
    [
        plan(version=1),
        plan("kz-mvd", recipients=("kz-mvd",), version=9),
        plan(EC, work_plan=ITEM, version=9),
        plan(recipients=("tj-mvd",), version=9),
        plan(type="situation-summary", version=9),
    ],
)
def test_what_does_not_follow_is_refused_and_counts_for_nothing(second: SyncPlan):
    schedule = gathered(plan())
    with pytest.raises(SyncPlanError):
        agreed.follow(schedule, second, NOW)
    assert gathered(plan(), second) == schedule


@pytest.mark.parametrize(
    ("said", "role", "expected"),
    [
        (plan(EC, work_plan=ITEM), "secretariat", True),
        (plan(RU, work_plan=ITEM), "member", False),
        (plan(TJ), "member", True),
        (plan(EC), "secretariat", False),
        (plan("kz-mvd"), "member", False),
    ],
)
def test_the_secretariat_sets_what_serves_the_work_plan_and_the_sides_the_rest(
    said: SyncPlan, role: str, expected: bool
):
    assert agreed.may_say(said, role) is expected


def stolen(trust: TrustList) -> TrustList:
    """Return the list with the key of one who speaks in others' hands."""
    kid = TRUST.keys[EC].kid
    taken = replace(trust.keys[kid], status=KeyStatus.SUSPENDED, status_at=NOW + HOUR, compromised_since=NOW - HOUR)
    return replace(trust, keys={**trust.keys, kid: taken})


@pytest.mark.parametrize(
    ("wrong", "trust"),
    [
        (lambda: stated(plan(EC, work_plan=ITEM), key="kz-mvd"), lambda trust: trust),
        (lambda: stated(plan(EC, work_plan=ITEM), act="consent"), lambda trust: trust),
        (lambda: stated(plan(EC)), lambda trust: trust),
        (lambda: stated(plan(EC, work_plan=ITEM)), stolen),
    ],
)
def test_a_statement_that_does_not_hold_counts_for_nothing(
    wrong: Callable[[], Stated], trust: Callable[[TrustList], TrustList]
):
    assert agreed.gather([wrong()], trust(TRUST.list)) == {}


def test_only_those_who_stated_the_very_terms_stand_behind_a_proposal():
    other = replace(make_plan().rhythm, due_time="05:00")
    differing = gathered(plan(), plan(TJ, rhythm=other))["ru-tj-bans"]
    assert differing.proposed == plan(TJ, rhythm=other)
    assert differing.stated_by == (TJ,)
    assert gathered(plan())["ru-tj-bans"].stated_by == (RU,)
    assert gathered(plan(), plan(TJ))["ru-tj-bans"].stated_by == ()

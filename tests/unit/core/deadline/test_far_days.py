"""A record may name any day that its schema can write: one that no calendar reaches makes nothing fail."""

import pytest

from hub.core import instant
from hub.core.deadline.explanation import explain
from hub.core.deadline.profile import Profile
from tests.unit.core.deadline.cases import OURS, RU, SWISS, ZONES, Case

FAR = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("profile", [SWISS, OURS], ids=lambda each: each.id)
@pytest.mark.parametrize("day", FAR)
def test_a_day_beyond_every_calendar_makes_no_clock_fail(profile: Profile, day: str) -> None:
    case = Case()
    case.request("02-02", "02-04", subject_class="stateless", knowledge_on=day)
    case.add("transfer-notice", RU, "03-02", planned_on=day)
    for clock in case.clocks("03-03", profile).values():
        assert clock.since is None or instant.format(clock.since)
        assert explain(clock, "ru", ZONES[clock.acting])

"""How far a draft has come by now."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.core.console.draft import GOOD_FOR, DraftStatus, status_at

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(0), DraftStatus.APPROVED),
        (GOOD_FOR - timedelta(seconds=1), DraftStatus.APPROVED),
        (GOOD_FOR, DraftStatus.PREPARED),
    ],
)
def test_an_approval_is_good_for_a_day(age: timedelta, status: DraftStatus):
    assert status_at("approved", NOW - age, NOW) is status


def test_an_approval_without_a_time_holds_nothing():
    assert status_at("approved", None, NOW) is DraftStatus.PREPARED


@pytest.mark.parametrize("status", [each for each in DraftStatus if each is not DraftStatus.APPROVED])
def test_other_states_do_not_age(status: DraftStatus):
    assert status_at(status, None, NOW) is status

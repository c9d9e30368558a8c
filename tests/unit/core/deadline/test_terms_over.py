"""A term that is over: what it brought about, and that nothing later takes that away."""

from datetime import date
from typing import Any

import pytest

from hub.core.deadline.case_clock import ClockState, NoConsent
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.profile import Expiry
from tests.unit.core.deadline.cases import CALENDARS, RU, SWISS, TJ, ZONES, Case, at


@pytest.fixture
def case() -> Case:
    return Case()


def outage(since: str, until: str) -> dict[str, Any]:
    return {"since": since, "until": until}


def test_a_term_that_is_over_stays_over_whatever_stops_clocks_later(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    over = case.clocks("03-10")["reply"]
    case.add("readmission-return", TJ, "03-11", delivered="03-11")
    case.add("outage", "cis-ec", "03-15", since="2026-03-15T00:00:00Z")
    assert case.clocks("03-16")["reply"] == over
    assert over.effect is Expiry.DEEMED_ACCEPTED


def test_a_late_reply_stays_late_and_starts_the_next_term_during_a_later_outage(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    case.add("readmission-reply", TJ, "03-20", delivered="03-20", decision="accepted")
    late = case.clocks("04-30")
    case.add("outage", "cis-ec", "05-01", since="2026-05-01T00:00:00Z")
    found = case.clocks("05-02")
    assert found["reply"] == late["reply"]
    assert found["transfer"].state is ClockState.STOPPED


def test_an_outage_after_the_reply_does_not_touch_the_terms_last_day(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-reply", TJ, "02-10", delivered="02-10", decision="refused")
    met = case.clocks("02-12")["reply"]
    case.add("outage", "cis-ec", "02-15", since="2026-02-15T00:00:00Z")
    assert case.clocks("02-20")["reply"] == met


def test_an_outage_that_began_before_the_last_day_was_over_counts_when_announced_after_it(case: Case) -> None:
    """Nobody can announce it through an exchange that stands."""
    case.request("02-02", "02-04")
    case.add("outage", "cis-ec", "03-11", **outage("2026-02-27T00:00:00Z", "2026-03-04T00:00:00Z"))
    assert case.clocks("03-05")["reply"].state is ClockState.EXPIRED
    found = case.clocks("03-12")["reply"]
    assert found.deadline is not None
    assert (found.state, found.deadline.on) == (ClockState.EXPIRED, date(2026, 3, 6))


def test_a_stop_within_the_longer_of_two_stops_counts_by_the_term_that_they_make() -> None:
    """A second stop after the plain term, but before the end that the first one moved, counts."""
    case = Case()
    case.request("02-02", "02-04")
    case.add("outage", "cis-ec", "02-09", **outage("2026-02-10T00:00:00Z", "2026-02-20T00:00:00Z"))
    case.add("outage", "cis-ec", "03-05", **outage("2026-03-05T00:00:00Z", "2026-03-07T00:00:00Z"))
    found = case.clocks("03-12")["reply"]
    assert found.deadline is not None
    assert (found.deadline.on, len(found.pauses)) == (date(2026, 3, 13), 2)


def test_silence_is_never_consent_where_a_record_shows_a_minor(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-information-request", TJ, "02-06", delivered="02-06", registered=True)
    case.add("readmission-information", RU, "02-07", delivered="02-07", minor=True)
    clock = case.clocks("03-10")["reply"]
    assert (clock.effect, clock.no_consent) == (Expiry.OVERDUE, NoConsent.PROTECTED)


def test_silence_is_no_consent_where_the_agreement_was_not_in_force_on_the_last_day(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    for end, effect in ((date(2026, 3, 2), Expiry.OVERDUE), (date(2026, 3, 3), Expiry.DEEMED_ACCEPTED)):
        now = at("06-01")
        found = clocks(case.events, SWISS, CALENDARS, ZONES, now, in_force=lambda day, end=end: day < end)
        assert found[0].effect is effect
        assert found[0].no_consent is (NoConsent.NOT_IN_FORCE if effect is Expiry.OVERDUE else None)


def test_a_last_day_is_not_moved_on_to_a_day_on_which_the_clock_stands_still(case: Case) -> None:
    """The 25th day is Sunday, 1 March; an outage takes the Monday and the Tuesday after it."""
    case.request("02-02", "02-04")
    case.add("outage", "cis-ec", "03-02", **outage("2026-03-02T06:00:00Z", "2026-03-04T06:00:00Z"))
    found = case.clocks("03-03")["reply"]
    assert found.deadline is not None
    assert found.deadline.on == date(2026, 3, 4)
    assert [day.pause for day in found.deadline.days[-3:]] == ["outage", "outage", None]

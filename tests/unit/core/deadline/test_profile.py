"""Profiles of the release, as the core reads them."""

from datetime import UTC, date, datetime

import pytest

from hub.core.deadline import profile as profiles
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.profile import Match
from hub.core.deadline.term import Unit
from schemas import deadline_profiles
from tests.unit.core.deadline.cases import OURS, SWISS, TITLES, read


def test_terms_keep_their_source_and_whether_it_was_checked() -> None:
    reply = next(each for each in SWISS.parameters if each.name == "reply")
    assert (reply.term.value, reply.term.unit, reply.term.verified) == (25, Unit.CALENDAR_DAY, True)
    assert reply.extended is not None
    assert (reply.extended.value, reply.extension) == (60, "readmission-extension")
    assert reply.titles == TITLES["reply"]
    assert "161069" in reply.source
    assert (SWISS.verified, OURS.verified) == (True, False)


@pytest.mark.parametrize("name", sorted(deadline_profiles.load()))
def test_every_profile_is_read(name: str) -> None:
    assert read(name).id == name


def test_a_text_in_one_language_serves_both() -> None:
    document = deadline_profiles.load()["ru-be-protocol-2009"]
    first = {**document["parameters"][0], "article": {"ru": "статья 1"}}
    found = profiles.from_json({**document, "parameters": [first]}, TITLES)
    assert found.parameters[0].article == ("статья 1", "статья 1")


def test_a_record_is_matched_by_type_and_members() -> None:
    event = CaseEvent(type="reply", sender="a", index=1, at=datetime(2026, 1, 1, tzinfo=UTC), facts={"decision": "x"})
    assert Match(type="reply", where={"decision": "x"}).covers(event)
    assert not Match(type="reply", where={"decision": "y"}).covers(event)
    assert not Match(type="other", where={}).covers(event)


def test_a_profile_has_a_first_and_a_last_day() -> None:
    document = {**deadline_profiles.load()["ru-eu-2006"], "valid_until": "2030-12-31"}
    found = profiles.from_json(document, TITLES)
    days = [date(2007, 5, 31), date(2007, 6, 1), date(2030, 12, 31), date(2031, 1, 1)]
    assert [found.holds(day) for day in days] == [False, True, True, False]
    assert SWISS.holds(date(1999, 1, 1))

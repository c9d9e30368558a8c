"""Calendars hold whatever day a record may name."""

from datetime import UTC, date, datetime

import icalendar
import pytest

from hub.core.council.calendar_file import Event, Status, format_calendar


@pytest.mark.parametrize("last", [date(1, 1, 1), date(2026, 12, 31), date.max])
def test_a_calendar_holds_every_day_that_a_record_may_name(last: date):
    event = Event(
        uid="one@hub",
        first=last,
        last=last,
        summary="Проба",
        description="",
        category="MEETING",
        status=Status.CONFIRMED,
        sequence=1,
        stamp=datetime(2026, 11, 22, tzinfo=UTC),
    )
    (read,) = icalendar.Calendar.from_ical(format_calendar([event], name="Проба")).walk("VEVENT")

    assert read["DTSTART"].dt == last
    assert ("DTEND" in read) == (last < date.max)

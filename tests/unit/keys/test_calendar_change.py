"""A change of a calendar as it is signed: exactly its members, each of its form."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from keys import calendar_change, statement
from keys.calendar_change import CalendarChange, ChangedDay
from keys.errors import StatementError, TokenTooLargeError
from keys.statement import Kind
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
OFF = ChangedDay(date=date(2026, 12, 31), works=False, ru="Выходной", en="Day off")
SAID = CalendarChange(
    hub="mig.example/test",
    participant="cis-ec",
    state="TJ",
    version="2026.2",
    source="test data",
    until=date(2027, 12, 31),
    days=(OFF, ChangedDay(date=date(2026, 12, 26), works=True)),
    at=datetime(2026, 11, 21, 9, tzinfo=UTC),
)


def test_what_was_signed_is_read_and_verified():
    unread, said = calendar_change.read(calendar_change.sign(SAID, KEY))
    unread.verify(KEY.public)
    assert said == SAID


@pytest.mark.parametrize(
    "change",
    [
        {"state": "tj"},
        {"version": "2026"},
        {"source": ""},
        {"until": "2027-02-30"},
        {"until": 2027},
        {"days": {}},
        {"days": [{"date": "2026-12-31", "works": True}] * 121},
        {"days": ["2026-12-31"]},
        {"days": [{"date": "2026-12-31"}]},
        {"days": [{"date": "2026-12-31", "works": 1}]},
        {"days": [{"date": "2026-12-31", "works": False}]},
        {"days": [{"date": "2026-12-31", "works": True, "ru": "x", "en": "x"}]},
        {"days": [{"date": "2026-12-31", "works": False, "ru": "", "en": "x"}]},
        {"days": [{"date": "2026-12-31", "works": False, "ru": "a\nb", "en": "x"}]},
        {"days": [{"date": "2026-12-31", "works": False, "ru": "x" * 201, "en": "x"}]},
        {"days": [{"date": 20261231, "works": True}]},
    ],
)
def test_a_member_of_another_form_is_refused(change: dict[str, Any]):
    token = statement.sign({**calendar_change.format(SAID), **change}, KEY, Kind.CALENDAR)
    with pytest.raises(StatementError):
        calendar_change.read(token)


def test_no_end_is_null_and_too_many_days_are_too_long():
    open_ended = CalendarChange(**{**{name: getattr(SAID, name) for name in calendar_change.MEMBERS}, "until": None})
    assert calendar_change.read(calendar_change.sign(open_ended, KEY))[1].until is None
    wordy = ChangedDay(date=date(2026, 12, 31), works=False, ru="Ж" * 200, en="x" * 200)
    with pytest.raises(TokenTooLargeError):
        calendar_change.sign(
            CalendarChange(**{**{n: getattr(SAID, n) for n in calendar_change.MEMBERS}, "days": (wordy,) * 60}), KEY
        )

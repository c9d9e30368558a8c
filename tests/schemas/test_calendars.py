"""The calendars that come with the release: fit their schema, are what the seed makes, and know famous days."""

from datetime import date

import pytest

from hub.core.deadline import calendar
from schemas import calendar_seed, calendars, files

ALL = sorted(calendars.load())


def test_every_state_of_the_exchange_has_a_calendar() -> None:
    assert sorted(calendar_seed.STATES) == ALL


@pytest.mark.parametrize("state", calendar_seed.STATES)
def test_a_calendar_is_what_its_seed_makes(state: str) -> None:
    """Unless the seed's version rises: then the files are made anew, and their own version too."""
    kept = (calendar_seed.FOLDER / f"{state}.json").read_bytes()
    assert calendar_seed.write(calendar_seed.make(state)) == kept


@pytest.mark.parametrize(
    ("state", "day", "works"),
    [
        ("RU", date(2025, 11, 1), True),  # a Saturday worked for the third of November
        ("RU", date(2025, 11, 3), False),
        ("BY", date(2026, 4, 25), True),
        ("TJ", date(2026, 9, 9), False),
        ("KZ", date(2026, 3, 23), False),
        ("UZ", date(2026, 9, 1), False),
        ("AM", date(2026, 1, 6), False),
        ("TM", date(2026, 12, 12), False),
        ("KG", date(2026, 8, 31), False),
        ("AZ", date(2026, 1, 20), False),
    ],
)
def test_famous_days_are_right(state: str, day: date, works: bool) -> None:
    assert calendar.from_json(calendars.load()[state]).is_working(day) is works


@pytest.mark.parametrize("state", calendar_seed.STATES)
def test_days_are_told_once_in_order_and_in_both_languages(state: str) -> None:
    document = calendars.load()[state]
    days = [day["date"] for day in document["holidays"]]
    assert days == sorted(set(days))
    assert [day for day in document["holidays"] if not any("а" <= c <= "я" for c in day["ru"].lower())] == []
    assert [day for day in document["holidays"] if not day["en"].isascii()] == []
    assert {day["date"] for day in document["holidays"]}.isdisjoint(document["worked"])


def test_a_damaged_calendar_is_refused() -> None:
    document = files.read(calendar_seed.FOLDER / "RU.json")
    assert calendars.check(document) == []
    assert calendars.check({**document, "weekend": [7]})
    assert calendars.check({**document, "holidays": [{"date": "2026-02-30", "ru": "Тест", "en": "Test"}]})


def test_a_holiday_without_a_russian_name_stops_the_seed() -> None:
    names = calendar_seed.Names("RU", files.read(calendar_seed.FOLDER / "names.json"))
    assert names.russian("Eid al-Adha (observed, estimated)") == "Курбан-байрам (выходной, ожидаемая дата)"
    with pytest.raises(KeyError):
        names.russian("Day of Test Data")

"""Record -> fields -> record, for every record type; what is typed badly stays as it was typed."""

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core.composing.change import tidy
from hub.core.composing.gather import Gathered, gather
from hub.core.composing.part import Kind, Part, find, shape
from hub.core.composing.spread import REST, spread
from schemas import catalogue, files

ZONE = ZoneInfo("Asia/Dushanbe")
CATALOGUE = catalogue.load()
SHAPES = {
    (each.name, each.version): shape(CATALOGUE.members(each.name, each.version)) for each in CATALOGUE.types.values()
}


def examples() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every valid example: type, version, name, record."""
    for name, version in SHAPES:
        for path in sorted((files.ROOT / name / version / "examples").glob("valid-*.json")):
            yield name, version, path.stem, json.loads(path.read_text(encoding="utf-8"))


EXAMPLES = list(examples())


def test_every_example_comes_back_from_its_fields():
    wrong = []
    for name, version, example, record in EXAMPLES:
        part = SHAPES[name, version]
        values = spread(part, record, ZONE)
        if gather(part, values, ZONE) != Gathered(record=record) or tidy(part, values) != values:
            wrong.append((name, version, example))
    assert wrong == []


def test_no_field_of_an_example_is_set_aside():
    aside = [(name, each) for name, version, each, record in EXAMPLES if _set_aside(SHAPES[name, version], record)]

    assert aside == []


def _set_aside(part: Part, record: dict[str, Any]) -> list[str]:
    return [name for name in spread(part, record, UTC) if REST in name]


def test_every_field_of_an_example_belongs_to_a_part():
    for name, version, _, record in EXAMPLES:
        part = SHAPES[name, version]
        assert [each for each in spread(part, record, UTC) if find(part, each) is None] == []


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.text("abя. ~{}1-", max_size=8)
    | st.floats(-1e9, 1e9)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab~", max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(data=st.data())
def test_a_record_with_anything_in_it_comes_back_too(data: st.DataObject):
    """What a newer version has, and values of other kinds, are kept aside and put back."""
    name, version, _, record = data.draw(st.sampled_from(EXAMPLES))
    part = SHAPES[name, version]
    members = st.sampled_from([*(each.name for each in part.parts), "new_member"])
    changed = {**record, **data.draw(st.dictionaries(members, ANYTHING, max_size=3))}

    assert gather(part, spread(part, changed, UTC), UTC).record == _without_empty(part, changed)


def _without_empty(part: Part, record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with the required lists that a form always has."""
    needed = [each for each in part.parts if each.required and each.kind in (Kind.LIST, Kind.CHOICES, Kind.GROUP)]
    return {**{each.name: record[each.name] for each in needed if each.name in record}, **record}


def _request() -> Part:
    return SHAPES["readmission-request", "1.2"]


def _read(values: dict[str, str], zone: Any = UTC) -> Gathered:
    return gather(_request(), values, zone)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("1990", {"year": 1990}),
        ("05.1990", {"year": 1990, "month": 5}),
        ("4.5.1990", {"year": 1990, "month": 5, "day": 4}),
        ("04/05/1990", {"year": 1990, "month": 5, "day": 4}),
        ("1990-05", {"year": 1990, "month": 5}),
        ("1990-05-04", {"year": 1990, "month": 5, "day": 4}),
    ],
)
def test_a_date_of_which_a_part_is_unknown_is_read(typed: str, date: dict[str, int]):
    assert _read({"person.birth.date": typed}).record["person"]["birth"] == {"date": date}


def test_a_range_has_a_qualifier_and_an_end():
    values = {"person.birth.date": "1990", "person.birth.date.qualifier": "range", "person.birth.date.until": "1992"}

    date = _read(values).record["person"]["birth"]["date"]

    assert date == {"year": 1990, "qualifier": "range", "until": {"year": 1992}}
    assert spread(_request(), _read(values).record, UTC)["person.birth.date.until"] == "1992"


def test_what_is_no_date_stays_and_is_named():
    found = _read({"person.birth.date": "вчера", "person.birth.date.until": "завтра"})

    assert found.unread == ("person.birth.date", "person.birth.date.until")
    assert found.record["person"]["birth"]["date"]["year"] == "вчера"


def test_days_are_read_as_people_write_them():
    assert _read({"requested_on": "4.5.2026"}).record["requested_on"] == "2026-05-04"
    assert _read({"requested_on": "yesterday"}).record["requested_on"] == "yesterday"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-21T14:00", "2026-11-21T09:00:00Z"),
        ("21.11.2026 14:00", "2026-11-21T09:00:00Z"),
        ("2026-11-21T14:00:05", "2026-11-21T09:00:05Z"),
        ("2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z"),
    ],
)
def test_an_instant_is_a_local_time(typed: str, said: str):
    part = SHAPES["ban-hit-report", "1.0"]

    assert gather(part, {"at": typed}, ZoneInfo("Asia/Dushanbe")).record["at"] == said


@pytest.mark.parametrize("typed", ["soon", "2026-11-21T14:00+05:00", "9999-12-31T23:00", "2026-02-30T10:00"])
def test_what_is_no_local_time_stays_and_is_named(typed: str):
    found = gather(SHAPES["ban-hit-report", "1.0"], {"at": typed}, ZoneInfo("America/New_York"))

    assert found.record["at"] == typed
    assert found.unread == ("at",)


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-10-25T01:30:00Z", "no time"])
def test_an_instant_that_no_one_clock_shows_comes_back(said: str):
    part = SHAPES["ban-hit-report", "1.0"]
    for zone in (ZoneInfo("Europe/Chisinau"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")):
        assert gather(part, spread(part, {"at": said}, zone), zone).record["at"] == said


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("12,5", 12.5), ("1e3", 1000.0), ("много", "много")])
def test_numbers_are_read_with_point_or_comma(typed: str, number: Any):
    assert gather(SHAPES["match-proposal", "1.0"], {"score": typed}, UTC).record["score"] == number


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1.5", "1.5"), ("-3", -3)])
def test_a_whole_number_is_one_or_stays_as_typed(typed: str, number: Any):
    assert gather(SHAPES["work-plan", "1.0"], {"revision": typed}, UTC).record["revision"] == number


def test_what_is_empty_is_left_out_but_needed_lists_and_groups_are_there():
    record = _read({"case_id": "", "evidence": "1", "person.names": "2", "person.names.1.surname": "ТЕСТОВА"}).record

    assert record == {"person": {"names": [{"surname": "ТЕСТОВА"}], "nationalities": []}, "evidence": []}


def test_yes_and_no_are_said_or_not():
    assert _read({"interview_requested": "no"}).record["interview_requested"] is False
    assert "interview_requested" not in _read({"interview_requested": ""}).record


def test_choices_keep_their_order_and_may_be_none():
    part = _request()
    for chosen in (["tg", "ru"], []):
        values = spread(part, {"languages": chosen}, UTC)
        assert gather(part, values, UTC).record["languages"] == chosen
    assert gather(SHAPES["entry-ban", "1.3"], {}, UTC).record["grounds"] == []


@pytest.mark.parametrize(
    "date",
    [{"month": 5}, {"year": 1990, "day": 4}, {"year": 12345}, {"year": "1990"}, {"year": 1990, "until": 5}, {"at": 1}],
)
def test_a_date_that_no_field_shows_is_kept_aside(date: dict[str, Any]):
    record = {"person": {"birth": {"date": date}, "nationalities": [], "names": []}, "evidence": []}

    values = spread(_request(), record, UTC)

    assert values[f"person.birth.{REST}"]
    assert gather(_request(), values, UTC).record == record


def test_what_was_kept_aside_and_damaged_is_told_and_not_lost():
    assert _read({REST: "{"}).record[REST] == "{"
    assert _read({REST: "[]"}).record[REST] == "[]"

"""Dates of records of every type: what cannot be is refused, and named."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import record_dates
from hub.core.record_objects import objects

SENT = datetime.datetime(2026, 11, 21, 21, tzinfo=datetime.UTC)


def found(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in record_dates.check(objects(record), sent_at=SENT)]


def born(**date: Any) -> dict[str, Any]:
    return {"subject": {"birth": {"date": date}}}


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ({"year": 1985, "month": 2, "day": 30}, "date-impossible"),
        ({"year": 1985, "month": 2, "day": 29}, "date-impossible"),
        ({"year": 2090, "month": 2, "day": 3}, "date-in-future"),
        ({"year": 2027}, "date-in-future"),
    ],
)
def test_nobody_was_born_on_a_day_that_cannot_be(date, code):
    assert found(born(**date)) == [("/subject/birth/date", code)]


@pytest.mark.parametrize(
    "date",
    [
        {"year": 2026},
        {"year": 1984, "month": 2, "day": 29},
        {"year": 2026, "month": 11, "day": 22},
        {"year": 1980, "qualifier": "range", "until": {"year": 1980, "month": 5}},
    ],
)
def test_what_can_be_stays(date):
    assert found(born(**date)) == []


def test_a_range_does_not_end_before_it_begins():
    date = {"year": 1990, "qualifier": "range", "until": {"year": 1980}}
    assert found(born(**date)) == [("/subject/birth/date/until", "dates-out-of-order")]


def test_the_end_of_a_range_is_a_day_too():
    date = {"year": 1990, "qualifier": "range", "until": {"year": 1991, "month": 4, "day": 31}}
    assert found(born(**date)) == [("/subject/birth/date/until", "date-impossible")]


@pytest.mark.parametrize(
    ("begin", "end"),
    [("from", "until"), ("from", "to"), ("valid_from", "valid_until"), ("in_force_from", "in_force_until")],
)
def test_a_span_does_not_end_before_it_begins_wherever_it_stands(begin, end):
    reversed_span = {begin: "2010-01-01", end: "1990-01-01"}
    assert found({"a": [{"b": reversed_span}]}) == [(f"/a/0/b/{end}", "dates-out-of-order")]
    assert found({"a": {begin: "2010-01-01", end: "2010-01-01"}}) == []
    assert found({"a": {begin: "2010-01-01"}}) == []


def test_a_document_does_not_expire_before_it_was_issued():
    document = {"issued_on": "2020-05-01", "expires_on": "2001-01-01"}
    assert found({"documents": [document]}) == [("/documents/0/expires_on", "dates-out-of-order")]


@pytest.mark.parametrize("member", ["as_of", "knowledge_on", "given_on", "reported_on"])
def test_what_was_done_or_known_does_not_lie_in_the_future(member):
    assert found({"act": {member: "2099-01-01T00:00:00Z"}}) == [(f"/act/{member}", "date-in-future")]
    assert found({"act": {member: "2026-11-22"}}) == []


def test_a_decision_was_taken_and_a_meeting_may_be_to_come():
    assert found({"decision": {"date": "2099-01-01"}}) == [("/decision/date", "date-in-future")]
    assert found({"date": "2099-01-01"}) == []


def test_names_that_are_no_dates_are_left_alone():
    assert found({"from": "tj-mvd", "to": ["ru-guvm"], "as_of": None, "year": 2099, "value": 1}) == []


@given(st.integers(1850, 2100), st.integers(1, 12), st.integers(1, 31))
def test_a_full_date_is_refused_exactly_where_the_calendar_has_none(year, month, day):
    try:
        datetime.date(year, month, day)
    except ValueError:
        expected = True
    else:
        expected = False
    codes = [code for _, code in found(born(year=year, month=month, day=day))]
    assert (codes == ["date-impossible"]) is expected

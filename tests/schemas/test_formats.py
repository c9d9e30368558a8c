import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.formats import FORMATS, is_date, is_date_time


@given(st.dates())
def test_every_calendar_date_is_a_date(day):
    assert is_date(day.isoformat())


@given(st.datetimes().map(lambda moment: moment.replace(microsecond=0)))
def test_every_second_in_utc_is_a_date_time(moment):
    assert is_date_time(moment.isoformat() + "Z")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-29", "2025-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01"),
        *("20260101", "2026-1-1", "2026-W01-1", "2026-001", "01.02.2026", "2026-01-01\n", " 2026-01-01", ""),
        *("٢٠٢٦-٠١-٠١", "2026-٠١-01", "2026-+1-01", "2026- 1-01", "-026-01-01", "2026−01−01", "２０２６-01-01"),
    ],
)
def test_what_is_no_calendar_date_is_refused(text):
    assert not is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-21T09:00:00z", "2026-11-21t09:00:00Z", "2026-11-21 09:00:00Z", "2026-11-21T09:00:00"),
        *("2026-11-21T09:00:00+00:00", "2026-11-21T12:00:00+03:00", "2026-11-21T09:00:00.5Z", "2026-11-21T09:00Z"),
        *("2016-12-31T23:59:60Z", "2026-11-21T24:00:00Z", "2026-11-21T09:60:00Z", "2026-02-30T09:00:00Z"),
        *("2026-11-21T09:00:00Z\n", "2026-11-21T0٩:00:00Z", "2026-11-21T09:00,00Z", "2026-11-21T+9:00:00Z", ""),
        *("2026-W47-6T09:00:00Z", "2026-11-21T09:0000.1Z"),
    ],
)
def test_what_is_no_second_in_utc_is_refused(text):
    assert not is_date_time(text)


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text):
    for function in FORMATS.values():
        assert function(text) in {True, False}


@given(st.text(st.sampled_from("0123456789-TZ:"), min_size=10, max_size=20))
def test_what_is_taken_can_be_read_back_unchanged(text):
    if is_date(text):
        assert datetime.date.fromisoformat(text).isoformat() == text
    if is_date_time(text):
        assert datetime.datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20) == text

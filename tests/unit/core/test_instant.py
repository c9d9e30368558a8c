"""Instants: two forms, both exact."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import instant

INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis asks for naive ones)


@given(INSTANTS)
def test_an_instant_is_read_back_to_the_microsecond(moment):
    assert instant.parse(instant.format(moment)) == moment


@given(INSTANTS)
def test_an_instant_is_read_back_to_the_second(moment):
    assert instant.parse(instant.format(moment, seconds=True)) == moment.replace(microsecond=0)


@given(INSTANTS, st.booleans())
def test_its_text_is_its_only_text(moment, seconds):
    text = instant.format(moment, seconds=seconds)
    found = instant.parse(text)

    assert found is not None
    assert instant.format(found, seconds=seconds) == text


def test_an_instant_of_another_zone_is_written_in_utc():
    moment = datetime(2026, 11, 21, 14, 0, tzinfo=timezone(timedelta(hours=5)))

    assert instant.format(moment, seconds=True) == "2026-11-21T09:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        None,
        1795251600,
        "",
        "2026-11-21",
        "2026-11-21T09:00:00",
        "2026-11-21T09:00:00+00:00",
        "2026-11-21 09:00:00Z",
        "2026-11-21t09:00:00z",
        "2026-11-21T09:00:00.5Z",
        "2026-11-21T09:00:00.123Z",
        "2026-11-21T09:00:60Z",
        "2026-11-21T24:00:01Z",
        "2026-02-30T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "0000-01-01T00:00:00Z",
        "٢٠٢٦-11-21T09:00:00Z",
        "2026-11-21T09:00:00Z\n",
        " 2026-11-21T09:00:00Z",
        "+002026-11-21T09:00:00Z",
    ],
)
def test_what_is_no_instant(text):
    assert instant.parse(text) is None

"""Identifiers: made so that they sort by time, and accepted in one spelling only."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import ids

TIMES = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis asks for naive ones)
ENTROPY = st.binary(min_size=10, max_size=10)


@given(TIMES, ENTROPY)
def test_a_message_id_is_a_uuid_of_version_7_with_the_time_in_it(now, entropy):
    made = ids.make_message_id(now, entropy)

    assert ids.is_message_id(made)
    assert uuid.UUID(made).version == 7
    assert str(uuid.UUID(made)) == made
    assert uuid.UUID(made).int >> 80 == int(now.timestamp() * 1000)


@given(TIMES, TIMES, ENTROPY)
def test_ids_sort_by_the_time_they_were_made(one, other, entropy):
    earlier, later = sorted((one, other))
    assert ids.make_message_id(earlier, entropy) <= ids.make_message_id(later, entropy)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        b"0193b1c0-0000-7000-8000-000000000000",
        "",
        "0193b1c0-0000-7000-8000-00000000000",
        "0193B1C0-0000-7000-8000-000000000000",
        "0193b1c0-0000-4000-8000-000000000000",
        "0193b1c0-0000-7000-7000-000000000000",
        "0193b1c0-0000-7000-c000-000000000000",
        "{0193b1c0-0000-7000-8000-000000000000}",
        "0193b1c000007000800000000000000",
        "0193b1c0-0000-7000-8000-000000000000\n",
        " 0193b1c0-0000-7000-8000-000000000000",
    ],
)
def test_what_is_no_message_id(text):
    assert not ids.is_message_id(text)


@pytest.mark.parametrize("text", ["ru-guvm", "tj-mvd", "cis-ec", "hub", "a", "a1-2b", "x" * 32])
def test_what_can_be_a_participant(text):
    assert ids.is_participant_id(text)


@pytest.mark.parametrize(
    "text",
    [None, 1, "", "-", "ru-", "-ru", "ru--guvm", "RU-guvm", "1ru", "ру-гувм", "ru_guvm", "ru guvm", "ru\n", "x" * 33],
)
def test_what_cannot_be_a_participant(text):
    assert not ids.is_participant_id(text)

"""When the retention of a record ends, and which keys that takes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import retention
from hub.core.retention import Term

BAN = Term(name="entry-ban", months=36, starts="end_of_ban")
CASE = Term(name="readmission", months=60, starts="end_of_case")
SAID = Term(name="receipt", months=120, starts="acceptance")
KEPT = Term(name="council", months=None, starts=None)
CLASSES = {term.name: term for term in (BAN, CASE, SAID, KEPT)}
NOW = retention.parse_month("2026-11-22")


def end(term, kind="entry-ban", record=None, accepted=NOW, now=NOW):
    """Return the end as it is written."""
    found = retention.end_of(term, kind, record or {}, accepted=accepted, now=now)
    return None if found is None else retention.format_month(found)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"status": "active", "period": {"end_on": "2029-03-01"}}, "2032-03"),
        ({"status": "active", "period": {"kind": "duration", "duration": "P3Y", "start_on": "2026-03-02"}}, "2032-03"),
        ({"status": "pending_start", "period": {"kind": "duration", "duration": "P3Y"}}, None),
        ({"status": "active", "period": {"end_on": "2019-03-01"}}, "2026-12"),
        ({"status": "active", "period": {"end_on": "2036-11-30"}}, "2039-11"),
        ({"status": "active", "period": {"end_on": "2036-12-01"}}, None),
        ({"status": "active", "period": {}}, None),
        ({"status": "pending_start"}, None),
        ({"status": "lifted", "period": {"end_on": "2099-03-01"}}, "2029-11"),
        ({"status": "annulled"}, "2029-11"),
    ],
)
def test_a_ban_is_kept_three_years_from_its_end(record, expected):
    assert end(BAN, record=record) == expected


@pytest.mark.parametrize(
    "waits", ["readmission-request", "readmission-extension", "interview-minutes", "transit-request"]
)
def test_a_case_that_waits_for_its_reply_has_no_end(waits):
    assert end(CASE, waits) is None


@pytest.mark.parametrize("last", ["readmission-reply", "readmission-return", "handover-act", "citizenship-check-reply"])
def test_a_case_is_kept_five_years_from_its_last_record(last):
    assert end(CASE, last) == "2031-11"


def test_a_receipt_is_kept_ten_years_and_what_is_for_good_has_no_end():
    assert end(SAID, "receipt", accepted=NOW - 5) == "2036-06"
    assert end(SAID, "receipt", accepted=NOW - 200) == "2026-12"
    assert end(KEPT, "situation-summary") is None


def test_terms_are_read_from_the_code_list():
    assert retention.terms({"receipt": {"months": 120, "starts": "acceptance"}}) == {"receipt": SAID}


@given(
    term=st.sampled_from([BAN, CASE, SAID, KEPT]),
    kind=st.sampled_from(["entry-ban", "readmission-request", "readmission-reply", "receipt"]),
    end_on=st.dates(datetime(1990, 1, 1, tzinfo=UTC).date(), datetime(2150, 1, 1, tzinfo=UTC).date()),
    status=st.sampled_from(["active", "lifted"]),
    month=st.integers(NOW - 60, NOW + 600),
)
def test_every_record_of_a_month_finds_its_key_among_those_of_that_month(term, kind, end_on, status, month):
    record = {"status": status, "period": {"end_on": end_on.isoformat()}}
    found = retention.end_of(term, kind, record, accepted=month, now=month)
    name = retention.key_name("open", month) if found is None else retention.key_name(term.name, found)

    assert name in set(retention.needed(CLASSES, month))
    assert found is None or not retention.is_due(name, month)
    assert not retention.is_past(name, month)


def test_keys_are_made_three_months_ahead():
    names = retention.prepared(CLASSES, NOW)

    assert names >= {name for month in range(NOW, NOW + 4) for name in retention.needed(CLASSES, month)}
    assert {name for name in names if name.startswith("open/")} == {
        "open/2026-11", "open/2026-12", "open/2027-01", "open/2027-02",
    }  # fmt: skip
    assert {"blind/2026", "blind/2027"} <= names
    assert not {name for name in names if name.startswith("council/")}


@pytest.mark.parametrize(
    ("name", "due", "past", "worn"),
    [
        ("entry-ban/2026-10", True, True, False),
        ("entry-ban/2026-11", False, False, False),
        ("open/2026-10", False, True, False),
        ("open/2025-11", False, True, True),
        ("hold/2025-12", False, True, False),
        ("open/2026-11", False, False, False),
        ("blind/2025", False, True, False),
        ("blind/2026", False, False, False),
    ],
)
def test_a_name_tells_what_is_to_be_done_with_its_key(name, due, past, worn):
    assert (retention.is_due(name, NOW), retention.is_past(name, NOW), retention.is_worn(name, NOW)) == (
        due,
        past,
        worn,
    )


@given(at=st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001  (hypothesis wants them naive)
def test_a_month_is_read_as_it_is_written(at):
    month = retention.month_of(at.replace(tzinfo=UTC))

    assert retention.parse_month(retention.format_month(month)) == month
    assert retention.format_month(month) == f"{at:%Y-%m}"


@pytest.mark.parametrize(
    "name", ["", "garbage", "x/", "x/2020", "x/2020-00", "x/2020-13", "x/2020-01 ", "X/2020-01", "x/y/2020-01"]
)
def test_what_is_no_key_name_is_not_read_as_one(name):
    assert retention.read_name(name) is None


def test_a_key_name_is_its_class_and_its_month():
    assert retention.read_name("entry-ban/2032-03") == ("entry-ban", retention.parse_month("2032-03"))


@given(
    term=st.sampled_from([BAN, CASE, SAID, KEPT]),
    kind=st.sampled_from(["entry-ban", "readmission-request", "readmission-reply", "receipt"]),
    status=st.sampled_from(["active", "lifted"]),
    later=st.integers(0, 2),
)
def test_every_end_that_a_record_is_given_is_one_that_it_could_have(term, kind, status, later):
    record = {"status": status, "period": {"end_on": "2019-03-01"}}
    found = retention.end_of(term, kind, record, accepted=NOW - later, now=NOW)
    assert found is None or retention.could_end(term, found, NOW)


def test_an_end_before_the_term_and_an_end_of_what_is_for_good_could_not_be():
    assert not retention.could_end(SAID, NOW + 100, NOW)
    assert not retention.could_end(BAN, NOW - 1, NOW)
    assert not retention.could_end(KEPT, NOW + 1000, NOW)

from typing import Any

import pytest

from hub.core import head
from hub.core.envelope import Envelope
from hub.core.errors import DocumentRevisionError
from hub.core.statistics import situation_report
from tests.support.records import unsigned
from tests.unit.core.statistics.summaries import CODES, REAL, consolidated


def test_a_report_becomes_a_record_that_fits_its_schema():
    report = consolidated("2020-H1", REAL["tj-2020-h1"])
    record = situation_report.make(report, edition=2, made_at="2026-11-21T09:00:00Z", log_size=7)

    assert (record["edition"], record["log_size"], record["period"]["value"]) == (2, 7, "2020-H1")
    assert record["figures"] == report["figures"]
    assert CODES.validate(situation_report.TYPE, situation_report.VERSION, record) == []


def test_the_reports_of_a_period_have_one_subject():
    assert situation_report.subject("2020-H1") == "situation-report/2020-H1"


def wrap(kind: str, record: dict[str, Any], sender: str = "tj-molme") -> Envelope:
    return unsigned(kind, record, sender=sender, to=("cis-ec",))


@pytest.mark.parametrize(
    ("kind", "number", "subject", "state"),
    [
        ("situation-summary", "revision", "TJ/2020-H1", "sent"),
        ("situation-report", "edition", "2020-H1", "frozen"),
    ],
)
def test_of_two_with_one_number_the_first_in_the_log_stands(kind, number, subject, state):
    said = {"area": "TJ", "period": {"type": "half", "value": "2020-H1"}}
    key = head.key_of(wrap(kind, {**said, number: 2}))
    assert key == (kind, "tj-molme", subject)

    first = head.step(key, None, wrap(kind, {**said, number: 2}))
    assert (first.state, first.version) == (state, 2)
    assert head.step(key, first, wrap(kind, {**said, number: 5})).version == 5
    for again in (1, 2):
        with pytest.raises(DocumentRevisionError) as caught:
            head.step(key, first, wrap(kind, {**said, number: again}))
        assert caught.value.facts == {"expected": 3}

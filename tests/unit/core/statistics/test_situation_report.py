from hub.core.statistics import situation_report
from tests.unit.core.statistics.summaries import CODES, REAL, consolidated


def test_a_report_becomes_a_record_that_fits_its_schema():
    report = consolidated("2020-H1", REAL["tj-2020-h1"])
    record = situation_report.make(report, edition=2, made_at="2026-11-21T09:00:00Z", log_size=7)

    assert (record["edition"], record["log_size"], record["period"]["value"]) == (2, 7, "2020-H1")
    assert record["figures"] == report["figures"]
    assert CODES.validate(situation_report.TYPE, situation_report.VERSION, record) == []


def test_the_reports_of_a_period_have_one_subject():
    assert situation_report.subject("2020-H1") == "situation-report/2020-H1"

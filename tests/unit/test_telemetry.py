"""Logs and metrics that cannot hold personal data."""

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hub.telemetry import EVENTS, FIELDS, Event, Metrics, configure_logging, keep_allowed


@pytest.fixture
def written():
    """Configure logging into a buffer, and return a function that gives the lines written."""
    buffer = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logging("info", buffer)
    yield lambda: [json.loads(line) for line in buffer.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:], root.level = before


def test_a_line_is_an_event_with_its_level_time_and_fields(written):
    structlog.get_logger().warning(Event.SUBMISSION_REFUSED, code="wrong-hub", count=1, roles=("api", "worker"))

    (line,) = written()
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "submission_refused", "level": "warning", "code": "wrong-hub", "count": 1, "roles": "api,worker",
    }  # fmt: skip


def test_what_is_not_on_the_list_is_dropped_and_counted(written):
    structlog.get_logger().info(Event.STARTED, surname="TESTOVA", record={"a": 1}, role="api")

    (line,) = written()
    assert (line["role"], line["dropped"]) == ("api", 2)
    assert "TESTOVA" not in str(line)


@pytest.mark.parametrize("value", ["Тестова Проба", "TESTOVA PROBA", "a\nb", "\x1b[31m", "x" * 201, ["a b"], "ё"])
def test_a_value_that_is_not_one_plain_word_is_dropped(value):
    assert keep_allowed(None, "info", {"event": Event.STARTED, "code": value}) == {
        "event": "started", "level": "info", "dropped": 1,
    }  # fmt: skip


def test_words_instead_of_an_event_are_not_logged(written):
    structlog.get_logger().error("could not store Тестова", code="x")

    (line,) = written()
    assert (line["event"], line["code"], line["dropped"]) == ("unnamed", "x", 1)
    assert "Тестова" not in json.dumps(line, ensure_ascii=False)


def test_an_exception_given_to_the_logger_does_not_get_through(written):
    try:
        int("TESTOVA")
    except ValueError as error:
        structlog.get_logger().error(Event.REQUEST_FAILED, exc_info=error, error=type(error).__name__)

    (line,) = written()
    assert (line["error"], line["dropped"]) == ("ValueError", 1)


def test_of_a_librarys_words_only_their_place_is_logged(written):
    try:
        int("TESTOVA")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request of %s", "TESTOVA")
    logging.getLogger("aiohttp.access").info("GET /TESTOVA")

    (line,) = written()
    assert (line["event"], line["level"], line["logger"], line["error"]) == (
        "library", "error", "aiohttp.server", "ValueError",
    )  # fmt: skip
    assert line["place"].startswith("test_telemetry.py:")
    assert "TESTOVA" not in str(line)


def test_lines_below_the_level_are_not_written(written):
    structlog.get_logger().debug(Event.STARTED)

    assert written() == []


@given(st.dictionaries(st.text(max_size=12) | st.sampled_from(sorted(FIELDS)), st.text() | st.integers() | st.none()))
def test_nothing_ever_gets_through_but_events_fields_and_plain_words(line):
    kept = keep_allowed(None, "info", dict(line))

    assert kept["event"] in EVENTS
    for name, value in kept.items():
        assert name in FIELDS | {"event", "level", "dropped"}
        assert (
            not isinstance(value, str) or name == "level" or (value.isascii() and (value == "" or value.isprintable()))
        )


def test_metrics_count_what_happened():
    metrics = Metrics()

    metrics.submitted("lines", 100)
    metrics.refused("wrong-hub")
    metrics.group(3, 2, seconds=0.01, size=12)
    metrics.released(10)
    metrics.in_doubt(4)
    metrics.read("urgent", 5)

    text = metrics.render().decode()
    for line in (
        'hub_submitted_total{form="lines"} 100.0', 'hub_refused_total{code="wrong-hub"} 1.0', "hub_accepted_total 2.0",
        "hub_group_entries_count 1.0", "hub_group_entries_sum 3.0", "hub_commit_seconds_count 1.0", "hub_log_size 12.0",
        "hub_released_size 10.0", "hub_release_lag 2.0", "hub_in_doubt_total 4.0",
        'hub_inbox_messages_total{lane="urgent"} 5.0',
    ):  # fmt: skip
        assert line in text.splitlines()


def test_sizes_never_go_back_and_a_lag_is_never_negative():
    metrics = Metrics()

    metrics.released(10)
    metrics.group(1, 1, size=9)
    metrics.released(8)

    lines = metrics.render().decode().splitlines()
    assert "hub_released_size 10.0" in lines
    assert "hub_release_lag 0.0" in lines


def test_each_process_has_metrics_of_its_own():
    one, other = Metrics(), Metrics()
    one.refused("x")

    assert b'code="x"' not in other.render()

"""The benchmark's own arithmetic: a wrong median would make every figure wrong."""

import json

import pytest

from tests.bench import figures
from tests.bench.figures import Figure, Round
from tests.bench.load import Run


def make_round(count, seconds=1.0, latencies=(0.001,), **more):
    return Round(count=count, seconds=seconds, latencies=latencies, **more)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 50), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_a_value_that_was_measured(share, expected):
    assert figures.percentile(range(100, 0, -1), share) == expected


def test_a_ratio_compares_medians_so_that_one_disturbed_round_changes_nothing():
    rounds = [make_round(100), make_round(1), make_round(120)]

    (rate, *_) = figures.throughput("subject", rounds, unit="x/s", baseline=("base", 400.0))

    assert (rate.value, rate.ratio, rate.baseline) == (100, 0.25, "base")


def test_latencies_are_told_in_milliseconds_over_all_rounds():
    rounds = [make_round(2, latencies=[0.001, 0.002]), make_round(2, latencies=[0.003, 0.004])]

    shown = figures.throughput("subject", rounds, unit="x/s", baseline=None)

    assert {figure.name: figure.value for figure in shown[1:]} == {"subject-p50": 2.0, "subject-p99": 4.0}


def test_the_file_holds_the_figures_with_all_their_members(tmp_path):
    figures.write(tmp_path / "build" / "bench.json", [Figure(name="a", value=1.0, unit="MiB")])

    written = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert written == {
        "figures": [{"name": "a", "value": 1.0, "unit": "MiB", "ratio": None, "baseline": None, "note": ""}]
    }


def test_the_table_names_every_figure():
    shown = figures.table([Figure(name="a", value=1.0, unit="MiB"), Figure(name="b", value=2, unit="ms", note="why")])

    assert [line.split()[0] for line in shown.splitlines()] == ["figure", "a", "b"]
    assert shown.endswith("why")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 503 Service Unavailable\r\n\r\n",
        b'HTTP/1.1 202 Accepted\r\n\r\n{"receipt":1}',
        b"HTTP/1.1 202 A\r\n\r\n",
    ],
)
def test_an_answer_without_a_receipt_for_every_envelope_ends_the_round(answer):
    run = Run(requests=iter([b"x"]), lines=2, seconds=1.0)

    run.take(answer, 0.1)

    assert run.wrong == answer
    assert run.next() is None

"""What a benchmark says: figures, as ratios to a baseline of the same run where there is one."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `ratio` is value / value of the figure named `baseline`, both of this run; None: no ratio."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    baseline: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of load: how many were done in how many seconds, how long each request took (seconds).

    `server_cpu` and `own_cpu` are the seconds of processor time that the server and the load generator used.
    """

    count: int
    seconds: float
    latencies: Sequence[float]
    server_cpu: float = 0.0
    own_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.count / self.seconds


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that `share` (0..1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def median_rate(rounds: Sequence[Round]) -> float:
    """Return the median of the rounds' rates."""
    return statistics.median(each.rate for each in rounds)


def throughput(
    name: str, rounds: Sequence[Round], *, unit: str, baseline: tuple[str, float] | None, note: str = ""
) -> list[Figure]:
    """Return the rate of these rounds as a ratio to the baseline (name, rate), and the latencies behind it."""
    rate = median_rate(rounds)
    spread = ", ".join(f"{each.rate:.0f}" for each in rounds)
    told = [f"rounds: {spread}", *([note] if note else [])]
    cpu = sum(each.server_cpu for each in rounds) / sum(each.count for each in rounds)
    if cpu:
        told.append(f"server CPU {cpu * 1e6:.0f} us each")
    latencies = [latency for each in rounds for latency in each.latencies]
    return [
        Figure(
            name=name,
            value=round(rate, 1),
            unit=unit,
            ratio=None if baseline is None else round(rate / baseline[1], 3),
            baseline=None if baseline is None else baseline[0],
            note="; ".join(told),
        ),
        *(
            Figure(name=f"{name}-{label}", value=round(percentile(latencies, share) * 1e3, 2), unit="ms")
            for label, share in (("p50", 0.5), ("p99", 0.99))
        ),
    ]


def write(path: Path, figures: Sequence[Figure]) -> str:
    """Write the figures as JSON, whole or not at all; return the text."""
    text = json.dumps({"figures": [asdict(figure) for figure in figures]}, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return text


def table(figures: Sequence[Figure]) -> str:
    """Return the figures for people to read."""
    rows = [("figure", "value", "unit", "ratio", "note")]
    rows += [
        (
            figure.name,
            f"{figure.value:,.1f}",
            figure.unit,
            "" if figure.ratio is None else f"{figure.ratio:.2f} x {figure.baseline}",
            figure.note,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )

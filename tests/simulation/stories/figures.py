"""Figures: months, quarters and days that states report, correct and restate, and reports that the secretariat freezes."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from hub.core.statistics import period as periods
from tests.simulation.story import Basis, Story

SENDERS = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "kg-migration", "by-mvd")
SECRETARIAT = "cis-ec"
BASIS = Basis(purpose="council-statistics", agreement="cis-2007")
EMPTY = (
    *("completeness", "sources", "figures", "residuals", "totals", "restated", "statements", "narratives"),
    *("flags", "mirror", "footnotes"),
)
SHARES = {"LAB.OUT": ("destination", "RUS"), "REG.PRIM": ("citizenship", "TJK"), "ASY.APP": ("citizenship", "AFG")}


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of each sender's periods of the year, of days of former centuries, and of a report for each month."""
    told = itertools.chain(_of_the_year(random, year), _of_former_days(random, year))
    yield from told


def _of_the_year(random: Random, year: int) -> Iterator[Story]:
    months = [f"{year}-M{month:02}" for month in range(1, 13)]
    longer = [f"{year}-Q1", f"{year}-Q2", f"{year}-H1", f"{year}-9M", f"{year}-C11", f"{year}"]
    for value in (*months, *longer):
        for sender in SENDERS:
            yield _summaries(random, sender, value, _end(value))
        yield _reports(random, value, _end(value))


def _of_former_days(random: Random, year: int) -> Iterator[Story]:
    """Archives are reported, too: each year takes days of its own from the centuries before."""
    for century in itertools.count(1):
        first = date(year - 100 * century, 1, 1)
        for day, sender in itertools.product(range(360), SENDERS):
            told = date(year, 1, 1) + timedelta(days=random.randrange(360))
            yield _summaries(random, sender, (first + timedelta(days=day)).isoformat(), told)


def _end(value: str) -> date:
    found = periods.parse(value)
    assert found is not None
    return found.end


def _summaries(random: Random, sender: str, value: str, end: date) -> Story:
    """Return a summary and the revisions of it, some days apart."""
    day, count = end + timedelta(days=random.randrange(5, 40)), random.choice((1, 1, 1, 2, 3))
    to = random.choice((["@council", SECRETARIAT], [SECRETARIAT], [SECRETARIAT, "@council"]))
    return [
        BASIS.step(
            day + timedelta(days=20 * number), sender, to, "situation-summary", _summary(random, sender, value, number)
        )
        for number in range(count)
    ]


def _summary(random: Random, sender: str, value: str, number: int) -> Mapping[str, Any]:
    return {
        "period": _period(value),
        "area": sender[:2].upper(),
        "publication_consent": random.random() < 0.8,
        "observations": [each for code in SHARES for each in _observations(random, code)],
        "revision": number + 1,
    }


def _observations(random: Random, code: str) -> Iterator[Mapping[str, Any]]:
    total = random.randrange(10, 50_000)
    dimension, part = SHARES[code]
    common = {"indicator": code, "qualifier": "exact", "unit": "persons", "status": "final"}
    yield {**common, "dims": {}, "value": total}
    yield {**common, "dims": {dimension: part}, "value": random.randrange(5, total)}  # fewer could point to persons


def _reports(random: Random, value: str, end: date) -> Story:
    """Return the editions of a frozen report."""
    day = end + timedelta(days=random.randrange(60, 90))
    return [
        BASIS.step(
            day + timedelta(days=30 * number), SECRETARIAT, ["@council"], "situation-report", _report(value, number)
        )
        for number in range(random.choice((1, 1, 2)))
    ]


def _report(value: str, number: int) -> Mapping[str, Any]:
    head = {"period": _period(value), "edition": number + 1, "audience": "council", "log_size": number}
    return {**head, "made_at": "2026-11-21T10:00:00Z", **{name: [] for name in EMPTY}}


def _period(value: str) -> dict[str, str]:
    found = periods.parse(value)
    assert found is not None
    return found.to_json()

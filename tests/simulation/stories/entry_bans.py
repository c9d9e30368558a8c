"""Bans that are published, changed and ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulation.story import Basis, Step, Story
from tests.support.hub import make_ban

BASIS = Basis(purpose="entry-control", agreement="cis-2000")
ISSUERS = ("ru-guvm", "kz-mvd")
LATER = ("reduced", "suspended", "lifted", "annulled")


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of bans that begin in this year."""
    number = year * 100_000
    while True:
        number += 1
        yield _story(random, random.choice(ISSUERS), number, date(year, 1, 1) + timedelta(days=random.randrange(365)))


def _story(random: Random, issuer: str, number: int, day: date) -> Story:
    statuses = ["active", *(status for status in LATER if random.random() < 0.2)]
    days = [day + timedelta(days=place * random.randrange(10, 300)) for place in range(len(statuses))]
    return [
        _step(issuer, number, revision, status, when)
        for revision, (status, when) in enumerate(zip(statuses, sorted(days), strict=True), 1)
    ]


def _step(issuer: str, number: int, revision: int, status: str, day: date) -> Step:
    record: dict[str, Any] = make_ban(number, issuer=issuer, revision=revision, status=status)
    record["as_of"] = f"{day.isoformat()}T06:00:00Z"
    return BASIS.step(day, issuer, ["tj-mvd"], "entry-ban", record)

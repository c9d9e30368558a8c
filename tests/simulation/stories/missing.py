"""Searches for missing persons: answered by a rhythm, compared with remains, ended by their owners."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulation.story import Basis, Step, Story
from tests.support.records import example

FAMILY, ASKED = "tj-mvd", "ru-guvm"
BASIS = Basis(purpose="missing-persons", agreement="ru-tj-interior")


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of searches that begin in this year."""
    number = year * 100_000
    while True:
        number += 1
        yield _search(random, number, date(year, 1, 1) + timedelta(days=random.randrange(365)))


def _search(random: Random, number: int, begun: date) -> Story:
    case = {"case_id": f"TJ-M-{number}", "owner": FAMILY}
    person = example("missing-person", "construction-worker", registered_on=f"{begun}", **case)
    story = [_step(begun, FAMILY, "missing-person", person)]
    updates = random.randrange(1, 12)
    for at in range(1, updates + 1):
        day = begun + timedelta(days=30 * at)
        record = example("search-update", "nothing-to-report", sequence=at, reported_on=f"{day}", **case)
        story.append(_step(day, ASKED, "search-update", record))
    end = begun + timedelta(days=30 * updates + random.randrange(1, 60))
    if random.random() < 0.5:
        story += _compare(number, case, end)
    if random.random() < 0.3:
        found = {**example("search-update", "found-alive-with-consent", sequence=updates + 1), **case}
        story.append(_step(end, ASKED, "search-update", found))
    closed = example("search-update", random.choice(("closed", "withdrawn")), sequence=1, reported_on=f"{end}", **case)
    return [*story, _step(end + timedelta(days=1), FAMILY, "search-update", closed)]


def _compare(number: int, case: dict[str, str], day: date) -> Story:
    remains = {"case_id": f"RU-R-{number}", "owner": ASKED}
    body = example("unidentified-remains", "found-without-documents", **remains)
    proposal = {"proposal_id": f"RU-MP-{number}", "owner": ASKED, "am": case, "pm": remains}
    proposed = example("match-proposal", "stature-contradicts", **proposal)
    excluded = example("match-proposal", "excluded", **proposal)
    closed = {**body, "revision": 2, "status": "closed"}
    return [
        _step(day, ASKED, "unidentified-remains", body),
        _step(day, ASKED, "match-proposal", proposed),
        _step(day, FAMILY, "match-proposal", excluded),
        _step(day, ASKED, "unidentified-remains", closed),
    ]


def _step(day: date, sender: str, kind: str, record: dict[str, Any]) -> Step:
    return BASIS.step(day, sender, [ASKED if sender == FAMILY else FAMILY], kind, record)

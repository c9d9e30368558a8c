"""Summaries for the tests of this room, and the report of some of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.statistics import indicator, period, report
from hub.core.statistics.cells import Scope
from hub.core.statistics.figure import Summary
from hub.core.statistics.period import Period
from schemas import catalogue, figures

REAL = figures.load()
CODES = catalogue.load()
INDICATORS = {each.code: indicator.from_entry(each.code, each.more) for each in CODES.code_list("indicators").entries}
PAIRS = tuple(indicator.pair_from_entry(each.code, each.more) for each in CODES.code_list("mirror-pairs").entries)
STATES = {each.code: each.more["alpha3"] for each in CODES.code_list("states").entries}
MEMBERS = tuple(state for state in STATES if state != "TM")
KINDS = {"M": "month", "Q": "quarter", "H": "half", "C": "cumulative", "9": "9m"}


def of(value: str) -> Period:
    """Return a period that is one."""
    found = period.parse(value)
    assert found is not None
    return found


def observation(code: str, value: float, dims: Mapping[str, str] | None = None, **members: Any) -> dict[str, Any]:
    """Return an observation with the unit of its indicator."""
    known = INDICATORS.get(code)
    return {
        "indicator": code,
        "dims": dict(dims or {}),
        "value": value,
        "qualifier": "exact",
        "unit": known.unit if known else "persons",
        "status": "final",
        **members,
    }


def record(area: str, value: str, *observations: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Return a summary's record."""
    return {
        "period": of(value).to_json(),
        "area": area,
        "publication_consent": True,
        "observations": list(observations),
        "revision": 1,
        **members,
    }


def summary(index: int, said: Mapping[str, Any], *, sender: str | None = None) -> Summary:
    """Return a summary at a place of the log, sent by an authority of its state."""
    return Summary(
        index=index,
        sender=sender or f"{said['area'].lower()}-mvd",
        id=f"01935000-0000-7000-8000-{index:012}",
        sha256=f"{index:064x}",
        sent_at="2026-11-21T09:00:00Z",
        period=of(said["period"]["value"]),
        record=said,
    )


def scope(value: str) -> Scope:
    """Return what a report of a period is about."""
    return Scope(period=of(value), states=STATES, expected=MEMBERS, indicators=INDICATORS, pairs=PAIRS)


def consolidated(value: str, *said: Mapping[str, Any] | Summary, audience: str = "council") -> dict[str, Any]:
    """Return the report of a period; records take places of the log in their order."""
    placed = [each if isinstance(each, Summary) else summary(place, each) for place, each in enumerate(said, 1)]
    return report.consolidate(scope(value), placed, audience=audience)


def cell(shown: Mapping[str, Any], area: str, code: str, **dims: str) -> dict[str, Any]:
    """Return the one cell of a report, with what goes without saying."""
    (found,) = [
        each for each in shown["figures"] if (each["area"], each["indicator"], each["dims"]) == (area, code, dims)
    ]
    usual = {"period": shown["period"]["value"], "unit": INDICATORS[code].unit, "status": "final", "origin": "stated"}
    return {**usual, "questioned": [], "footnotes": [], **found}


def footnotes(shown: Mapping[str, Any], line: Mapping[str, Any]) -> Sequence[str]:
    """Return the English footnotes of a line."""
    texts = {each["number"]: each["text"]["en"] for each in shown["footnotes"]}
    return [texts[number] for number in line["footnotes"]]

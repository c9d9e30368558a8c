"""Figures as states said them: an amount that may be exact or "over", "about", "under", with its key and its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from hub.core.statistics import period as periods
from hub.core.statistics.period import Period


class Qualifier(StrEnum):
    """The codes of the list `value-qualifiers`."""

    EXACT = "exact"
    OVER = "over"
    ABOUT = "about"
    UNDER = "under"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value as it was said."""

    value: Decimal
    qualifier: Qualifier = Qualifier.EXACT

    def __add__(self, other: "Amount") -> "Amount":
        """Return the sum: exact with exact is exact, over with over is over, anything else about."""
        said = {self.qualifier, other.qualifier} - {Qualifier.EXACT}
        qualifier = said.pop() if len(said) == 1 else Qualifier.ABOUT if said else Qualifier.EXACT
        return Amount(value=self.value + other.value, qualifier=qualifier)

    def __sub__(self, other: "Amount") -> "Amount":
        """Return the difference; unless both are exact nobody knows more than about how much it is."""
        exact = self.qualifier is Qualifier.EXACT and other.qualifier is Qualifier.EXACT
        return Amount(value=self.value - other.value, qualifier=Qualifier.EXACT if exact else Qualifier.ABOUT)


class Key(NamedTuple):
    """What a figure is of: state (alpha-2), indicator, part of the total (sorted pairs), value of the period."""

    area: str
    indicator: str
    dims: tuple[tuple[str, str], ...]
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A situation summary in the log: its place, its digest (hex) and its record."""

    index: int
    sender: str
    id: str
    sha256: str
    sent_at: str
    period: Period
    record: Mapping[str, Any] = field(repr=False)

    @property
    def area(self) -> str:
        """The state that it describes."""
        return str(self.record["area"])

    @property
    def revision(self) -> int:
        """1 for the first of its period, higher for each correction."""
        return int(self.record["revision"])

    @property
    def may_be_published(self) -> bool:
        """Whether its sender agrees to publication."""
        return bool(self.record["publication_consent"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One observation of a summary; `before` is what was said of the same until it was restated."""

    key: Key
    period: Period
    amount: Amount
    observation: Mapping[str, Any] = field(repr=False)
    summary: Summary = field(repr=False)
    before: Amount | None = None


def amount_of(observation: Mapping[str, Any]) -> Amount:
    """Return the amount of an observation."""
    return Amount(value=decimal(observation["value"]), qualifier=Qualifier(observation["qualifier"]))


def decimal(value: float) -> Decimal:
    """Return a number of a record as it is written there."""
    return Decimal(str(value))


def number(value: Decimal) -> int | float:
    """Return a number as a record holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def key_of(area: str, observation: Mapping[str, Any], own: Period) -> Key:
    """Return what an observation is of; `own` is the period of its summary."""
    value = observation.get("period", {}).get("value", own.value)
    return Key(area, observation["indicator"], tuple(sorted(observation["dims"].items())), value)


def newest(summaries: Iterable[Summary]) -> list[Summary]:
    """Return the summaries in force, in the order of the log: of one sender, state and period the highest revision.

    Of equal revisions the later one counts; a lower revision that comes late changes nothing.
    """
    kept: dict[tuple[str, str, str], Summary] = {}
    for each in sorted(summaries, key=lambda one: one.index):
        name = (each.sender, each.area, each.period.value)
        if name not in kept or each.revision >= kept[name].revision:
            kept[name] = each
    return sorted(kept.values(), key=lambda one: one.index)


def figures(summaries: Iterable[Summary], matters: Callable[[Period, Summary], bool]) -> dict[Key, Figure]:
    """Return what is said now, by key: a later summary, of whatever period, restates what an earlier one said.

    Args:
        summaries: all, those that a revision replaced too: what they said stays as `before`, and no more.
        matters: tells whether a figure of this period in this summary is wanted at all.
    """
    every = sorted(summaries, key=lambda one: one.index)
    in_force = {each.index for each in newest(every)}
    said: dict[Key, Figure] = {}
    replaced: dict[Key, Amount] = {}
    for each in every:
        for observation in each.record["observations"]:
            found = _figure(each, observation, matters)
            if found is None:
                continue
            if each.index not in in_force:
                replaced[found.key] = found.amount
                continue
            before = said[found.key].amount if found.key in said else replaced.get(found.key)
            changed = before if before != found.amount else None
            said[found.key] = Figure(
                key=found.key,
                period=found.period,
                amount=found.amount,
                observation=observation,
                summary=each,
                before=changed,
            )
    return said


def _figure(
    summary: Summary, observation: Mapping[str, Any], matters: Callable[[Period, Summary], bool]
) -> Figure | None:
    period = periods.parse(observation["period"]["value"]) if "period" in observation else summary.period
    if period is None or not matters(period, summary):  # None: a day that no calendar has
        return None
    key = key_of(summary.area, observation, summary.period)
    return Figure(key=key, period=period, amount=amount_of(observation), observation=observation, summary=summary)

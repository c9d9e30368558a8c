"""What counts as healthy: the levels of the board, and the bounds of each measure, which are data.

The same bounds (`schemas/health/thresholds.json`) colour the board, make the alert rules and open the alerts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How well something stands, best first."""

    OK = "ok"
    WARN = "warn"  # the objective is at risk
    BAD = "bad"  # the objective is missed


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The bounds of one measure.

    `falls` says that less is worse. `alert_at` is the level at which an alert opens, once the measure has been there
    for `for_seconds`. `titles` and `action` are in "ru" and "en".
    """

    id: str
    metric: str
    labels: tuple[str, ...]
    unit: str
    falls: bool
    warn: float
    bad: float
    alert_at: Level
    for_seconds: int
    titles: Mapping[str, str]
    action: Mapping[str, str]

    def level(self, value: float | None) -> Level:
        """Return how well a value stands; None, nothing was measured, is well."""
        if value is None:
            return Level.OK
        if self._reaches(value, self.bad):
            return Level.BAD
        return Level.WARN if self._reaches(value, self.warn) else Level.OK

    @property
    def alert_bound(self) -> float:
        """Return the value from which on an alert is open."""
        return self.bad if self.alert_at is Level.BAD else self.warn

    def alerts(self, value: float | None) -> bool:
        """Say whether a value opens an alert."""
        return value is not None and self._reaches(value, self.alert_bound)

    def _reaches(self, value: float, bound: float) -> bool:
        return value <= bound if self.falls else value >= bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What the exchange promises: this share of messages is taken within so many seconds, over so many days."""

    share: float
    within_seconds: int
    days: int

    @property
    def allowed(self) -> float:
        """Return the share of messages that may miss it: the error budget."""
        return 1 - self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """All of them, by name of the measure."""

    objective: Objective
    measures: Mapping[str, Threshold]

    def __getitem__(self, name: str) -> Threshold:
        return self.measures[name]


def worst(levels: Iterable[Level]) -> Level:
    """Return the worst of these levels; of none, that all is well."""
    return max(levels, key=ORDER.index, default=Level.OK)


def from_json(document: Mapping[str, Any]) -> Thresholds:
    """Read a document that fits `schemas/health/thresholds.schema.json`."""
    measures = (
        Threshold(**{**each, "labels": tuple(each["labels"]), "alert_at": Level(each["alert_at"])})
        for each in document["measures"]
    )
    return Thresholds(objective=Objective(**document["objective"]), measures={each.id: each for each in measures})

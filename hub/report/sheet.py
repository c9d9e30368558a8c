"""What a file of a report is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.statistics import words
from hub.report.cell import Table
from hub.report.labels import Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The signed message that holds a report."""

    id: str
    sender: str
    index: int
    sha256: str

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Frozen":
        """Return it as the hub told it."""
        return cls(id=value["id"], sender=value["from"], index=value["index"], sha256=value["sha256"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file is made from: its report, the head as pairs of name and value, the tables."""

    report: Mapping[str, Any]
    labels: Labels
    title: str
    head: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    is_frozen: bool

    def number(self, value: float) -> str:
        """Return a number as the language writes it."""
        return words.number(value, self.labels.language)

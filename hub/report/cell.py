"""What stands in a cell of a report's tables.

A cell has a text and, where it is a number that can be counted with, a value. A figure to be explained (`is_asked`) has
a `?` behind it, footnotes are numbers in brackets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.statistics import period as periods
from hub.core.statistics import words
from hub.report.labels import Labels
from hub.report.texts import say

Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a cell; `value` where it is a plain number, in per cent where `is_percent`."""

    text: str
    value: Number | None = None
    is_percent: bool = False
    is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `name` is the key of its title in the texts."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def plain(text: str) -> Cell:
    """Return a cell with a text."""
    return Cell(text=text)


def state(area: str, labels: Labels) -> Cell:
    """Return a cell with the name of a state."""
    return plain(labels.of("states", area))


def indicator(line: Mapping[str, Any], labels: Labels) -> Cell:
    """Return a cell with the name of an indicator, and of the part that a line is of."""
    part = labels.part(line.get("dims", {}))
    name = labels.title("indicators", line["indicator"])
    return plain(f"{name} ({part})" if part else name)


def amount(line: Mapping[str, Any], labels: Labels) -> Cell:
    """Return the amount of a line with its mark and its footnotes."""
    asked = bool(line.get("questioned"))
    marks = (" ?" if asked else "") + notes(line)
    if "value" not in line:
        return Cell(text=say("hidden", labels.language) + marks, is_asked=asked)
    text = words.amount(line["value"], line["qualifier"], labels.language)
    plain = line["qualifier"] == "exact"
    return Cell(text=text + marks, value=line["value"] if plain else None, is_asked=asked)


def notes(line: Mapping[str, Any]) -> str:
    """Return the footnotes of a line: ` [1, 3]`."""
    return f" [{', '.join(map(str, line['footnotes']))}]" if line.get("footnotes") else ""


def number(value: Number | None, labels: Labels, *, signed: bool = False) -> Cell:
    """Return a cell with a number; empty where there is none."""
    if value is None:
        return plain("")
    return Cell(text=(words.signed if signed else words.number)(value, labels.language), value=value)


def percent(value: Number | None, labels: Labels, *, signed: bool = False) -> Cell:
    """Return a cell with a percentage; empty where there is none."""
    if value is None:
        return plain("")
    sign = "+" if signed and value > 0 else ""
    return Cell(text=sign + words.percent(value, labels.language), value=value, is_percent=True)


def period_name(value: str, language: str) -> str:
    """Return the name of a period."""
    found = periods.parse(value)
    return value if found is None else words.period(found, language)


def bilingual(text: Mapping[str, str], language: str) -> str:
    """Return a text in the language, or in the one that there is."""
    return text.get(language) or next(iter(text.values()), "")

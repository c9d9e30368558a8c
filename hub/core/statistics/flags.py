"""What of a report asks for an explanation («требует пояснения»), and the explanation where its sender gave one.

What the record says against itself or against the list of indicators is told at its acceptance, too
(`situation_summary`, `listed`); what it says against earlier summaries shows only here. Nothing is refused for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.statistics import listed, situation_summary
from hub.core.statistics.cells import Cell, Scope
from hub.core.statistics.change import stated_base
from hub.core.statistics.figure import Key, Qualifier, Summary, key_of

Text = tuple[str, str]
NEGATIVE: Text = (
    "Нарастающий итог уменьшился: показатель за период получился бы отрицательным. Требует пояснения.",
    "The cumulative figure has decreased: that of the period would be negative. An explanation is asked for.",
)
BASE: Text = (
    "Значение прежнего периода не то, что сообщалось за него раньше: требует пояснения.",
    "The value compared with is not the one reported for that period before: an explanation is asked for.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing to explain; `key` is the figure, `statement` the position of a statement without one."""

    area: str
    indicator: str
    code: str
    text: Text
    key: Key | None = None
    statement: tuple[int, int] | None = None  # place of the summary in the log, position in it
    explanation: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as a report holds it."""
        shown: dict[str, Any] = {
            "area": self.area,
            "indicator": self.indicator,
            "dims": dict(self.key.dims) if self.key else {},
            "code": self.code,
            "text": {"ru": self.text[0], "en": self.text[1]},
        }
        return shown if self.explanation is None else {**shown, "explanation": dict(self.explanation)}


def of_summary(scope: Scope, summary: Summary) -> Iterator[Flag]:
    """Yield what a summary says against itself and against the list of indicators."""
    for fault in (*situation_summary.check(summary.record), *listed.check(summary.record, scope.indicators)):
        _, member, position, *_ = fault.pointer.split("/")
        said = summary.record[member][int(position)]
        observation = said if member == "observations" else None
        yield Flag(
            area=summary.area,
            indicator=said["indicator"],
            code=fault.code,
            text=(fault.ru, fault.en),
            key=None if observation is None else key_of(summary.area, observation, summary.period),
            statement=None if observation is not None else (summary.index, int(position)),
            explanation=said.get("note") or _note_of_total(summary, said["indicator"]),
        )


def _note_of_total(summary: Summary, indicator: str) -> Mapping[str, str] | None:
    """Return the note beside the indicator's total: there a statement without a figure is explained."""
    totals = (each for each in summary.record["observations"] if each["indicator"] == indicator and not each["dims"])
    return next((each["note"] for each in totals if "note" in each), None)


def of_cells(cells: Iterable[Cell]) -> Iterator[Flag]:
    """Yield what figures say against what was reported before."""
    for cell in cells:
        if _is_rebased(cell):
            yield _flag(cell, "base-differs", BASE)


def of_negative(keys: Iterable[Key]) -> Iterator[Flag]:
    """Yield the differences that cannot be."""
    for key in keys:
        yield Flag(area=key.area, indicator=key.indicator, code="derived-negative", text=NEGATIVE, key=key)


def _is_rebased(cell: Cell) -> bool:
    base = stated_base(cell.figure.observation)
    if base is None or cell.earlier is None or cell.found.is_difference:
        return False
    exact = base.qualifier is cell.earlier.amount.qualifier is Qualifier.EXACT
    return exact and base.value != cell.earlier.amount.value


def _flag(cell: Cell, code: str, text: Text) -> Flag:
    return Flag(
        area=cell.key.area,
        indicator=cell.key.indicator,
        code=code,
        text=text,
        key=cell.key,
        explanation=cell.figure.observation.get("note"),
    )

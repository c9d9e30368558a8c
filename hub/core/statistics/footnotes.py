"""Footnotes of a report: numbered as they come, the same text once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.core.statistics import words
from hub.core.statistics.figure import Amount, Figure
from hub.core.statistics.period import Period

SMALL = (
    "Значение от 1 до менее указанного порога не показывается: по нему можно узнать людей.",
    "A value from 1 to below the limit shown is not given: it could point to persons.",
)
SECONDARY = (
    "Не показано, чтобы соседнее малое значение нельзя было вычислить вычитанием.",
    "Not given, so that a small value beside it cannot be found by subtraction.",
)
DIFFERENCE = (
    "Получено вычитанием показателей нарастающим итогом.",
    "Derived by difference of cumulative figures.",
)
TRUNCATED = (
    "Доля в источнике усечена, а не округлена.",
    "The share is truncated in the source, not rounded.",
)
PRELIMINARY = ("Предварительные данные.", "Preliminary.")
REVISED = ("Пересмотренные данные.", "Revised.")
HIDDEN_LEFT_OUT = ("Без скрытых малых значений.", "Without small values that are not shown.")


@dataclass(slots=True)
class Footnotes:
    """The footnotes so far."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, text: tuple[str, str]) -> int:
        """Return the number of a footnote, which is new if nobody said it before."""
        return self.numbers.setdefault(text, len(self.numbers) + 1)

    def add_note(self, note: Mapping[str, str]) -> int:
        """Return the number of a sender's note; a language it lacks is filled by the other."""
        ru, en = note.get("ru"), note.get("en")
        return self.add((ru or en or "", en or ru or ""))

    def to_json(self) -> list[dict[str, Any]]:
        """Return them as a report holds them."""
        return [{"number": number, "text": {"ru": ru, "en": en}} for (ru, en), number in self.numbers.items()]


def of_period(period: Period) -> tuple[str, str]:
    """Return that a figure is of another period than the report."""
    return f"Период показателя: {words.period(period, 'ru')}.", f"Period of the figure: {words.period(period, 'en')}."


def of_before(before: Amount) -> tuple[str, str]:
    """Return what was said before."""
    ru, en = (words.amount(before.value, before.qualifier, lang) for lang in ("ru", "en"))
    return f"Значение исправлено отправителем; прежде: {ru}.", f"Corrected by its sender; before: {en}."


def of_summary(figure: Figure) -> tuple[str, str]:
    """Return which summary a figure comes from, where that is not the report's period."""
    period = figure.summary.period
    return f"Из обзора за период: {words.period(period, 'ru')}.", f"From the summary for: {words.period(period, 'en')}."


def of_areas(count: int, most: int) -> tuple[str, str]:
    """Return how many states a total is of."""
    return f"Итог по {count} из {most} государств.", f"Total of {count} of {most} states."

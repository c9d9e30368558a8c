"""What can be wrong in a row of a summary, and where it is told."""

from dataclasses import dataclass
from typing import Any

from hub.console.typed_codes import code_of
from hub.core.errors import Fault

LISTS = {
    "qualifier": "value-qualifiers",
    "status": "observation-statuses",
    "share_rounding": "roundings",
    "change_rounding": "roundings",
    "kind": "statement-kinds",
    "direction": "trend-directions",
}
"""The columns in which a word of a list is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a row (its place among all, from 0) and column."""

    row: int
    column: str
    fault: Fault


class Judge:
    """Collects what is wrong in one row."""

    def __init__(self, row: int) -> None:
        self._row = row
        self.problems: list[Problem] = []

    def __call__(self, column: str, found: Any, fault: Fault) -> Any:
        """Return what was found; where that is None, remember the fault of the column."""
        if found is None:
            self.problems.append(Problem(row=self._row, column=column, fault=fault))
        return found

    def code(self, column: str, text: str) -> Any:
        """Return the code that was chosen in a column."""
        return self(column, code_of(LISTS[column], text), NO_CODE)


NO_INDICATOR = Fault(
    pointer="/indicator",
    code="indicator-unknown",
    ru="Такого показателя в справочнике нет. Возьмите код или название из списка показателей.",
    en="The list has no such indicator. Take a code or a name from the list of indicators.",
)
NO_PART = Fault(
    pointer="/part",
    code="part-unreadable",
    ru="Разрез не распознан. Напишите, например, «пол=женский; гражданство=Таджикистан»; для итога оставьте пустым.",
    en="The part cannot be read. Write, for example, 'sex=female; citizenship=Tajikistan'; for a total nothing.",
)
NO_NUMBER = Fault(
    pointer="/value",
    code="number-unreadable",
    ru=(
        "Это не число. Введите цифры, до шести знаков после запятой, например 129807 или 12,5; "
        "слова «более», «около» — в столбец точности."
    ),
    en=(
        "This is no number. Enter digits, six decimals at most, such as 129807 or 12.5; "
        "'over' and 'about' have a column of their own."
    ),
)
NO_CODE = Fault(
    pointer="/qualifier",
    code="word-unknown",
    ru="Такого слова в справочнике нет. Выберите одно из предложенных.",
    en="The list has no such word. Choose one of those offered.",
)
NO_PERIOD = Fault(
    pointer="/own_period",
    code="row-period-unreadable",
    ru="Период не распознан. Введите, например, 2019, 2019-Q1, 2019-M07 или день 2019-12-31.",
    en="The period cannot be read. Enter, for example, 2019, 2019-Q1, 2019-M07, or a day 2019-12-31.",
)
NO_NAMES = Fault(
    pointer="/named",
    code="names-unreadable",
    ru="Перечень не распознан. Напишите, например, «гражданство=Таджикистан, Узбекистан»: разрез и его коды или слова.",
    en="The list cannot be read. Write, for example, 'citizenship=Tajikistan, Uzbekistan': a dimension and its words.",
)
NO_WORDS = Fault(
    pointer="/note_ru",
    code="statement-words-needed",
    ru="Утверждению нужны слова. Напишите его в примечании на русском или английском.",
    en="A statement needs words. Write it in the note, in Russian or in English.",
)
NOT_BOTH = Fault(
    pointer="/kind",
    code="statement-with-figure",
    ru="Здесь утверждение, а в строке есть и число. Уберите число или перенесите его в отдельную строку.",
    en="This row is a statement and has a figure, too. Take the figure out, or into a row of its own.",
)

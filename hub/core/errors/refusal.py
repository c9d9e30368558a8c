"""What all refusals of the hub are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place in a record that is wrong (or, as a warning, odd): a JSON pointer, a code, a sentence in two languages."""

    pointer: str
    code: str
    ru: str
    en: str


class HubError(Exception):
    """Something was refused or could not be done."""

    code: ClassVar[str] = "internal"
    ru: ClassVar[str] = "Внутренняя ошибка узла. Повторите позже; если не пройдёт, сообщите оператору код ошибки."
    en: ClassVar[str] = "The hub failed internally. Try again later; if it stays, give the operator the error's id."

    def __init__(self, faults: Sequence[Fault] = (), **facts: object) -> None:
        super().__init__(self.code)
        self.faults = tuple(faults)
        self.facts = facts

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        template = self.en if language == "en" else self.ru
        return template.format(**self.facts)

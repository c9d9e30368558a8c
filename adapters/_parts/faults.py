"""What is wrong with one national record: a stable code, its place in the national form, a sentence in two languages.

The place is an XPath, or a row and a column. Neither place nor sentence quotes a value: reports travel.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.sdk.ports import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, and where."""

    code: str
    place: str
    ru: str
    en: str

    def problem(self) -> Problem:
        """Return the fault as the ports' problem; its pointer is the place in the national form."""
        return Problem(code=self.code, pointer=self.place, ru=self.ru, en=self.en)


class MappingError(ValueError):
    """A national record cannot be mapped; it carries everything found wrong with it."""

    code = "mapping-failed"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(sorted({fault.code for fault in self.faults})))


class FormError(ValueError):
    """One written value has not the form it should have; the place is added by who knows it."""

    def __init__(self, code: str, ru: str, en: str) -> None:
        super().__init__(code)
        self.code = code
        self.ru = ru
        self.en = en

    def at(self, place: str) -> Fault:
        """Return the error as a fault at a place."""
        return Fault(code=self.code, place=place, ru=self.ru, en=self.en)


class Findings:
    """Collects the faults of one record, so that a clerk sees all of them at once."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, fault: Fault) -> None:
        """Keep one fault."""
        self._faults.append(fault)

    def settle(self) -> None:
        """End the record.

        Raises:
            MappingError: something was found.
        """
        if self._faults:
            raise MappingError(self._faults)

"""Words of the tables and the codes they stand for: the Russian labels of the code lists, our short ones, and others.

Each value is written in one way and read in many: as the label, as the code itself, or as one of the other forms met.
"""

from collections.abc import Mapping
from functools import cached_property

from adapters._parts.faults import FormError
from adapters._parts.letters import tidy
from schemas import catalogue
from schemas.codes import CodeList


class Coded:
    """The words of one code list; `own` are the words written in place of labels, `also` further words read."""

    def __init__(self, name: str, own: Mapping[str, str] | None = None, also: Mapping[str, str] | None = None) -> None:
        self._name = name
        self._own = dict(own or {})
        self._also = dict(also or {})

    def parse(self, text: str) -> str:
        """Return the code of a word.

        Raises:
            FormError: the word is not known.
        """
        code = self._codes.get(_fold(text))
        if code is None:
            known = ", ".join(self.format(entry) for entry in self._list.travelling[:12])
            raise FormError(
                "word-unknown",
                f"Значение не из перечня «{self._list.titles['ru']}». Пишите, например: {known}.",
                f"The value is not in the list “{self._list.titles['en']}”. Write for example: {known}.",
            )
        return code

    def format(self, code: str) -> str:
        """Return the word of a code.

        Raises:
            UnknownCodeError: the list has no such code.
        """
        return self._own.get(code) or self._list.label(code, "ru")

    @cached_property
    def _list(self) -> CodeList:
        return catalogue.load().code_list(self._name)

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        travelling = set(self._list.travelling)
        entries = [entry for entry in self._list.entries if entry.code in travelling]
        words = {_fold(label): entry.code for entry in entries for label in (entry.en, entry.ru, entry.code)}
        words.update({_fold(word): code for code, word in self._own.items()})
        words.update({_fold(word): code for word, code in self._also.items()})
        return words


def _fold(text: str) -> str:
    return tidy(text).casefold().replace("ё", "е").rstrip(".")


SEXES = Coded(
    "sexes",
    own={"M": "М", "F": "Ж", "X": "X", "U": "не установлен"},
    also={
        "муж": "M",
        "мужчина": "M",
        "1": "M",
        "эркак": "M",
        "мард": "M",
        "жен": "F",
        "женщина": "F",
        "2": "F",
        "аёл": "F",
        "зан": "F",
        "Х": "X",
        "не установлен": "U",
        "U": "U",
    },
)
STATUSES = Coded(
    "ban-statuses",
    own={"pending_start": "ожидает начала", "reduced": "сокращён", "annulled": "аннулирован", "superseded": "заменён"},
)
DIRECTIONS = Coded("ban-directions")
SEVERITIES = Coded("ban-severities")
ACTIONS = Coded("ban-actions", own={"contact_issuer": "связаться с инициатором"})
PERIOD_KINDS = Coded("ban-period-kinds", own={"duration": "срок", "until_condition": "до условия"})
START_EVENTS = Coded("ban-start-events")
CHANGE_CAUSES = Coded("ban-change-causes")
NAME_ROLES = Coded("name-roles")
SCRIPTS = Coded("scripts")
DOCUMENT_TYPES = Coded(
    "document-types",
    also={
        "паспорт": "foreign_passport",
        "загранпаспорт": "foreign_passport",
        "биометрический паспорт": "biometric_passport",
    },
)
PROCEDURES = Coded("readmission-procedures")
SUBJECT_CLASSES = Coded("subject-classes")
DECISIONS = Coded("readmission-decisions", also={"принято": "accepted", "согласен": "accepted", "отказано": "refused"})
EVIDENCE_ITEMS = Coded("evidence-items")
PERMIT_KINDS = Coded("permit-kinds")
TRAVEL_STATUSES = Coded("travel-document-statuses")
INDICATORS = Coded("indicators")
DIMENSIONS = Coded(
    "dimensions",
    also={
        "страна назначения": "destination",
        "назначение": "destination",
        "страна исхода": "origin",
        "страна": "citizenship",
    },
)
QUALIFIERS = Coded("value-qualifiers", also={"свыше": "over", "больше": "over", "примерно": "about", "меньше": "under"})
UNITS = Coded("units", also={"чел": "persons", "чел.": "persons"})
OBSERVATION_STATUSES = Coded("observation-statuses")
ROUNDINGS = Coded("roundings", also={"усечено": "truncated", "округлено": "half_up"})
TRENDS = Coded("trend-directions")
STATEMENTS = Coded("statement-kinds")


def parse_flag(text: str) -> bool:
    """Return the value of «да» or «нет».

    Raises:
        FormError: it is neither.
    """
    folded = _fold(text)
    if folded in {"да", "+", "yes", "true", "1"}:
        return True
    if folded in {"нет", "-", "no", "false", "0"}:
        return False
    raise FormError("flag-invalid", "Нужно «да» или «нет».", "It must be «да» or «нет».")


def format_flag(value: bool | None) -> str:
    """Return «да», «нет», or nothing of None."""
    return "" if value is None else ("да" if value else "нет")

"""Words of tables and the codes they stand for: the Russian labels of the code lists, a state's own words, and others.

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

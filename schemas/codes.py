"""Code lists: the fixed vocabulary of records, with labels in Russian and English, validity dates and sources.

A record's coded members are checked against these lists twice: whether the code exists at all (the catalogue writes the
list into the schema as an enumeration), and whether it was valid on a day (`CodeList.contains`, for semantic rules).
A code is never removed, only ended, so that old records stay readable.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from schemas import files

EDITION = 12  # digits
_OWN = frozenset({"code", "ru", "en", "valid_from", "valid_until", "names"})


class UnknownCodeListError(LookupError):
    """There is no code list of this name."""

    code = "code-list-unknown"
    ru = "Такого списка кодов нет. Имена списков — в /v1/codes."
    en = "There is no such code list. The names of the lists are at /v1/codes."


class UnknownCodeError(LookupError):
    """The code is not in its list."""

    code = "code-unknown"
    ru = "Такого кода нет в списке. Возьмите код из списка."
    en = "The list has no such code. Take a code from the list."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A name and the days from and until which it was borne (both inclusive; None is open)."""

    ru: str
    en: str
    valid_from: datetime.date | None
    valid_until: datetime.date | None

    def holds(self, on: datetime.date) -> bool:
        """Say whether the name was borne on a day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One code: current labels, validity (inclusive; None is open), earlier names, and what else its list says."""

    code: str
    ru: str
    en: str
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    names: tuple[DatedName, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def holds(self, on: datetime.date) -> bool:
        """Say whether the code is valid on a day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)

    def label(self, lang: str, on: datetime.date | None = None) -> str:
        """Return the label in `ru` or `en`: today's, or the one of a day."""
        named = next((name for name in self.names if on is not None and name.holds(on)), None)
        ru, en = (named.ru, named.en) if named else (self.ru, self.en)
        return ru if lang == "ru" else en


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A code list. `internal` codes are known to the house and never travel in a record.

    `edition` tells one state of the list from another: the first twelve digits of its file's SHA-256.
    """

    name: str
    titles: Mapping[str, str]
    source: str
    entries: tuple[CodeEntry, ...]
    index: Mapping[str, CodeEntry] = field(repr=False)
    edition: str = ""

    def entry(self, code: str) -> CodeEntry:
        """Return the entry of a code.

        Raises:
            UnknownCodeError: the list has no such code.
        """
        try:
            return self.index[code]
        except KeyError:
            raise UnknownCodeError from None

    def label(self, code: str, lang: str, on: datetime.date | None = None) -> str:
        """Return the label of a code in `ru` or `en`.

        Raises:
            UnknownCodeError: the list has no such code.
        """
        return self.entry(code).label(lang, on)

    def contains(self, code: str, on: datetime.date) -> bool:
        """Say whether the list has this code and it is valid on that day."""
        entry = self.index.get(code)
        return entry is not None and entry.holds(on)

    def ended(self, on: datetime.date) -> tuple[CodeEntry, ...]:
        """Return the codes whose last day was before that day."""
        return tuple(entry for entry in self.entries if entry.valid_until is not None and entry.valid_until < on)

    def changed_on(self, on: datetime.date) -> datetime.date | None:
        """Return the newest day, up to that one, on which a code began or ended; None: no code has such days."""
        days = [day for entry in self.entries for day in (entry.valid_from, entry.valid_until) if day is not None]
        return max((day for day in days if day <= on), default=None)

    @property
    def travelling(self) -> tuple[str, ...]:
        """The codes that may stand in a record."""
        return tuple(entry.code for entry in self.entries if not entry.more.get("internal"))


def load() -> Mapping[str, CodeList]:
    """Read all code lists, by name.

    Raises:
        CatalogueFileError: a list cannot be read.
    """
    lists = (_list(files.read(path), files.digest(path)[:EDITION]) for path in files.code_lists())
    return MappingProxyType({item.name: item for item in lists})


def travelling(lists: Mapping[str, CodeList], names: Iterable[str]) -> list[str]:
    """Return the codes of several lists that may stand in a record, in the order of the lists.

    Raises:
        UnknownCodeListError: one of the names is no code list.
    """
    try:
        return [code for name in names for code in lists[name].travelling]
    except KeyError:
        raise UnknownCodeListError from None


def _date(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def _name(data: Mapping[str, Any]) -> DatedName:
    start, end = _date(data.get("valid_from")), _date(data.get("valid_until"))
    return DatedName(ru=data["ru"], en=data["en"], valid_from=start, valid_until=end)


def _entry(data: Mapping[str, Any]) -> CodeEntry:
    return CodeEntry(
        code=data["code"],
        ru=data["ru"],
        en=data["en"],
        valid_from=_date(data.get("valid_from")),
        valid_until=_date(data.get("valid_until")),
        names=tuple(_name(name) for name in data.get("names", ())),
        more=MappingProxyType({key: value for key, value in data.items() if key not in _OWN}),
    )


def _list(data: Mapping[str, Any], edition: str) -> CodeList:
    entries = tuple(_entry(entry) for entry in data["entries"])
    return CodeList(
        name=data["list"],
        titles=MappingProxyType(dict(data["titles"])),
        source=data["source"],
        entries=entries,
        index=MappingProxyType({entry.code: entry for entry in entries}),
        edition=edition,
    )

"""The catalogue: all record types, their schemas and the code lists, loaded once.

    catalogue = load()
    catalogue.record_type("entry-ban", "1.0").lane     -> Lane.URGENT
    catalogue.validate("entry-ban", "1.0", record)     -> [] or what is wrong
    catalogue.code_list("ban-grounds").label("RU-27-12", "ru")

A catalogue is a value: nothing in it changes after loading, so any number of threads may share it.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from schemas import codes, record_type, resolution, validator
from schemas.codes import CodeList, UnknownCodeListError
from schemas.outline import Member
from schemas.record_type import RecordType
from schemas.validator import Validator
from schemas.violation import Violation


class UnknownRecordTypeError(LookupError):
    """There is no record type of this name."""

    code = "type-unknown"
    ru = "Такого вида записи нет. Виды записей перечислены в /v1/schemas."
    en = "There is no such record type. The record types are listed at /v1/schemas."


class UnknownVersionError(LookupError):
    """The record type exists, but not in this version."""

    code = "version-unknown"
    ru = "Такой версии у этого вида записи нет. Версии перечислены в /v1/schemas."
    en = "The record type has no such version. The versions are listed at /v1/schemas."


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All that may be said: record types by name and version, code lists by name.

    Compared by identity, so that what is read out of a catalogue once can be kept for it.
    """

    types: Mapping[tuple[str, str], RecordType] = field(repr=False)
    lists: Mapping[str, CodeList] = field(repr=False)
    validators: Mapping[tuple[str, str], Validator] = field(repr=False)
    bundles: Mapping[tuple[str, str], Mapping[str, Any]] = field(repr=False)

    def record_types(self) -> tuple[RecordType, ...]:
        """Return all record types, by name and version."""
        return tuple(self.types.values())

    def record_type(self, name: str, version: str) -> RecordType:
        """Return one version of a record type.

        Raises:
            UnknownRecordTypeError: no type has this name.
            UnknownVersionError: the type has no such version.
        """
        found = self.types.get((name, version))
        if found is None:
            raise self._unknown(name)
        return found

    def validate(self, name: str, version: str, record: Any) -> list[Violation]:
        """Return what is wrong with a record; empty when it fits its schema.

        Raises:
            UnknownRecordTypeError: no type has this name.
            UnknownVersionError: the type has no such version.
        """
        found = self.validators.get((name, version))
        if found is None:
            raise self._unknown(name)
        return found.validate(record)

    def bundle(self, name: str, version: str) -> Mapping[str, Any]:
        """Return the schema in use, standing alone: shared parts in `$defs`, code lists as enumerations.

        Raises:
            UnknownRecordTypeError: no type has this name.
            UnknownVersionError: the type has no such version.
        """
        found = self.bundles.get((name, version))
        if found is None:
            raise self._unknown(name)
        return found

    def members(self, name: str, version: str) -> Iterable[Member]:
        """Return the members of a record type with their titles, parents before children.

        Raises:
            UnknownRecordTypeError: no type has this name.
            UnknownVersionError: the type has no such version.
        """
        found = self.validators.get((name, version))
        if found is None:
            raise self._unknown(name)
        return tuple(found.judge.members.values())

    def code_lists(self) -> tuple[CodeList, ...]:
        """Return all code lists, by name."""
        return tuple(self.lists.values())

    def code_list(self, name: str) -> CodeList:
        """Return a code list.

        Raises:
            UnknownCodeListError: no list has this name.
        """
        found = self.lists.get(name)
        if found is None:
            raise UnknownCodeListError
        return found

    def _unknown(self, name: str) -> LookupError:
        return UnknownVersionError() if any(known == name for known, _ in self.types) else UnknownRecordTypeError()


@functools.cache
def load() -> Catalogue:
    """Load the catalogue; the first call of a process reads the files, later ones return the same value.

    Raises:
        CatalogueFileError: a file is missing or damaged.
    """
    lists = codes.load()
    shared = resolution.parts(lists)
    types = {(item.name, item.version): item for item in record_type.load()}
    resolved = {key: resolution.with_codes(item.schema, lists) for key, item in types.items()}
    return Catalogue(
        types=MappingProxyType(types),
        lists=lists,
        validators=MappingProxyType({key: validator.make(schema, shared) for key, schema in resolved.items()}),
        bundles=MappingProxyType({key: resolution.bundle(schema, shared) for key, schema in resolved.items()}),
    )

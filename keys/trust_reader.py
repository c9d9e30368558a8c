"""Reads the members of a trust list's documents: exactly those that belong there, each of its type and within bounds.

A reader knows where it stands, so that the error names the place (`participants[3].keys[0].jwk`) and nothing else.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from keys import instant, strict_json
from keys.errors import NoteKeyError, StrictJsonError, TrustListError, TrustListKindError, TrustListTooLargeError
from keys.note_key import NoteAlgorithm, VerifierKey

MAX_DOCUMENT = 4_000_000
_MAX_TEXT = 256
_MAX_VERSION = 2**31

SHA256 = re.compile(r"[0-9a-f]{64}")
STATE = re.compile(r"[A-Z]{2}")
KID = re.compile(r"[A-Za-z0-9_-]{43}")  # a thumbprint: 32 bytes of base64url
PARTICIPANT = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Reader:
    """Reads one JSON object, which has exactly the members of `names`."""

    def __init__(self, value: object, document: str, place: str, names: tuple[str, ...]) -> None:
        """Take the object.

        Raises:
            TrustListError: it is no object, or a member is missing or unknown.
        """
        self._document = document
        self._place = place
        if not isinstance(value, dict) or value.keys() != set(names):
            self.refuse()
        self._value: Mapping[str, object] = value

    def refuse(self, name: str = "") -> NoReturn:
        """Say that a member, or the whole object, is wrong.

        Raises:
            TrustListError: always.
        """
        raise TrustListError(document=self._document, place=self._at(name) or self._document)

    def nested(self, name: str, names: tuple[str, ...]) -> "Reader":
        """Read a member that is an object."""
        return Reader(self._value[name], self._document, self._at(name), names)

    def mapping(self, name: str) -> Mapping[str, object]:
        """Read a member that is an object with members of its own kind."""
        value = self._value[name]
        return value if isinstance(value, dict) else self.refuse(name)

    def objects(self, name: str, names: tuple[str, ...], limit: int) -> list["Reader"]:
        """Read a member that is a list of objects."""
        return [
            Reader(item, self._document, f"{self._at(name)}[{index}]", names)
            for index, item in enumerate(self._list(name, limit))
        ]

    def text(self, name: str, form: re.Pattern[str] | None = None) -> str:
        """Read a member that is a text, of this form where one is given."""
        value = self._value[name]
        if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT or (form and not form.fullmatch(value)):
            self.refuse(name)
        return value

    def texts(self, name: str, form: re.Pattern[str], limit: int) -> tuple[str, ...]:
        """Read a member that is a list of texts of this form, none twice."""
        values = self._list(name, limit)
        found = tuple(each for each in values if isinstance(each, str) and form.fullmatch(each))
        return found if len(set(found)) == len(values) else self.refuse(name)

    def one_of(self, name: str, kind: type[E]) -> E:
        """Read a member that is one of these words."""
        value = self.text(name)
        return kind(value) if value in list(kind) else self.refuse(name)

    def number(self, name: str) -> int:
        """Read a member that is a whole number from 1."""
        value = self._value[name]
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MAX_VERSION:
            self.refuse(name)
        return value

    def instant(self, name: str) -> datetime:
        """Read a member that is an instant."""
        try:
            return instant.parse(self.text(name))
        except ValueError:
            self.refuse(name)

    def verifier(self, name: str, algorithm: NoteAlgorithm = NoteAlgorithm.ED25519) -> VerifierKey:
        """Read a member that is a verifier key of this algorithm."""
        return self._verifier(self._value[name], name, algorithm)

    def verifiers(self, name: str, limit: int) -> tuple[VerifierKey, ...]:
        """Read a member that is a list of Ed25519 verifier keys, none twice under whatever name."""
        keys = tuple(self._verifier(item, name, NoteAlgorithm.ED25519) for item in self._list(name, limit))
        if not keys or len({key.public_key.x for key in keys}) != len(keys):
            self.refuse(name)
        return keys

    def token(self, name: str) -> bytes:
        """Read a member that is a signed token; whoever takes it bounds its length."""
        value = self._value[name]
        if not isinstance(value, str) or not value.isascii():
            self.refuse(name)
        return value.encode("ascii")

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a member that may be null, else with `read`."""
        return None if self._value[name] is None else read(name)

    def _verifier(self, line: object, name: str, algorithm: NoteAlgorithm) -> VerifierKey:
        try:
            key = VerifierKey.parse(line) if isinstance(line, str) else self.refuse(name)
        except NoteKeyError:
            self.refuse(name)
        return key if key.algorithm is algorithm else self.refuse(name)

    def _list(self, name: str, limit: int) -> list[object]:
        value = self._value[name]
        if not isinstance(value, list) or len(value) > limit:
            self.refuse(name)
        return value

    def _at(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place and name else self._place or name


def read(text: bytes, document: str, names: tuple[str, ...]) -> Reader:
    """Read the text of a document.

    Raises:
        TrustListTooLargeError: it is longer than the limit.
        TrustListKindError: it is of another kind.
        TrustListError: it is no strict JSON object with these members.
    """
    if len(text) > MAX_DOCUMENT:
        raise TrustListTooLargeError(document=document, limit=MAX_DOCUMENT)
    try:
        value = strict_json.loads(text, limit=MAX_DOCUMENT)
    except StrictJsonError:
        raise TrustListError(document=document, place="JSON") from None
    if isinstance(value, dict) and value.get("kind") != document:
        raise TrustListKindError(document=document)
    return Reader(value, document, "", names)

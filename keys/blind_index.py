"""Blind indexes: find a record by a number or a name in it, without the number or the name standing anywhere.

A token is HMAC-SHA-256 of the normalised value under a key of its kind, cut to 16 bytes. Without the key nobody can try
out all passport numbers; with a database alone nobody can tell what a token stands for. What remains to be seen in the
database is which records share a token, and how often: docs/explanation/encryption-at-rest.md states that residue.
"""

import hmac
import unicodedata
from enum import StrEnum
from hashlib import sha256

from keys.derivation import derive

TOKEN_BYTES = 16
_SEPARATORS = str.maketrans("", "", " -–—./№'’ʼ`")


class Kind(StrEnum):
    """What a token stands for; each kind has a key of its own."""

    DOCUMENT = "document"  # the number of a travel or identity document, with its series, whoever issued it
    IDENTIFIER = "identifier"  # a national identifier, with its scheme
    NAME = "name"  # one part of a name, in one script
    SUBJECT = "subject"  # the ban or the case that a message is about


class BlindKey:
    """The secret of one year's blind indexes. `repr` shows nothing of it."""

    __slots__ = ("_keys",)

    def __init__(self, material: bytes) -> None:
        self._keys = {kind: derive(material, b"cis-blind-index " + kind.encode("ascii")) for kind in Kind}

    def __repr__(self) -> str:
        return "BlindKey()"

    def token(self, kind: Kind, value: str) -> bytes:
        """Return the token of a value that `normalise` or its caller has made one spelling of."""
        return hmac.digest(self._keys[kind], value.encode("utf-8"), sha256)[:TOKEN_BYTES]


def normalise(text: str) -> str:
    """Return one spelling of a number or a name part: compatibility forms, case and separators do not count."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_SEPARATORS)

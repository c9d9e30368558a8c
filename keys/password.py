"""Passwords: kept as Argon2id hashes (RFC 9106, its second recommended option), checked a few at a time.

A hash takes about a sixth of a second and 64 MiB, so callers run these functions in a thread and count them.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
STAND_IN = (  # of no password: what is checked where there is none, so that nobody can tell by the time it takes
    "$argon2id$v=19$m=65536,t=3,p=4$c3RhbmQtaW4tc2FsdC0wMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


def make_hash(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(_one_spelling(password))


def matches(password: str, kept: str | None) -> bool:
    """Say whether this is the password; as slowly where none is kept."""
    try:
        _hasher.verify(kept or STAND_IN, _one_spelling(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_old(kept: str) -> bool:
    """Say whether the hash was made with other costs than those of today, and should be made anew."""
    return _hasher.check_needs_rehash(kept)


def _one_spelling(password: str) -> str:
    """Return the one form of a password that keyboards write in several."""
    return unicodedata.normalize("NFKC", password)

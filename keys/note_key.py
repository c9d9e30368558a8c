r"""Verifier keys of signed notes (C2SP signed-note): a name, a hash of name and key, the key itself, in one line.

    mig.example/production+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    name                   hash     base64 of the algorithm's byte and the 32 bytes of an Ed25519 key

    0x01   Ed25519 over the text of the note
    0x04   cosignature/v1: Ed25519 over a time and the text (C2SP tlog-cosignature), made by a witness

The hash is the first four bytes of SHA-256(name ‖ "\n" ‖ algorithm ‖ key): a key for one algorithm is none for another.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from keys import public_key
from keys.errors import KeyRefusedError, NoteKeyError
from keys.public_key import PublicKey

MAX_NAME = 256


class NoteAlgorithm(IntEnum):
    """The first byte of a verifier key: what its signatures are over."""

    ED25519 = 1
    COSIGNATURE_V1 = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A key that signatures on notes are checked with."""

    name: str
    algorithm: NoteAlgorithm
    public_key: PublicKey

    @classmethod
    def parse(cls, line: str) -> "VerifierKey":
        """Read a verifier key; strict, so that `parse(line).format() == line`.

        Raises:
            NoteKeyError: it is malformed, not sound, or its hash is another's.
        """
        parts = line.split("+", 2)
        if len(parts) != 3:
            raise NoteKeyError
        name, hexadecimal, encoded = parts
        raw = decode_base64(encoded)
        if raw is None or not is_name(name) or len(raw) != 33 or raw[0] not in list(NoteAlgorithm):
            raise NoteKeyError
        key = make(name, raw[1:], NoteAlgorithm(raw[0]))
        if key.key_hash.hex() != hexadecimal:
            raise NoteKeyError
        return key

    def format(self) -> str:
        """Return the line."""
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(self._algorithm_and_key()).decode('ascii')}"

    @property
    def key_hash(self) -> bytes:
        """The four bytes that signature lines carry."""
        return hashlib.sha256(self.name.encode("utf-8") + b"\n" + self._algorithm_and_key()).digest()[:4]

    def _algorithm_and_key(self) -> bytes:
        return bytes([self.algorithm]) + self.public_key.x


@lru_cache(maxsize=1024)
def make(name: str, key: bytes, algorithm: NoteAlgorithm = NoteAlgorithm.ED25519) -> VerifierKey:
    """Make the verifier key of this name for the 32 bytes of an Ed25519 key; remembered, as a hub signs with one key.

    Raises:
        NoteKeyError: the name cannot stand in a note, or the key is not sound.
    """
    if not is_name(name):
        raise NoteKeyError
    try:
        public = public_key.make(public_key.ED25519, key)
    except KeyRefusedError:
        raise NoteKeyError from None
    return VerifierKey(name=name, algorithm=algorithm, public_key=public)


def is_name(name: str) -> bool:
    """Tell whether a key may have this name: neither empty nor long, no white space, control character or plus sign."""
    return 0 < len(name) <= MAX_NAME and "+" not in name and not any(c.isspace() or c < " " for c in name)


def decode_base64(text: str) -> bytes | None:
    """Return the bytes of standard base64 with padding, or None where it is not their one spelling (RFC 4648 §3.5)."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return value if base64.b64encode(value).decode("ascii") == text else None

"""The master key: it wraps the keyring, and is kept apart from it and from every database.

A file (or a systemd credential) of one to four lines, 64 hex digits each. The first line is the key in use; the others
are older ones, still believed while the keyring is wrapped anew. docs/how-to/keyring.en.md says how it is changed.
"""

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from keys import credential, secret_file, secret_writing
from keys.at_rest import KEY_BYTES, WrappingKey
from keys.derivation import derive
from keys.errors import MasterKeyError

MOST = 4
_LIMIT = 1024
_LINE = re.compile(rb"[0-9a-f]{64}")


class MasterKey:
    """One master key. `id` tells which it is and nothing about it; `repr` shows the id only."""

    __slots__ = ("_material", "_wrapping", "id")

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError("a master key has 32 bytes")
        self._material = material
        self._wrapping = WrappingKey("master", derive(material, b"cis-master-key wrap"))
        self.id = derive(material, b"cis-master-key id", length=8).hex()

    def __repr__(self) -> str:
        return f"MasterKey({self.id!r})"

    @classmethod
    def generate(cls) -> "MasterKey":
        """Return a new one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Return the secret, wrapped; it opens in this context only."""
        return self._wrapping.wrap(secret, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return what was wrapped.

        Raises:
            CiphertextError: it was changed, or wrapped by another master key or for another place.
        """
        return self._wrapping.unwrap(wrapped, context)

    def line(self) -> bytes:
        """Return its line of the file: secret."""
        return self._material.hex().encode("ascii") + b"\n"


def read(spec: str | Path, credentials: Path | None = None) -> tuple[MasterKey, ...]:
    """Read the master key in use and the older ones, from a path or `credential:NAME`.

    Raises:
        KeyFileError, KeyCredentialError: the file is missing, not readable or exposed.
        MasterKeyError: it does not hold master keys.
    """
    text = str(spec)
    if text.startswith(credential.SCHEME):
        content = credential.read(text.removeprefix(credential.SCHEME), credentials, limit=_LIMIT)
    else:
        content = secret_file.read(Path(spec), limit=_LIMIT)
    lines = content.split()
    if not 0 < len(lines) <= MOST or any(_LINE.fullmatch(line) is None for line in lines):
        raise MasterKeyError(path=text)
    return tuple(MasterKey(bytes.fromhex(line.decode("ascii"))) for line in lines)


def write(path: Path, masters: Sequence[MasterKey]) -> None:
    """Write a new file for these keys, the one in use first.

    Raises:
        KeyFileExistsError: there is a file of this name.
        KeyFileError: the folder is missing or not writable.
    """
    secret_writing.create(path, b"".join(master.line() for master in masters))


def replace(path: Path, masters: Sequence[MasterKey]) -> None:
    """Put these keys into the place of those in the file, at once or not at all.

    Raises:
        KeyFileError: the folder is not writable.
    """
    secret_writing.replace(path, b"".join(master.line() for master in masters))

"""Files that hold one private key: PKCS#8 PEM, with a passphrase or without, for the process's own user only.

A key file is written once and never changed: under another name first, with mode 0600 from its first moment, flushed to
the disk, then linked to its name, which fails if somebody was there before. It is read only if it is a regular file,
not a symbolic link, of the process's own user, and closed to group and others: else the question is not whether it can
be read, but who else has.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from keys import secret_file, secret_writing
from keys.encryption_key import EncryptionKey
from keys.errors import (
    KeyFileMalformedError,
    KeyFilePassphraseError,
    KeyRefusedError,
)
from keys.jwk import PrivateKey
from keys.pkcs8 import ENCRYPTED
from keys.platform_key import PlatformKey

MAX_BYTES = 16_384

Kind = TypeVar("Kind", PrivateKey, EncryptionKey, PlatformKey)
_KINDS: Mapping[type, str] = {
    PrivateKey: "Ed25519 / P-256",
    EncryptionKey: "X25519",
    PlatformKey: "RSA (2048+) / P-256",
}


def write(path: Path, private_key: PrivateKey | EncryptionKey | PlatformKey, passphrase: bytes | None) -> None:
    """Write a new key file.

    Raises:
        KeyFileExistsError: there is a file of this name.
        KeyFilePassphraseError: the passphrase is empty.
        KeyFileError: the folder is missing or not writable.
    """
    if passphrase == b"":
        raise KeyFilePassphraseError(path=path, why_ru="он пуст", why_en="it is empty")
    secret_writing.create(path, private_key.to_pkcs8(passphrase))


def read(path: Path, passphrase: bytes | None) -> PrivateKey:
    """Read the file of a signing key.

    Raises:
        KeyFileExposedError: others could read or replace it.
        KeyFilePassphraseError: the passphrase is wrong, missing, or given for a file that is not encrypted.
        KeyFileMalformedError: it holds no private key of ours.
        KeyFileError: it is missing or not readable.
    """
    return read_kind(path, passphrase, PrivateKey)


def read_kind(path: Path, passphrase: bytes | None, kind: type[Kind]) -> Kind:
    """Read the file of a key of this kind.

    Raises:
        KeyFileError: as `read`.
    """
    return parse(_content(path), passphrase, kind, place=path)


def parse(content: bytes, passphrase: bytes | None, kind: type[Kind], *, place: object) -> Kind:
    """Return the key of this PEM; `place` stands in the errors.

    Raises:
        KeyFilePassphraseError: the passphrase is wrong, missing, or given for a key that is not encrypted.
        KeyFileMalformedError: it is no private key of this kind.
    """
    encrypted = f"-----BEGIN {ENCRYPTED}-----".encode("ascii") in content
    if encrypted and passphrase is None:
        raise KeyFilePassphraseError(path=place, why_ru="он не задан", why_en="it is missing")
    if passphrase is not None and not encrypted:
        raise KeyFilePassphraseError(path=place, why_ru="файл не зашифрован", why_en="the file is not encrypted")
    malformed = KeyFileMalformedError(path=place, kinds=_KINDS[kind])
    try:
        return kind.from_pkcs8(content, passphrase)
    except KeyRefusedError:
        raise malformed from None
    except ValueError:
        if encrypted:
            raise KeyFilePassphraseError(path=place, why_ru="он неверен", why_en="it is wrong") from None
        raise malformed from None


def _content(path: Path) -> bytes:
    content = secret_file.read(path, limit=MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise KeyFileMalformedError(path=path, kinds="Ed25519, P-256, X25519")
    return content

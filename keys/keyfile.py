"""Files that hold one private key: PKCS#8 PEM, with a passphrase or without, for the process's own user only.

A key file is written once and never changed: under another name first, with mode 0600 from its first moment, flushed to
the disk, then linked to its name, which fails if somebody was there before. It is read only if it is a regular file,
not a symbolic link, of the process's own user, and closed to group and others: else the question is not whether it can
be read, but who else has.
"""

import os
import secrets
import stat
from pathlib import Path

from keys.errors import (
    KeyFileError,
    KeyFileExistsError,
    KeyFileExposedError,
    KeyFileMalformedError,
    KeyFilePassphraseError,
    KeyRefusedError,
)
from keys.jwk import PrivateKey
from keys.pkcs8 import ENCRYPTED

MODE = 0o600
_MAX_BYTES = 16_384


def write(path: Path, private_key: PrivateKey, passphrase: bytes | None) -> None:
    """Write a new key file.

    Raises:
        KeyFileExistsError: there is a file of this name.
        KeyFilePassphraseError: the passphrase is empty.
        KeyFileError: the folder is missing or not writable.
    """
    if passphrase == b"":
        raise KeyFilePassphraseError(path=path, why_ru="он пуст", why_en="it is empty")
    content = private_key.to_pkcs8(passphrase)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            _create(draft, content)
            os.link(draft, path, follow_symlinks=False)
        finally:
            draft.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except FileExistsError:
        raise KeyFileExistsError(path=path) from None
    except OSError as error:
        raise KeyFileError(path=path, why_ru=error.strerror, why_en=error.strerror) from None


def read(path: Path, passphrase: bytes | None) -> PrivateKey:
    """Read a key file.

    Raises:
        KeyFileExposedError: others could read or replace it.
        KeyFilePassphraseError: the passphrase is wrong, missing, or given for a file that is not encrypted.
        KeyFileMalformedError: it holds no private key of ours.
        KeyFileError: it is missing or not readable.
    """
    content = _read_safely(path)
    encrypted = f"-----BEGIN {ENCRYPTED}-----".encode("ascii") in content
    if encrypted and passphrase is None:
        raise KeyFilePassphraseError(path=path, why_ru="он не задан", why_en="it is missing")
    if passphrase is not None and not encrypted:
        raise KeyFilePassphraseError(path=path, why_ru="файл не зашифрован", why_en="the file is not encrypted")
    try:
        return PrivateKey.from_pkcs8(content, passphrase)
    except KeyRefusedError:
        raise KeyFileMalformedError(path=path) from None
    except ValueError:
        if encrypted:
            raise KeyFilePassphraseError(path=path, why_ru="он неверен", why_en="it is wrong") from None
        raise KeyFileMalformedError(path=path) from None


def _create(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, MODE)  # whatever the umask
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_safely(path: Path) -> bytes:
    """Read the file that was checked: by its descriptor, so that nobody can put another in its place between."""
    try:
        if path.is_symlink():
            raise KeyFileExposedError(path=path, why_ru="это символическая ссылка", why_en="it is a symbolic link")
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _check_exposure(path, os.fstat(descriptor))
            content = os.read(descriptor, _MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise KeyFileError(path=path, why_ru=error.strerror, why_en=error.strerror) from None
    if len(content) > _MAX_BYTES:
        raise KeyFileMalformedError(path=path)
    return content


def _check_exposure(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileExposedError(path=path, why_ru="это не обычный файл", why_en="it is not a regular file")
    if found.st_uid != os.geteuid():
        raise KeyFileExposedError(path=path, why_ru="владелец другой", why_en="it belongs to another user")
    if found.st_mode & 0o077:
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        raise KeyFileExposedError(path=path, why_ru=f"права {mode}", why_en=f"its mode is {mode}")

"""Write a file that holds a secret: whole or not at all, on the disk when the call returns, for its owner alone.

It is written under another name first, with mode 0600 from its first moment, flushed, then moved to its name: a reader
sees the old file or the new one, never a part, also when the power fails in between.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from keys.errors import KeyFileError, KeyFileExistsError

MODE = 0o600


def create(path: Path, content: bytes) -> None:
    """Write a new file.

    Raises:
        KeyFileExistsError: there is a file of this name.
        KeyFileError: the folder is missing or not writable.
    """
    _write(path, content, lambda draft: os.link(draft, path, follow_symlinks=False))


def replace(path: Path, content: bytes) -> None:
    """Put a file into the place of the one that may be there.

    Raises:
        KeyFileError: the folder is missing or not writable.
    """
    _write(path, content, lambda draft: os.replace(draft, path))  # noqa: PTH105  (the pair of os.link)


def _write(path: Path, content: bytes, place: Callable[[Path], None]) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            _draft(draft, content)
            place(draft)
        finally:
            draft.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except FileExistsError:
        raise KeyFileExistsError(path=path) from None
    except OSError as error:
        raise KeyFileError(path=path, why_ru=error.strerror, why_en=error.strerror) from None


def _draft(path: Path, content: bytes) -> None:
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

"""Files named on the command line: read within bounds, written for their owner alone, each failure said in one line."""

import itertools
import os
from pathlib import Path
from typing import Any

from hub.settings import StartError, is_credential
from keys import secret_file, strict_json
from keys.strict_json import StrictJsonError

MOST = 16 * 1024 * 1024
PASSPHRASE_MOST = 4096


class FileError(StartError):
    """A file named on the command line cannot be used."""


def read(path: Path, *, most: int = MOST) -> bytes:
    """Return what a file holds.

    Raises:
        FileError: it is missing, not readable, no file, or longer than `most` bytes.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, error) from None
    if len(content) > most:
        raise FileError(
            "file-too-large",
            f"Файл {path} длиннее {most} байт. Укажите тот файл, который нужен.",
            f"The file {path} is longer than {most} bytes. Name the file that is meant.",
        )
    return content


def unreadable(path: Path, error: OSError) -> FileError:
    """Return what is said of a file that cannot be read."""
    return FileError(
        "file-unreadable",
        f"Файл {path} не читается ({error.strerror}). Проверьте путь и права.",
        f"The file {path} cannot be read ({error.strerror}). Check its path and permissions.",
    )


def read_object(path: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds.

    Raises:
        FileError: the file cannot be read, or holds something else.
    """
    content = read(path)
    try:
        value = strict_json.loads(content)
    except StrictJsonError as error:
        raise FileError("file-not-json", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
    if not isinstance(value, dict):
        raise FileError(
            "file-not-json",
            f"{path}: нужен объект JSON, то есть текст в фигурных скобках. Исправьте файл.",
            f"{path}: a JSON object is needed, a text in braces. Mend the file.",
        )
    return value


def read_passphrase(path: Path | None) -> bytes | None:
    """Return the passphrase that a file holds, without its line end; None where no file is named.

    Raises:
        PassphraseFileError: the file cannot be read, or others could.
    """
    return None if path is None else secret_file.read_passphrase(path, given=is_credential(path))


def write(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, and let it reach the disk.

    Raises:
        FileError: it cannot be written.
    """
    _write(path, content, os.O_TRUNC)


def write_new(path: Path, content: bytes) -> None:
    """Write what others sign or submit: the same, but where there is such a file already, it stays as it is.

    Raises:
        FileError: there is one, or it cannot be written.
    """
    _write(path, content, os.O_EXCL if path.is_file() or not path.exists() else 0)


def write_beside(path: Path, ending: str, content: bytes) -> Path:
    """Write a file beside another one, by the first name that is free: `ban.json.envelope`, then `ban.json.2.envelope`.

    Raises:
        FileError: it cannot be written.
    """
    names = itertools.chain([path.name], (f"{path.name}.{number}" for number in itertools.count(2)))
    free = next(each for name in names if not (each := path.with_name(f"{name}.{ending}")).exists())
    write_new(free, content)
    return free


def _write(path: Path, content: bytes, how: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if path.is_file():
                os.fsync(descriptor)
    except FileExistsError:
        raise FileError(
            "file-exists",
            f"{path} уже есть и не перезаписывается. Выберите другое имя или уберите прежний файл.",
            f"{path} exists and is never overwritten. Choose another name, or move the old one away.",
        ) from None
    except OSError as error:
        raise FileError(
            "file-unwritable",
            f"Файл {path} не пишется ({error.strerror}). Проверьте папку, права и место на диске.",
            f"The file {path} cannot be written ({error.strerror}). Check the folder, permissions and free space.",
        ) from None

"""Read a file that holds a secret, after looking at who else could have read or replaced it.

The file that is looked at is the file that is read: by its descriptor, so that nobody can put another in its place
between. A symbolic link, anything but a regular file, a foreign owner, or access for others are refused.
"""

import os
import stat
from pathlib import Path

from keys.errors import KeyFileError, KeyFileExposedError, PassphraseExposedError, PassphraseFileError

OWN = 0o077  # a file of the process's own: nothing for group and others
GIVEN = 0o027  # one that the service manager gave: systemd lets the service in by the group's bits of an access list
LONGEST = 4096  # bytes of a passphrase
_ROOT = 0


def read(path: Path, *, limit: int, given: bool = False) -> bytes:
    """Return at most `limit` + 1 bytes of the file.

    Args:
        path: the file.
        limit: the most bytes that make sense; one more is returned, so that the caller sees that there are more.
        given: it may also be root's, as it is where the service manager put it there.

    Raises:
        KeyFileExposedError: others could read or replace it.
        KeyFileError: it is missing or not readable.
    """
    try:
        if path.is_symlink():
            raise KeyFileExposedError(path=path, why_ru="это символическая ссылка", why_en="it is a symbolic link")
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _check(path, os.fstat(descriptor), given=given)
            return os.read(descriptor, limit + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise KeyFileError(path=path, why_ru=error.strerror, why_en=error.strerror) from None
    except ValueError:  # a NUL in the path
        raise KeyFileError(path="?", why_ru="это не путь", why_en="it is no path") from None


def read_passphrase(path: Path, *, given: bool = False) -> bytes:
    """Return the passphrase or PIN that a file holds, without its line end; `given` as `read`.

    Raises:
        PassphraseExposedError: others could read or replace the file.
        PassphraseFileError: it is missing, not readable, or longer than 4,096 bytes.
    """
    try:
        content = read(path, limit=LONGEST, given=given)
    except KeyFileExposedError as error:
        raise PassphraseExposedError(**error.facts) from None
    except KeyFileError as error:
        raise PassphraseFileError(**error.facts) from None
    if len(content) > LONGEST:
        why_ru, why_en = f"он длиннее {LONGEST} байт", f"it is longer than {LONGEST} bytes"
        raise PassphraseFileError(path=path, why_ru=why_ru, why_en=why_en)
    return content.rstrip(b"\r\n")


def _check(path: Path, found: os.stat_result, *, given: bool) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileExposedError(path=path, why_ru="это не обычный файл", why_en="it is not a regular file")
    if found.st_uid != os.geteuid() and not (given and found.st_uid == _ROOT):
        raise KeyFileExposedError(path=path, why_ru="владелец другой", why_en="it belongs to another user")
    if found.st_mode & (GIVEN if given else OWN):
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        raise KeyFileExposedError(path=path, why_ru=f"права {mode}", why_en=f"its mode is {mode}")

"""Read a file that holds a secret, after looking at who else could have read or replaced it.

The file that is looked at is the file that is read: by its descriptor, so that nobody can put another in its place
between. A symbolic link, anything but a regular file, a foreign owner, or access for others are refused.
"""

import os
import stat
from pathlib import Path

from keys.errors import KeyFileError, KeyFileExposedError

OWN = 0o077  # a file of the process's own: nothing for group and others
GIVEN = 0o027  # one that the service manager gave: systemd lets the service in by the group's bits of an access list
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


def _check(path: Path, found: os.stat_result, *, given: bool) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileExposedError(path=path, why_ru="это не обычный файл", why_en="it is not a regular file")
    if found.st_uid != os.geteuid() and not (given and found.st_uid == _ROOT):
        raise KeyFileExposedError(path=path, why_ru="владелец другой", why_en="it belongs to another user")
    if found.st_mode & (GIVEN if given else OWN):
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        raise KeyFileExposedError(path=path, why_ru=f"права {mode}", why_en=f"its mode is {mode}")

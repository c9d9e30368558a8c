"""Everything that arrives, in plain folders: a page to read, the record as JSON, and the files that came with it.

    received/entry-ban/RU-2026-000001/000000000042.html
                                      000000000042.json
    received/agenda/01930000-…/000000000051.html             a record without a subject is kept by its message

Files are written by rename, so a delivery applied again changes nothing; a later revision stands beside the earlier.
"""

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from io import BufferedWriter
from pathlib import Path

from adapters._files import atomic
from adapters.manual import pages
from hub.core.attachment import HEAD, is_of_type
from hub.sdk.ports import Delivery, Part
from keys import strict_json

_SUFFIXES: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}
"""What a person may open with a click, if it begins as files of its type do; all else (pages, programs) is `.bin`."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class Received:
    """The folder of what arrived; pages are in `lang`."""

    def __init__(self, folder: Path, lang: str) -> None:
        self._folder = folder
        self._lang = lang

    def keep(self, delivery: Delivery) -> Path:
        """Write the files of a delivery; returns its page.

        Raises:
            OSError: the folder cannot be written.
        """
        folder = self._folder / delivery.type / _plain(delivery.subject or delivery.message_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem = f"{delivery.index:012d}"
        names = [f"{stem}-{number}{_suffix(part)}" for number, part in enumerate(delivery.parts, 1)]
        for name, part in zip(names, delivery.parts, strict=True):
            _write(folder / name, part.content)
        _write(folder / f"{stem}.json", strict_json.dumps(dict(delivery.record)) + b"\n")
        page = folder / f"{stem}.html"
        _write(page, pages.make(delivery, self._lang, names).encode())
        return page

    def erase(self, subjects: Sequence[str]) -> None:
        """Remove what is kept about subjects.

        Raises:
            OSError: the folder cannot be written.
        """
        names = {_plain(subject) for subject in subjects}
        for kind in self._folder.iterdir() if self._folder.is_dir() else ():
            for name in names:
                if (kind / name).is_dir():
                    shutil.rmtree(kind / name)


def _plain(name: str) -> str:
    """Return a name that is one folder; what is no plain name is told apart by its digest."""
    return name if _PLAIN.fullmatch(name) else hashlib.sha256(name.encode()).hexdigest()[:32]


def _suffix(part: Part) -> str:
    known = is_of_type(part.media_type, part.content[:HEAD])
    return _SUFFIXES.get(part.media_type, ".bin") if known else ".bin"


def _write(path: Path, content: bytes) -> None:
    def fill(file: BufferedWriter) -> None:
        file.write(content)

    atomic.write(path, fill)
    path.chmod(0o600)
